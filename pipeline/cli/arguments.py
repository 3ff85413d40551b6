"""What several commands have in common: exit codes, folders, kinds of arguments."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DONE, FAILED, USAGE, MISSED, BUSY, INTERRUPTED = 0, 1, 2, 3, 75, 130


def add_command(commands: Commands, name: str, summary: str, example: str) -> argparse.ArgumentParser:
    """A command with its help and an example."""
    return commands.add_parser(
        name,
        help=summary,
        description=summary[:1].upper() + summary[1:] + ".",
        epilog=f"example:\n  python -m pipeline {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_folders(parser: argparse.ArgumentParser) -> None:
    """Folders, workers and whatever else every run needs."""
    parser.add_argument("--raw", type=Path, default=Path("raw"), metavar="DIR", help="documents (default: raw)")
    add_output(parser)
    parser.add_argument("--workers", type=_count, metavar="N", help="processes (default: by cores and work)")
    parser.add_argument(
        "--executor",
        choices=("processes", "dask"),
        default="processes",
        help="what starts the workers (default: processes)",
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="tcp://... of a Dask cluster that sees the same folders; implies dask"
    )
    add_lexicon(parser)
    parser.add_argument(
        "--curation",
        type=Path,
        default=Path("curation.csv"),
        metavar="FILE",
        help="corrections by people (default: curation.csv, if there is one)",
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")


def add_output(parser: argparse.ArgumentParser) -> None:
    """The folder of the tables."""
    parser.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="tables (default: output)")


def add_lexicon(parser: argparse.ArgumentParser) -> None:
    """The user's own rules."""
    parser.add_argument(
        "--lexicon", type=Path, metavar="DIR", help="own rules, laid out like pipeline/lexicon and over it"
    )


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def share_of_all(text: str) -> float:
    """A number between 0 and 1.

    Raises:
        ArgumentTypeError: It is none.
    """
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError("a share between 0 and 1")
    return number
