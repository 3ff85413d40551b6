"""The command line: arguments, messages and exit codes. The only module that talks to people.

Exit codes: 0 done; 1 failed; 2 wrong arguments; 3 finished, but more documents failed than allowed or a
floor was missed; 75 another run holds the output folder; 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.core.errors import InputError, PipelineError
from pipeline.run.lock import BusyError
from pipeline.run.progress import make_reporter
from pipeline.run.report import RunReport, summarize
from pipeline.run.stages import STAGES, run_all, run_stage
from pipeline.run.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.evaluate.floors import Scores
    from pipeline.evaluate.scores import Judged

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DONE, FAILED, USAGE, MISSED, BUSY, INTERRUPTED = 0, 1, 2, 3, 75, 130

_EXAMPLES = """examples:
  python -m pipeline run                                  read raw/, write output/
  python -m pipeline run --raw news --output timeline     other folders
  python -m pipeline run --lexicon my-rules --workers 4   own rules laid over the shipped ones
  python -m pipeline extract                              one stage, from the stored tables before it
  python -m pipeline explain --event e0a1b2c3d4e5         why a row of the timeline looks as it does
  python -m pipeline explain --text "The presidents met in Baku on 10 November 2020."
  python -m pipeline export --format sqlite               the tables for another tool
  python -m pipeline score --gold tests/gold/corpus.json --output output --show misses

