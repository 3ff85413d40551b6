"""The typed shape of ``<language>/headers.yml``: what stands around the text of an article.

Labels of dates and authors, desks and agencies, names of sections, the words of a page's buttons, month
and weekday names as headers write them, and the patterns of clutter lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from pipeline.core.errors import LexiconError
from pipeline.core.text import fold
from pipeline.lexicon.load import Lexicon

Take = Literal["line", "list", "rest"]
Where = Literal["anywhere", "loose", "below", "edge", "head", "tail"]


@dataclass(frozen=True, slots=True)
class ClutterRule:
    """A pattern of lines that report nothing.

    Attributes:
        rule_id: ``<language>.headers.<id>``.
        take: ``line`` drops the line; ``list`` also the short lines that follow; ``rest`` all that follows.
        where: ``anywhere``, even when the line reads like a paragraph; ``loose``, any line that does not;
            ``below``, such a line after the first paragraph (above it, it may be the headline);
            ``edge``, before or after the body; ``head``; ``tail``.
        keeps_dates: A line that also carries a date is left to the reader of headers.
        pattern: Matched against the whole folded line, blanks collapsed.
    """

    rule_id: str
    take: Take
    where: Where
    pattern: re.Pattern[str]
    keeps_dates: bool = False


@dataclass(frozen=True, eq=False)
class HeaderRules:
    """Everything known of headers and clutter, for one language plus the language-free part.

    Word lists are folded. Rules are compared by identity, so that patterns made from them can be cached.

    Attributes:
        published: Labels of a first publication date.
        modified: Labels of a later change.
        saved: Labels of a day that says nothing of the article (printing, saving, visiting).
        bylines: Words that open a byline.
        desks: Names that sign for an author ("News desk").
        agencies: Names and codes of agencies and outlets in datelines and signatures.
        sections: Names of sections and kinds of text that stand alone above a headline.
        interface: Words of buttons and menus: a line of nothing else is clutter.
        fillers: Words that stand beside dates and say nothing ("hrs", "local time").
        numbered: Words before the number of an issue ("issue 1,412", "No. 12").
        page_words: Words that show a date line to belong to the page and its day, not to the article ("log in").
        reporting: Verbs of reporting, whose date is that of the report.
        other_weeks: Words before a weekday of another week ("next Friday").
        not_in_office: Words before a title that is not held now ("former", "deputy").
        title_notes: Words in brackets after a headline ("PHOTO", "UPDATED").
        title_labels: Labels of a headline in a form ("Subject").
        form_labels: Labels of other fields of a form ("Venue", "Circulation"), which are no text.
        run_on: Words that end no headline: its next line goes on ("Ministers agree to / open the border").
        periodicals: Words of the titles of issues, which carry the date of the issue ("Weekly bulletin").
        seasons: Names of seasons, as dates of chronologies.
        date_openers: Words before a date at the head of an entry ("from", "early", "In").
        months: Month name -> number.
        weekdays: Weekday name -> number, Monday 0.
        zones: Zone name -> offset such as ``+05:00``.
        us_zones: Zones of a country that writes the month first.
        clutter: Rules in the order of the files.
        superseded: Patterns that open and close a passage that the text itself withdraws.
    """

    published: frozenset[str]
    modified: frozenset[str]
    saved: frozenset[str]
    bylines: frozenset[str]
    desks: frozenset[str]
    agencies: frozenset[str]
    sections: frozenset[str]
    interface: frozenset[str]
    other_weeks: frozenset[str]
    not_in_office: frozenset[str]
    title_notes: frozenset[str]
    title_labels: frozenset[str]
    form_labels: frozenset[str]
    run_on: frozenset[str]
    periodicals: frozenset[str]
    seasons: frozenset[str]
    date_openers: frozenset[str]
    fillers: frozenset[str]
    numbered: frozenset[str]
    page_words: frozenset[str]
    reporting: frozenset[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    zones: Mapping[str, str]
    us_zones: frozenset[str]
    clutter: tuple[ClutterRule, ...]
    superseded: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]


_LISTS = (
    "published", "modified", "saved", "bylines", "desks", "agencies", "sections", "interface",
    "title_notes", "title_labels", "form_labels", "run_on", "periodicals", "seasons",
    "date_openers", "fillers", "numbered", "page_words", "reporting", "other_weeks",
    "not_in_office", "us_zones",
)  # fmt: skip


@lru_cache(maxsize=32)
def load_headers(lexicon: Lexicon, language: str | None) -> HeaderRules:
    """Header rules of a language, joined with the common and the English ones.

    Sites in every language carry English buttons and footers, so English always counts.

    Raises:
        LexiconError: An entry has the wrong shape or a pattern does not compile.
    """
    codes = list(dict.fromkeys(["common", language or "en", "en"]))
    files = [(code, lexicon.rules(f"{code}/headers.yml")) for code in codes]
    words = {name: frozenset(_words(files, name)) for name in _LISTS}
    return HeaderRules(
        **words,
        months={k: _number(v, "months") for k, v in _pairs(files, "months")},
        weekdays={k: _number(v, "weekdays") for k, v in _pairs(files, "weekdays")},
        zones=dict(_pairs(files, "zones")),
        clutter=tuple(rule for code, rules in files for rule in _clutter(code, rules)),
        superseded=tuple(
            (_compile(entry["from"], code), _compile(entry["to"], code))
            for code, rules in files
            for entry in rules.get("superseded", [])
        ),
    )


def _words(files: Iterable[tuple[str, Mapping[str, Any]]], name: str) -> Iterable[str]:
    for code, rules in files:
        listed = rules.get(name, [])
        if not isinstance(listed, list):
            raise LexiconError(f"{code}/headers.yml: {name!r} must be a list of words.")
        yield from (fold(str(word)) for word in listed)


def _pairs(files: Iterable[tuple[str, Mapping[str, Any]]], name: str) -> Iterable[tuple[str, str]]:
    for code, rules in reversed(list(files)):  # the language's own words win over the English ones
        mapping = rules.get(name, {})
        if not isinstance(mapping, Mapping):
            raise LexiconError(f"{code}/headers.yml: {name!r} must map each form to its value.")
        for value, forms in mapping.items():
            for form in forms if isinstance(forms, list) else [forms]:
                yield fold(str(form)), str(value)


def _number(value: str, name: str) -> int:
    if not value.isdigit():
        raise LexiconError(f"headers.yml: {name!r} must have numbers as keys, found {value!r}.")
    return int(value)


def _clutter(code: str, rules: Mapping[str, Any]) -> Iterable[ClutterRule]:
    for entry in rules.get("clutter", []):
        take, where = entry.get("take", "line"), entry.get("where", "loose")
        if not entry.get("id") or take not in get_args(Take) or where not in get_args(Where):
            raise LexiconError(f"{code}/headers.yml: clutter entry {entry!r} needs id, take and where.")
        pattern, keeps = _compile(entry["match"], code), entry.get("dates") == "keep"
        yield ClutterRule(f"{code}.headers.{entry['id']}", take, where, pattern, keeps)


def _compile(pattern: Any, code: str) -> re.Pattern[str]:
    joined = "|".join(f"(?:{part})" for part in pattern) if isinstance(pattern, list) else str(pattern)
    try:
        return re.compile(joined)
    except re.error as error:
        raise LexiconError(f"{code}/headers.yml: {joined!r} is no valid pattern: {error}") from error
