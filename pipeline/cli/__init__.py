"""The command line: arguments, messages and exit codes. The only module that talks to people.

Exit codes: 0 done; 1 failed; 2 wrong arguments; 3 finished, but more documents failed or more events went than
allowed, or a floor was missed; 75 another run holds the output folder; 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date, time
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.cli.arguments import (
    BUSY,
    DONE,
    FAILED,
    INTERRUPTED,
    MISSED,
    add_command,
    add_folders,
    add_lexicon,
    add_output,
    share_of_all,
)
from pipeline.cli.scoring import add_pin, add_score
from pipeline.core.errors import PipelineError
from pipeline.run.lock import BusyError
from pipeline.run.progress import JsonReporter, make_reporter
from pipeline.run.report import RunReport, summarize
from pipeline.run.stages import STAGES, run_all, run_stage
from pipeline.run.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.cli.arguments import Commands

_EXAMPLES = """examples:
  python -m pipeline run                                  read raw/, write output/
  python -m pipeline run --raw news --output timeline     other folders
  python -m pipeline run --lexicon my-rules --workers 4   own rules laid over the shipped ones
  python -m pipeline schedule                             lines for cron, systemd and CI
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
    _add_schedule(commands)
    _add_explain(commands)
    _add_export(commands)
    _add_figures(commands)
    add_score(commands)
    add_pin(commands)
    _add_times(commands)
    _add_languages(commands)
    return parser


def _add_run(commands: Commands) -> None:
    parser = add_command(commands, "run", "run every stage that is stale", "run --raw news --output timeline")
    add_folders(parser)
    parser.add_argument(
        "--max-failed",
        type=share_of_all,
        default=0.5,
        metavar="SHARE",
        help="share of documents that may fail; above it the last good tables stay, exit code 3 (default: 0.5)",
    )
    parser.add_argument(
        "--max-drop",
        type=share_of_all,
        default=0.5,
        metavar="SHARE",
        help="share of the events of the last good run that may be gone; above it likewise (default: 0.5)",
    )
    parser.add_argument("--log-json", type=Path, metavar="FILE", help="add a line of JSON for each step to this file")
    parser.set_defaults(work=_run)


def _add_stage(commands: Commands, name: str, summary: str) -> None:
    parser = add_command(commands, name, summary, f"{name} --output output")
    add_folders(parser)
    parser.set_defaults(work=_run_one)


def _workspace(options: argparse.Namespace) -> Workspace:
    return Workspace(
        raw=options.raw,
        output=options.output,
        lexicon_folder=options.lexicon,
        curation=options.curation,
        workers=options.workers,
        executor="dask" if options.scheduler else options.executor,
        scheduler=options.scheduler,
        max_failed=getattr(options, "max_failed", 1.0),
        max_drop=getattr(options, "max_drop", 1.0),
    )


def _run(options: argparse.Namespace) -> int:
    with make_reporter(quiet=options.quiet) as reporter:
        if not options.log_json:
            report = run_all(_workspace(options), reporter)
        else:
            report = _run_logged(options, JsonReporter(options.log_json, reporter))
    return _close(report, options)


def _run_logged(options: argparse.Namespace, log: JsonReporter) -> RunReport:
    try:
        report = run_all(_workspace(options), log)
    except PipelineError as error:
        log.write("run_failed", code=BUSY if isinstance(error, BusyError) else FAILED, message=str(error))
        raise
    code = MISSED if report.missed else DONE
    log.write("run_finished", code=code, worked=report.worked, counts=report.counts, message=report.missed)
    return report


def _run_one(options: argparse.Namespace) -> int:
    with make_reporter(quiet=options.quiet) as reporter:
        run_stage(_workspace(options), options.command, reporter)
    return DONE


def _close(report: RunReport, options: argparse.Namespace) -> int:
    if report.missed or not options.quiet:
        print("\n".join(summarize(report)))
    return MISSED if report.missed else DONE


def _add_schedule(commands: Commands) -> None:
    parser = add_command(
        commands, "schedule", "show lines that run it every night: cron, systemd, CI", "schedule --raw news --at 03:30"
    )
    add_folders(parser)
    parser.add_argument("--at", type=_time_of_day, default=(3, 30), metavar="HH:MM", help="default: 03:30")
    parser.set_defaults(work=_schedule)


def _time_of_day(text: str) -> tuple[int, int]:
    try:
        at = time.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no time like 03:30") from error
    return at.hour, at.minute


def _schedule(options: argparse.Namespace) -> int:
    from pipeline.run.schedule import show_schedule

    folders = {"--raw": options.raw, "--output": options.output, "--lexicon": options.lexicon}
    folders |= {"--curation": options.curation if options.curation.exists() else None}
    arguments = ["run", "--quiet"]
    for name, folder in folders.items():
        arguments += [name, str(folder.absolute())] if folder else []
    arguments += ["--workers", str(options.workers)] if options.workers else []
    arguments += ["--executor", options.executor] if options.executor != "processes" else []
    arguments += ["--scheduler", options.scheduler] if options.scheduler else []
    arguments += ["--log-json", str((options.output / "log.jsonl").absolute())]
    print(show_schedule(Path(sys.executable), Path.cwd(), arguments, options.output.absolute(), options.at))
    return DONE


def _add_explain(commands: Commands) -> None:
    parser = add_command(
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
    add_output(parser)
    add_lexicon(parser)
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
    parser = add_command(
        commands, "export", "write the tables of an output folder for another tool", "export --format icalendar"
    )
    parser.epilog = f"{parser.epilog}\n\n{EXPORT_FORMATS}"
    parser.add_argument("--format", required=True, metavar="FORMAT", help="one of those below")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: exports/ in the output folder")
    add_output(parser)
    add_lexicon(parser)
    parser.set_defaults(work=_export)


def _export(options: argparse.Namespace) -> int:
    from pipeline.write.exports.formats import export_tables

    lexicon = Workspace(Path("raw"), options.output, options.lexicon).lexicon()
    print(export_tables(options.output, options.format, options.out, lexicon=lexicon))
    return DONE


def _add_figures(commands: Commands) -> None:
    summary = "draw the events by month, the network of actors, dates and sources"
    parser = add_command(commands, "figures", summary, "figures --output output")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: figures/ in the output folder")
    add_output(parser)
    parser.set_defaults(work=_figures)


def _figures(options: argparse.Namespace) -> int:
    from pipeline.write.figures import write_figures

    print("\n".join(map(str, write_figures(options.output, options.out))))
    return DONE


def _add_times(commands: Commands) -> None:
    parser = add_command(
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
    add_lexicon(parser)
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
    parser = add_command(commands, "languages", "show how far each language is covered", "languages")
    add_lexicon(parser)
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
