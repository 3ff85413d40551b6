"""The command line: arguments, messages and exit codes. The only module that talks to people.

Exit codes: 0 done; 1 failed; 2 wrong arguments; 3 finished, but more documents failed than allowed or a
floor was missed; 75 another run holds the output folder; 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.core.errors import PipelineError
from pipeline.run.lock import BusyError
from pipeline.run.progress import make_reporter
from pipeline.run.report import RunReport, summarize
from pipeline.run.stages import STAGES, run_all, run_stage
from pipeline.run.workspace import Workspace

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DONE, FAILED, USAGE, MISSED, BUSY, INTERRUPTED = 0, 1, 2, 3, 75, 130

_EXAMPLES = """examples:
  python -m pipeline run                                  read raw/, write output/
  python -m pipeline run --raw news --output timeline     other folders
  python -m pipeline run --lexicon my-rules --workers 4   own rules laid over the shipped ones
  python -m pipeline extract                              one stage, from the stored tables before it
  python -m pipeline explain --event e0a1b2c3d4e5         why a row of the timeline looks as it does
  python -m pipeline explain --text "The presidents met in Baku on 10 November 2020."
  python -m pipeline score --gold tests/gold/corpus.json --output output --show misses

exit codes: 0 done, 1 failed, 2 wrong arguments, 3 finished but too much was turned away or a floor was
missed, 75 another run is working in the output folder"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
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
    parser.add_argument(
        "--raw", type=Path, default=Path("raw"), metavar="DIR", help="documents (default: raw)"
    )
    _add_output(parser)
    parser.add_argument("--workers", type=_count, metavar="N", help="processes (default: by cores and work)")
    _add_lexicon(parser)
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output", type=Path, default=Path("output"), metavar="DIR", help="tables (default: output)"
    )


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
    parser = _add_command(
        commands, "run", "run every stage that is stale", "run --raw news --output timeline"
    )
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