exit codes: 0 done, 1 failed, 2 wrong arguments, 3 finished but too much was turned away or a floor was
missed, 75 another run is working in the output folder"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that lacks a letter must not stop a run
            stream.reconfigure(errors="backslashreplace")
    options = make_parser().parse_args(arguments)
    try:
        code: int = options.work(options)
    except BusyError as error:
        return _complain(str(error), BUSY)
    except PipelineError as error:
        return _complain(str(error), FAILED)
    except KeyboardInterrupt:
        return _complain("interrupted; the tables of the run before are untouched", INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output (head, less) has gone: nothing is wrong
        return DONE
    return code


def _complain(message: str, code: int) -> int:
    print(f"pipeline: {message}", file=sys.stderr)
    return code


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline",
        description="From a folder of news texts to a timeline of dated events with their evidence.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"event-timeline {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_run(commands)
    for stage in STAGES:
        _add_stage(commands, stage.name, stage.summary)
    _add_explain(commands)
    _add_export(commands)
    _add_figures(commands)
    _add_score(commands)
    _add_pin(commands)
    _add_times(commands)
    _add_languages(commands)
    return parser


def _add_command(commands: Commands, name: str, summary: str, example: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=summary,
        description=summary[:1].upper() + summary[1:] + ".",
        epilog=f"example:\n  python -m pipeline {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--raw", type=Path, default=Path("raw"), metavar="DIR", help="documents (default: raw)")
    _add_output(parser)
    parser.add_argument("--workers", type=_count, metavar="N", help="processes (default: by cores and work)")
    _add_lexicon(parser)
    parser.add_argument(
        "--curation",
        type=Path,
        default=Path("curation.csv"),
        metavar="FILE",
        help="corrections by people (default: curation.csv, if there is one)",
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="tables (default: output)")


def _add_lexicon(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lexicon", type=Path, metavar="DIR", help="own rules, laid out like pipeline/lexicon and over it"
    )


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError("a share between 0 and 1")
    return number


def _add_run(commands: Commands) -> None:
    parser = _add_command(commands, "run", "run every stage that is stale", "run --raw news --output timeline")
    _add_folders(parser)
    parser.add_argument(
        "--max-failed",
        type=_share,
        default=0.5,
        metavar="SHARE",
        help="share of unreadable documents above which the exit code is 3 (default: 0.5)",
    )
    parser.set_defaults(work=_run)


def _add_stage(commands: Commands, name: str, summary: str) -> None:
    parser = _add_command(commands, name, summary, f"{name} --output output")
    _add_folders(parser)
    parser.set_defaults(work=_run_one)


def _workspace(options: argparse.Namespace) -> Workspace:
    return Workspace(
        raw=options.raw,
        output=options.output,
        lexicon_folder=options.lexicon,
        curation=options.curation,
        workers=options.workers,
        max_failed=getattr(options, "max_failed", 1.0),
    )


def _run(options: argparse.Namespace) -> int:
    with make_reporter(quiet=options.quiet) as reporter:
        report = run_all(_workspace(options), reporter)
    return _close(report, options)


def _run_one(options: argparse.Namespace) -> int:
    with make_reporter(quiet=options.quiet) as reporter:
        run_stage(_workspace(options), options.command, reporter)
    return DONE


def _close(report: RunReport, options: argparse.Namespace) -> int:
    if report.too_many_failed or not options.quiet:
        print("\n".join(summarize(report)))
    return MISSED if report.too_many_failed else DONE


def _add_explain(commands: Commands) -> None:
    parser = _add_command(
        commands,
        "explain",
        "show which rules and lexicon entries made a row, or fire in a sentence",
        'explain --text "The presidents met in Baku on Tuesday." --date 2020-11-12',
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--event", metavar="ID", help="an event_id of timeline.csv")
    what.add_argument("--mention", metavar="ID", help="a mention_id of mentions.csv")
    what.add_argument("--text", metavar="TEXT", help="any sentence")
    parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="publication day for --text")
    _add_output(parser)
    _add_lexicon(parser)
    parser.set_defaults(work=_explain)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day like 2020-11-10") from error


def _explain(options: argparse.Namespace) -> int:
    from pipeline.run.explain import explain_event, explain_mention, explain_text

    workspace = Workspace(Path("raw"), options.output, options.lexicon)
    if options.event:
        lines = explain_event(workspace, options.event)
    elif options.mention:
        lines = explain_mention(workspace, options.mention)
    else:
        lines = explain_text(options.text, workspace.lexicon(), published=options.date)
    print("\n".join(lines))
    return DONE


# Here too, so that the help loads no tables; a test compares it with the formats there are.
EXPORT_FORMATS = """formats:
  timelinejs  spreadsheet of Knight Lab's TimelineJS
  icalendar   calendars
  geojson     maps: QGIS, Leaflet, kepler.gl
  jsonld      linked data in the words of schema.org
  gdelt       rows with the columns of GDELT 2.0 events
  polecat     rows with the columns of POLECAT
  graphml     network of actors: Gephi, networkx, igraph
  sqlite      database with indexes and views; DuckDB attaches it"""


def _add_export(commands: Commands) -> None:
    parser = _add_command(
        commands, "export", "write the tables of an output folder for another tool", "export --format icalendar"
    )
    parser.epilog = f"{parser.epilog}\n\n{EXPORT_FORMATS}"
    parser.add_argument("--format", required=True, metavar="FORMAT", help="one of those below")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: exports/ in the output folder")
    _add_output(parser)
    _add_lexicon(parser)
    parser.set_defaults(work=_export)


def _export(options: argparse.Namespace) -> int:
    from pipeline.write.exports.formats import export_tables

    lexicon = Workspace(Path("raw"), options.output, options.lexicon).lexicon()
    print(export_tables(options.output, options.format, options.out, lexicon=lexicon))
    return DONE


def _add_figures(commands: Commands) -> None:
    summary = "draw the events by month, the network of actors, dates and sources"
    parser = _add_command(commands, "figures", summary, "figures --output output")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: figures/ in the output folder")
    _add_output(parser)
    parser.set_defaults(work=_figures)


def _figures(options: argparse.Namespace) -> int:
    from pipeline.write.figures import write_figures

    print("\n".join(map(str, write_figures(options.output, options.out))))
    return DONE


_FLOORS = Path("tests/gold/floors.json")


def _add_gold(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--gold",
        type=Path,
        default=Path("tests/gold/corpus.json"),
        metavar="FILE",
        help="annotated documents",
    )
    _add_output(parser)
    parser.add_argument("--floors", type=Path, default=_FLOORS, metavar="FILE", help=f"default: {_FLOORS}")


def _add_score(commands: Commands) -> None:
    parser = _add_command(
        commands,
        "score",
        "compare the output with annotated documents",
        "score --gold tests/gold/corpus.json --output output --show misses --language en",
    )
    _add_gold(parser)
    parser.add_argument(
        "--show",
        action="append",
        default=[],
        choices=("misses", "false", "types", "reliability", "markdown"),
        help="also list this; may be given several times",
    )
    parser.add_argument("--language", metavar="CODE", help="only the documents of this language")
    parser.add_argument("--half", choices=("tune", "held"), help="only this half of the documents")
    parser.set_defaults(work=_score)


def _score(options: argparse.Namespace) -> int:
    from pipeline.evaluate import show
    from pipeline.evaluate.scores import measure_reliability, score_by_language, score_by_type

    judged = _judge(options, options.language, options.half)
    scores = score_by_language(judged)
    lines = show.show_markdown(scores) if "markdown" in options.show else show.show_scores(scores, judged)
    if "types" in options.show:
        lines += ["", *show.show_types(score_by_type(judged))]
    if "reliability" in options.show:
        lines += ["", *show.show_reliability(*measure_reliability(judged))]
    if "misses" in options.show:
        lines += ["", *show.show_misses(judged)]
    if "false" in options.show:
        lines += ["", *show.show_false_alarms(judged)]
    print("\n".join(lines))
    if options.language or options.half:
        return DONE  # floors hold for the whole set
    return _compare_with_floors(options, scores)


def _compare_with_floors(options: argparse.Namespace, scores: Scores) -> int:
    from pipeline.evaluate.floors import find_drops, read_floors
    from pipeline.evaluate.gold import digest_gold

    digest, floors = read_floors(options.floors, options.gold.stem)
    if not floors:
        return DONE
    if digest != digest_gold(options.gold):
        print(f"{options.gold} is not the set that the floors were pinned on. Run `make pin`.")
        return MISSED
    drops = find_drops(floors, scores)
    for drop in drops:
        print(f"below the floor: {drop}")
    return MISSED if drops else DONE


def _judge(options: argparse.Namespace, language: str | None, half: str | None) -> list[Judged]:
    from pipeline.evaluate.gold import read_gold
    from pipeline.evaluate.names import NameJudge
    from pipeline.evaluate.predicted import read_output
    from pipeline.evaluate.scores import judge_output

    gold = [one for one in read_gold(options.gold) if language in (None, one.language) and half in (None, one.half)]
    if not gold:
        raise InputError(f"{options.gold}: no document is left to score. Drop --language or --half.")
    judge = NameJudge()
    return judge_output(gold, read_output(options.output, judge), judge)


def _add_pin(commands: Commands) -> None:
    parser = _add_command(
        commands, "pin", "raise the floors of the scores to what is measured now", "pin --output output"
    )
    _add_gold(parser)
    parser.add_argument("--allow-drop", action="store_true", help="lower floors too")
    parser.set_defaults(work=_pin)


def _pin(options: argparse.Namespace) -> int:
    from pipeline.evaluate.floors import pin_floors
    from pipeline.evaluate.gold import digest_gold
    from pipeline.evaluate.scores import score_by_language

    scores = score_by_language(_judge(options, None, None))
    lines = pin_floors(
        options.floors,
        options.gold.stem,
        digest_gold(options.gold),
        scores,
        allow_drop=options.allow_drop,
    )
    print("\n".join(lines) or "the floors stand as they were")
    return DONE


def _add_times(commands: Commands) -> None:
    parser = _add_command(
        commands,
        "times",
        "find and resolve expressions of time in texts",
        "times articles.jsonl --out times.jsonl",
    )
    parser.add_argument("input", type=Path, metavar="IN.jsonl", help="one object a line with doc_id, text, dct")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.jsonl", help="where the results go")
    parser.add_argument("--language", default="en", metavar="CODE", help="of lines that name none (default: en)")
    parser.add_argument("--format", choices=("jsonl", "xml"), default="jsonl", help="xml: a folder of TimeML")
    parser.add_argument(
        "--style", choices=("timex3", "events"), default="timex3", help="which expressions to mark (default: timex3)"
    )
    _add_lexicon(parser)
    parser.set_defaults(work=_times)


def _times(options: argparse.Namespace) -> int:
    from pipeline.times.files import tag_lines

    lexicon = Workspace(Path("raw"), Path("output"), options.lexicon).lexicon()
    done = tag_lines(
        options.input,
        options.out,
        language=options.language,
        lexicon=lexicon,
        style=options.style,
        format=options.format,
    )
    print(f"{done.n_timexes} expressions in {done.n_texts} texts, {done.cpu:.1f} s: {options.out}")
    return DONE


def _add_languages(commands: Commands) -> None:
    parser = _add_command(commands, "languages", "show how far each language is covered", "languages")
    _add_lexicon(parser)
    parser.set_defaults(work=_languages)


def _languages(options: argparse.Namespace) -> int:
    from pipeline.lexicon.coverage import measure_coverage

    coverage = measure_coverage(Workspace(Path("raw"), Path("output"), options.lexicon).lexicon())
    languages = list(coverage)
    print(f"{'rules (examples)':<18}" + "".join(f"{language:>14}" for language in languages))
    for kind in coverage[languages[0]]:
        cells = [coverage[language][kind] for language in languages]
        shown = [f"{one.n_entries} ({one.n_examples})" if one.n_entries else "-" for one in cells]
        print(f"{kind:<18}" + "".join(f"{cell:>14}" for cell in shown))
    return DONE
