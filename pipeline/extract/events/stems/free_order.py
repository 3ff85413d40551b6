"""What languages with a free word order need: which commas divide clauses, and lists that share one verb.

"Министр, прибывший в Баку, встретился ..." is one clause; "подписали договор, а войска вышли" is two. A part
of a sentence without a verb of its own belongs to its neighbour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.records import Timex
from pipeline.lexicon.inflection import Inflection, Word

_HARD_STOPS = frozenset(";:—–!?()[]…\n")
_LISTED = ".listed_day"


def first_finite(words: Sequence[Word], start: int, end: int, blocked: set[int], inflection: Inflection) -> int | None:
    """The first finite verb between two words, names and dates left out."""
    return next((k for k in range(start, end) if k not in blocked and _tells(words, k, inflection)), None)


def _tells(words: Sequence[Word], position: int, inflection: Inflection) -> bool:
    """Whether a word is a finite verb that is no remark on the side ("как *ожидается*")."""
    if position and words[position - 1].whole in inflection.remarks:
        return False
    return inflection.is_finite(words[position])


def divides(words: Sequence[Word], start: int, position: int, blocked: set[int], inflection: Inflection) -> bool:
    """Whether the comma before ``position`` ends a clause that began at ``start``: both sides have a verb."""
    if first_finite(words, start, position, blocked, inflection) is None:
        return False
    for k in range(position, len(words)):
        gap = words[k].gap
        if k > position and ("," in gap or _HARD_STOPS & set(gap) or words[k].whole in inflection.breaks):
            return False
        if k not in blocked and inflection.is_finite(words[k]):
            return True
    return False


@dataclass(frozen=True, slots=True)
class ListedDate:
    """A further date of a list that shares one verb, with the words (``first`` to ``end``) of its own part."""

    timex: Timex
    first: int
    end: int


def listed_days(placed: Sequence[tuple[Timex, int, int]], chosen: Timex, start: int) -> list[ListedDate]:
    """The days of "10, 18 и 26 октября" when the chosen date is one of them; empty for a single day."""
    group: list[tuple[Timex, int, int]] = []
    for one in placed:
        if group and not (group[-1][0].rule_id.endswith(_LISTED) and one[1] - group[-1][2] <= 1):
            if any(timex is chosen for timex, _, _ in group):
                break
            group = []
        group.append(one)
    if len(group) < 2 or not any(timex is chosen for timex, _, _ in group):
        return []
    return [ListedDate(timex, start, last) for timex, _, last in group]


def verbless_parts(
    timexes: Sequence[tuple[Timex, int, int]], words: Sequence[Word], clauses: Sequence[tuple[int, int, int | None]]
) -> list[ListedDate]:
    """Dates in the clauses behind one, up to the first with a verb: "..., Агдамский — до 20 ноября, ..."."""
    found: list[ListedDate] = []
    for start, end, verb in clauses:
        if verb is not None:
            break
        for timex, first, last in timexes:
            days = timex.interval
            if start <= first < end and days is not None and days.precision == "day":
                found.append(ListedDate(timex, _after_comma(words, first), last))
    return found


def _after_comma(words: Sequence[Word], position: int) -> int:
    """The word behind the comma before a word."""
    return next((k for k in range(position, 0, -1) if "," in words[k].gap), 0)
