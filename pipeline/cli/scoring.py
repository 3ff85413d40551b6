"""Commands that compare the output with annotated documents: ``score`` and ``pin``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.arguments import DONE, MISSED, add_command, add_output
from pipeline.core.errors import InputError

if TYPE_CHECKING:
    from pipeline.cli.arguments import Commands
    from pipeline.evaluate.floors import Scores
    from pipeline.evaluate.scores import Judged

_FLOORS = Path("tests/gold/floors.json")


def _add_gold(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--gold",
        type=Path,
        default=Path("tests/gold/corpus.json"),
        metavar="FILE",
        help="annotated documents",
    )
    add_output(parser)
    parser.add_argument("--floors", type=Path, default=_FLOORS, metavar="FILE", help=f"default: {_FLOORS}")


def add_score(commands: Commands) -> None:
    """Add ``score``."""
    parser = add_command(
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


def add_pin(commands: Commands) -> None:
    """Add ``pin``."""
    parser = add_command(
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
