"""Which lines around and inside an article report nothing: menus, counters, teasers, captions, footers.

Careful inside the body, where only lines that match a rule go; thorough before and after it, where loose
short lines go too. A line that reads like a paragraph is dropped only by rules that say ``anywhere``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.core.text import fold
from pipeline.lexicon.headers import ClutterRule, HeaderRules
from pipeline.normalize.chronology import is_chronology, is_dated_entry
from pipeline.normalize.headerdates import find_header_dates
from pipeline.normalize.layout import ends_sentence, is_entry, opens_with_number, strip_bullet
from pipeline.normalize.readers.article import Line

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_BLANKS = re.compile(r"\s+")
LONGEST_CLUTTER = 600


@lru_cache(maxsize=4096)
def word_count(text: str) -> int:
    """Words of a line, numbers included."""
    return len(_WORD.findall(text))


def is_paragraph(line: Line) -> bool:
    """Whether the line reads like a paragraph of running text."""
    if line.kind in ("title", "heading", "head"):
        return False
    words = word_count(line.text)
    return words >= 30 or (words >= 8 and ends_sentence(line.text))


def mark_clutter(lines: Sequence[Line], rules: HeaderRules) -> list[str | None]:
    """For each line the id of the rule that drops it, or ``None`` for a line that stays.

    Args:
        lines: Lines of one article in reading order.
        rules: Header rules of the article's language.
    """
    marks: list[str | None] = [None] * len(lines)
    folded = [_BLANKS.sub(" ", fold(line.text[:LONGEST_CLUTTER])).strip() for line in lines]
    _mark_superseded(lines, folded, rules, marks)
    dated = is_chronology(lines, rules)
    real = [
        marks[i] is None and (is_paragraph(line) or (dated and is_dated_entry(line.text, rules)))
        for i, line in enumerate(lines)
    ]
    first, last = _body_bounds(real)
    number = 0
    while number < len(lines):
        if marks[number] is None:
            rule = _matching(folded[number], number, real, first, last, rules)
            if rule is not None and not (rule.keeps_dates and find_header_dates(lines[number].text, rules)):
                number = _apply(rule, number, lines, marks, real)
        number += 1
    _mark_loose_tail(lines, marks, real)
    return marks


def _body_bounds(real: Sequence[bool]) -> tuple[int, int]:
    """Index of the first and last paragraph; beyond the ends when there is none."""
    found = [index for index, value in enumerate(real) if value]
    return (found[0], found[-1]) if found else (len(real), -1)


def _mark_superseded(lines: Sequence[Line], folded: Sequence[str], rules: HeaderRules, marks: list[str | None]) -> None:
    """Drop passages that the text itself marks as withdrawn, when both of their marks are there."""
    for opening, closing in rules.superseded:
        for start, text in enumerate(folded):
            if not opening.fullmatch(text):
                continue
            ends = (i for i in range(start + 1, len(lines)) if closing.fullmatch(folded[i]))
            end = next(ends, len(lines) - 1 if _paragraphs_before(lines, start) else start)
            for index in range(start, end + 1):
                marks[index] = "headers.superseded"


def _paragraphs_before(lines: Sequence[Line], number: int) -> bool:
    return any(is_paragraph(line) for line in lines[:number])


def _matching(
    text: str, number: int, real: Sequence[bool], first: int, last: int, rules: HeaderRules
) -> ClutterRule | None:
    if len(text) >= LONGEST_CLUTTER:
        return None
    if not real[number] and _only_buttons(text, rules):
        return _BUTTONS
    for rule in rules.clutter:
        if _in_reach(rule, number, real, first, last) and rule.pattern.fullmatch(text):
            return rule
    return None


_BUTTONS = ClutterRule("headers.interface", "line", "loose", re.compile(""), keeps_dates=True)


def _only_buttons(text: str, rules: HeaderRules) -> bool:
    """Only words of buttons, numbers and single letters, with one button at least."""
    words = _WORD.findall(text)
    if not words or len(words) > 25:
        return False
    buttons = [word for word in words if word in rules.interface]
    others = [w for w in words if w not in rules.interface and len(w) > 1 and not _is_count(w)]
    return not others and any(len(word) > 1 for word in buttons)


def _is_count(word: str) -> bool:
    return bool(re.fullmatch(r"[\d.,]+k?m?", word))


def _in_reach(rule: ClutterRule, number: int, real: Sequence[bool], first: int, last: int) -> bool:
    if rule.where == "anywhere":
        return True
    if real[number]:
        return False
    if rule.take == "rest":
        before = sum(real[:number])
        return before > 0 and sum(real[number:]) <= before
    if rule.where == "loose":
        return True
    if rule.where == "below":
        return number > first
    if rule.where == "head":
        return number < first
    if rule.where == "tail":
        return number > last
    return number < first or number > last


def _apply(rule: ClutterRule, number: int, lines: Sequence[Line], marks: list[str | None], real: Sequence[bool]) -> int:
    """Mark what the rule takes; the index of the last line taken."""
    marks[number] = rule.rule_id
    if rule.take == "line":
        return number
    end = len(lines) if rule.take == "rest" else _list_end(lines, number, real)
    for index in range(number, end):
        marks[index] = rule.rule_id
    return end - 1


def _list_end(lines: Sequence[Line], number: int, real: Sequence[bool]) -> int:
    """End of the short lines under a teaser heading; a paragraph always stops it."""
    index = number + 1
    block = lines[number].block
    alone = index < len(lines) and lines[index].block != block
    if alone:
        # The heading stands alone: its list is the block that follows, when that is no running text.
        block = lines[index].block
    while index < len(lines) and lines[index].block == block and not _stops_list(lines[index], real[index]):
        index += 1
    return index


def _stops_list(line: Line, real: bool) -> bool:
    return real or line.kind in ("title", "heading", "head") or word_count(line.text) > 30


def _mark_loose_tail(lines: Sequence[Line], marks: list[str | None], real: Sequence[bool]) -> None:
    """After the last paragraph or entry, drop short lines that end no sentence and hold no number."""
    bodies = [i for i, line in enumerate(lines) if marks[i] is None and (real[i] or _is_body(line))]
    if not any(real[i] for i in bodies):
        return
    for index in range(bodies[-1] + 1, len(lines)):
        text = strip_bullet(lines[index].text)
        if marks[index] is None and not ends_sentence(text) and not any(c.isdigit() for c in text):
            marks[index] = "headers.loose_tail"


def _is_body(line: Line) -> bool:
    return is_paragraph(line) or (line.kind == "item" and (is_entry(line.text) or opens_with_number(line.text)))
