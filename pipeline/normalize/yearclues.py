"""The year of a dateline that gives none: weekdays of the opening and terms of the office-holders that the text names.

In come a day and month and the text; out goes the day with its year, when all that the text says fits one year only.
The weighing itself is done by :func:`pipeline.times.infer_reference`; this module brings the evidence before it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.core.intervals import Interval
from pipeline.core.text import fold
from pipeline.lexicon.actors import Actors, load_actors
from pipeline.lexicon.headers import HeaderRules
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.titles import load_titles
from pipeline.normalize.headerdates import HeaderDate

if TYPE_CHECKING:
    from pipeline.times.infer import InferredDate

OPENING = 700
"""Code points from the start of a text within which a weekday is that of the report or of the day before."""
_NAME = re.compile(r"[^\W\d_][\w'’-]*")
_WORD = re.compile(r"[^\W\d_]+")


def infer_year(
    found: HeaderDate, text: str, rules: HeaderRules, *, language: str, lexicon: Lexicon, day_first: bool | None
) -> InferredDate | None:
    """The day of a date without a year, with the year that fits the text best.

    Args:
        found: The date of a header or dateline.
        text: The document's text.
        rules: Header rules of its language.
        language: Lexicon code.
        lexicon: Rules to use.
        day_first: Order of numeric dates, or ``None``.
    """
    from pipeline.times import infer_reference

    hints = terms_of_holders(text, rules, language=language, lexicon=lexicon)
    results: list[InferredDate] = []
    for head in _heads(found, text, rules):
        told = infer_reference(
            f"{head}\n\n{text}", language=language, lexicon=lexicon, day_first=day_first, hints=hints
        )
        if told is not None and told.precision == "day" and (told.date.month, told.date.day) == (
            found.month, found.day,
        ):  # fmt: skip
            results.append(told)
    results.sort(key=lambda told: -told.confidence)
    tied = len(results) > 1 and results[0].confidence == results[1].confidence
    if not results or (tied and results[0].date.year != results[1].date.year):
        return None
    return results[0]


def _heads(found: HeaderDate, text: str, rules: HeaderRules) -> list[str]:
    """The date line as it stands, or with the weekdays that the opening allows: the one it names or the next."""
    weekday = None if found.weekday is not None else opening_weekday(text, rules)
    if weekday is None or found.day is None:
        return [found.line]
    month = _longest(rules.months, found.month, found.text).capitalize()
    names = (_longest(rules.weekdays, number, month).capitalize() for number in (weekday, (weekday + 1) % 7))
    return [f"{name}, {found.day} {month}" for name in names]


def _longest(names: Mapping[str, int], number: int, beside: str) -> str:
    """The longest name, of the script of the words beside it where there is one."""
    found = (name for name, value in names.items() if value == number)
    return max(found, key=lambda name: (name.isascii() == beside.isascii(), len(name)))


def opening_weekday(text: str, rules: HeaderRules) -> int | None:
    """The first weekday that the opening names, unless as one of another week ("next Friday"); Monday is 0."""
    before = ""
    for match in _WORD.finditer(fold(text[:OPENING])):
        word = match[0]
        if (len(word) > 3 or not word.isascii()) and word in rules.weekdays and before not in rules.other_weeks:
            return rules.weekdays[word]
        before = word
    return None


def terms_of_holders(text: str, rules: HeaderRules, *, language: str, lexicon: Lexicon) -> list[Interval]:
    """Times in office of the persons whom the text names with an office that they held ("President Ilham Aliyev").

    Several terms of one person count as one, from the first day to the last.
    """
    actors, roles_of = load_actors(lexicon), _roles_of_forms(lexicon, language)
    if not roles_of:
        return []
    found: dict[tuple[str, frozenset[str]], Interval] = {}
    still = _known_until(actors)
    for person, before in itertools.chain(_persons_named(text, actors), _persons_spelled(text, lexicon, language)):
        roles = _role_before(before, roles_of, rules)
        if roles and (person, roles) not in found:
            hull = _hull(actors, person, roles, still)
            if hull is not None:
                found[person, roles] = hull
    return list(found.values())


def _persons_named(text: str, actors: Actors) -> Iterator[tuple[str, str]]:
    """Ids of known persons with the folded words before their names."""
    folded = fold(text)
    words = [match.span() for match in _NAME.finditer(text)]
    for number, (start, _) in enumerate(words):
        if not text[start].isupper():
            continue
        for _, end in reversed(words[number + 1 : number + 4]):
            persons = actors.persons_by_name.get(folded[start:end].removesuffix("'s"), ())
            if len(persons) == 1:
                yield persons[0].id, folded[max(0, start - 80) : start]
                break


def _persons_spelled(text: str, lexicon: Lexicon, language: str) -> Iterator[tuple[str, str]]:
    """The same for full names in the language's own script, which need not have capitals."""
    folded = fold(text)
    for row in lexicon.table(f"{language}/persons.csv"):
        for name in row["names"].split(";"):
            start = folded.find(fold(name.strip())) if " " in name.strip() else -1
            if start > 0 and not folded[start - 1].isalnum():
                yield row["person"], folded[max(0, start - 80) : start]


@lru_cache(maxsize=16)
def _roles_of_forms(lexicon: Lexicon, language: str) -> Mapping[str, frozenset[str]]:
    """Folded title -> the roles of the office table that it names; titles of those yet to enter office left out."""
    titles = load_titles(lexicon, language)
    if titles is None:
        return {}
    forms: dict[str, frozenset[str]] = {}
    for role in titles.roles.values():
        for form in role.forms:
            forms[fold(form)] = forms.get(fold(form), frozenset()) | {role.id} | role.covers
    return {form: roles for form, roles in forms.items() if not form.endswith("elect")}


_LAST_TWO = re.compile(r"(?:[^\W\d_]+[ -]+){0,2}$")
_OF = re.compile(r" of (?:the )?[^\W\d_]+(?: [^\W\d_]+){0,2}$")


def _role_before(before: str, roles_of: Mapping[str, frozenset[str]], rules: HeaderRules) -> frozenset[str]:
    """Roles of the title right before a name, when it is held at present."""
    words = before.rstrip(" ,")
    for candidate in (words, _OF.sub("", words)):
        title = max((form for form in _endings(candidate) if form in roles_of), key=len, default="")
        if title:
            left = candidate[: len(candidate) - len(title)]
            near = set(_WORD.findall(_LAST_TWO.search(left)[0]))  # type: ignore[index]
            return frozenset() if near & rules.not_in_office else roles_of[title]
    return frozenset()


def _endings(words: str) -> Iterator[str]:
    """The last one to four words."""
    starts = [match.start() for match in re.finditer(r"[^\s(\"“]+", words)][-4:]
    return (words[start:] for start in starts)


def _known_until(actors: Actors) -> date:
    """The end of the year after the last term that the tables know: further on nobody surely holds an office."""
    terms = (term for own in actors.terms_by_person.values() for term in own)
    return date(max((term.start.start.year for term in terms if term.start), default=2099) + 1, 12, 31)


def _hull(actors: Actors, person: str, roles: frozenset[str], still: date) -> Interval | None:
    terms = [term for term in actors.terms_by_person.get(person, ()) if actors.offices[term.office].role in roles]
    if not terms or any(term.start is None for term in terms):
        return None
    first = min(term.start.start for term in terms if term.start)
    last = max(term.end.end if term.end else still for term in terms)
    return Interval(first, last, "day")
