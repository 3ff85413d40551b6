"""Reads the actor tables: states, persons, offices with their terms, and organisations.

In come the CSV tables under ``common/`` and ``<language>/``; out go the records of
``actor_records.py`` with indexes.
Finding these names in a text is the business of ``pipeline.extract.actors``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from pipeline.core.errors import LexiconError
from pipeline.core.intervals import Interval, day, month, year
from pipeline.core.text import actor_id_of, fold
from pipeline.lexicon.actor_records import (
    Office,
    OfficeTerm,
    Organisation,
    OrganisationNames,
    Person,
    State,
    StateNames,
)
from pipeline.lexicon.load import Lexicon, Row

__all__ = [
    "Actors",
    "Office",
    "OfficeTerm",
    "Organisation",
    "OrganisationNames",
    "Person",
    "State",
    "StateNames",
    "load_actors",
    "parse_bound",
]

_Record = TypeVar("_Record")


@dataclass(frozen=True)
class Actors:
    """All actors of a lexicon with their indexes. Keys of the name indexes are folded names.

    Attributes:
        states: By id.
        persons: By id.
        offices: By id, in order of rank.
        organisations: By id.
        terms: All terms, in the order of the table.
        states_by_iso3: By ISO 3166-1 alpha-3.
        persons_by_name: Folded name or alias -> persons.
        terms_by_person: Person id -> terms.
        terms_by_office: Office id -> terms.
        offices_by_holder: State or organisation id -> offices, in order of rank.
        state_names: Language -> state id -> names.
        organisation_names: Language -> organisation id -> names.
        states_by_word: Language -> folded name, demonym, people or metonym -> state ids, in table order.
        organisations_by_name: Language -> folded strong or canonical name -> organisation id.
    """

    states: Mapping[str, State]
    persons: Mapping[str, Person]
    offices: Mapping[str, Office]
    organisations: Mapping[str, Organisation]
    terms: tuple[OfficeTerm, ...]
    states_by_iso3: Mapping[str, State]
    persons_by_name: Mapping[str, tuple[Person, ...]]
    terms_by_person: Mapping[str, tuple[OfficeTerm, ...]]
    terms_by_office: Mapping[str, tuple[OfficeTerm, ...]]
    offices_by_holder: Mapping[str, tuple[Office, ...]]
    state_names: Mapping[str, Mapping[str, StateNames]]
    organisation_names: Mapping[str, Mapping[str, OrganisationNames]]
    states_by_word: Mapping[str, Mapping[str, tuple[str, ...]]]
    organisations_by_name: Mapping[str, Mapping[str, str]]

    def persons_named(self, name: str) -> tuple[Person, ...]:
        """Persons with this full name or alias, whatever its case and diacritics."""
        return self.persons_by_name.get(fold(name), ())

    def holders(self, office: str, on: date) -> tuple[Person, ...]:
        """Everyone who may have held the office on the day, in the order of the table."""
        terms = self.terms_by_office.get(office, ())
        return tuple(self.persons[term.person] for term in terms if term.may_hold(on))

    def holder(self, office: str, on: date) -> Person | None:
        """The one holder on the day; the incoming one on a day of change.

        ``None`` when nobody is known, or when the bounds are too coarse to tell between several.
        """
        term = _best(self.terms_by_office.get(office, ()), on)
        return self.persons[term.person] if term else None

    def offices_of(self, person: str, on: date) -> tuple[Office, ...]:
        """Offices that the person surely or, failing that, possibly held on the day, highest first."""
        terms = self.terms_by_person.get(person, ())
        held = [term for term in terms if term.surely_holds(on)] or [term for term in terms if term.may_hold(on)]
        return tuple(sorted({self.offices[term.office] for term in held}, key=lambda office: office.rank))

    def office_of(self, person: str, on: date) -> Office | None:
        """The highest office that the person held on the day, or ``None``."""
        return next(iter(self.offices_of(person, on)), None)

    def find_office(self, holder_of: str, role: str, *, to: str | None = None) -> Office | None:
        """The office of a state or organisation by its role, e.g. ``("pak", "foreign_minister")``."""
        for office in self.offices_by_holder.get(holder_of, ()):
            if office.role == role and (to is None or office.to == to):
                return office
        return None

    def state_called(self, word: str, language: str = "en") -> State | None:
        """The state with this name, demonym, people's name or metonym in the language.

        A word in small letters is no abbreviation: "us" is not the United States.
        """
        if word.islower() and len(word) <= 3:
            return None
        found = self.states_by_word.get(language, {}).get(fold(word), ())
        return self.states[found[0]] if found else None

    def organisation_called(self, name: str, language: str = "en") -> Organisation | None:
        """The organisation with this canonical or strong name in the language."""
        found = self.organisations_by_name.get(language, {}).get(fold(name))
        return self.organisations[found] if found else None


def _best(terms: Iterable[OfficeTerm], on: date) -> OfficeTerm | None:
    possible = [term for term in terms if term.may_hold(on)]
    sure = [term for term in possible if term.surely_holds(on)] or possible
    if len({term.person for term in sure}) <= 1:
        return sure[0] if sure else None
    incoming = [term for term in sure if term.start == day(on)]
    return incoming[0] if len(incoming) == 1 else None


@lru_cache(maxsize=16)
def load_state_actors(lexicon: Lexicon) -> dict[str, tuple[str, str]]:
    """ISO code -> (actor id, name) of the states."""
    rows = lexicon.table("common/states.csv")
    return {row["iso3"]: (actor_id_of(row["name"]), row["name"]) for row in rows if row["iso3"]}


@lru_cache(maxsize=16)
def load_actors(lexicon: Lexicon) -> Actors:
    """All actor tables of the lexicon, read once.

    Raises:
        LexiconError: A date does not parse, or a term, parent or name row points at an unknown id.
    """
    states = _by_id(_state(row) for row in lexicon.table("common/states.csv"))
    persons = _by_id(_person(row) for row in lexicon.table("common/persons.csv"))
    offices = _by_id(_office(row, rank) for rank, row in enumerate(lexicon.table("common/offices.csv")))
    organisations = _by_id(_organisation(row) for row in lexicon.table("common/organisations.csv"))
    rows = lexicon.table("common/office_terms.csv")
    _check(rows, "person", persons)
    _check(rows, "office", offices)
    terms = tuple(_term(row) for row in rows)
    state_names = _state_names(lexicon, states)
    organisation_names = _organisation_names(lexicon, organisations)
    return Actors(
        states=states,
        persons=persons,
        offices=offices,
        organisations=organisations,
        terms=terms,
        states_by_iso3={state.iso3: state for state in states.values() if state.iso3},
        persons_by_name=_grouped((fold(n), p) for p in persons.values() for n in (p.name, *p.aliases)),
        terms_by_person=_grouped((term.person, term) for term in terms),
        terms_by_office=_grouped((term.office, term) for term in terms),
        offices_by_holder=_grouped((office.holder_of, office) for office in offices.values()),
        state_names=state_names,
        organisation_names=organisation_names,
        states_by_word={language: _state_words(names) for language, names in state_names.items()},
        organisations_by_name={
            language: _organisation_words(names, organisations) for language, names in organisation_names.items()
        },
    )


def parse_bound(text: str, where: str) -> Interval | None:
    """A bound of a term: ``2020-07-16``, ``2020-07`` or ``2020``; ``None`` for an empty cell.

    Raises:
        LexiconError: The text is none of these, or no day of the calendar.

    >>> parse_bound("2020-07", "example").precision
    'month'
    """
    if not text:
        return None
    parts = [int(part) for part in text.split("-")] if re.fullmatch(r"\d{4}(-\d\d){0,2}", text) else []
    try:
        if len(parts) == 3:
            return day(date(*parts))
        if len(parts) == 2:
            return month(*parts)
        if len(parts) == 1:
            return year(parts[0])
    except (ValueError, calendar.IllegalMonthError):
        pass
    raise LexiconError(f"{where}: {text!r} is no date. Write 2020-07-16, 2020-07 or 2020.")


def _state(row: Row) -> State:
    return State(
        id=row["id"],
        name=row["name"],
        iso3=row["iso3"] or None,
        kind=row["kind"],
        wikidata=row["wikidata"] or None,
        capital=row["capital"] or None,
        start=parse_bound(row["start"], row["_where"]),
        end=parse_bound(row["end"], row["_where"]),
    )


def _person(row: Row) -> Person:
    return Person(
        id=row["id"],
        name=row["name"],
        country=row["country"] or None,
        sex=row["sex"],
        wikidata=row["wikidata"] or None,
        aliases=_list(row["aliases"]),
        note=row.get("note", ""),
    )


def _office(row: Row, rank: int) -> Office:
    return Office(
        id=row["id"],
        holder_of=row["holder_of"],
        role=row["role"],
        title=row["title"],
        collegial=row.get("collegial", "") == "yes",
        to=row.get("to") or None,
        rank=rank,
    )


def _term(row: Row) -> OfficeTerm:
    start, end = parse_bound(row["start"], row["_where"]), parse_bound(row["end"], row["_where"])
    if start and end and end.end < start.start:
        raise LexiconError(f"{row['_where']}: the term ends ({row['end']}) before it starts ({row['start']}).")
    return OfficeTerm(row["id"], row["person"], row["office"], start, end, row["acting"] == "yes")


def _organisation(row: Row) -> Organisation:
    return Organisation(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        country=row["country"] or None,
        parent=row["parent"] or None,
        wikidata=row["wikidata"] or None,
    )


def _state_names(lexicon: Lexicon, states: Mapping[str, State]) -> dict[str, dict[str, StateNames]]:
    found = {}
    for language in lexicon.languages():
        rows = lexicon.table(f"{language}/states.csv")
        _check(rows, "state", states)
        columns = ("names", "demonyms", "people", "metonyms")
        found[language] = {row["state"]: StateNames(row["state"], *(_list(row[c]) for c in columns)) for row in rows}
    return found


def _organisation_names(
    lexicon: Lexicon, organisations: Mapping[str, Organisation]
) -> dict[str, dict[str, OrganisationNames]]:
    found = {}
    for language in lexicon.languages():
        rows = lexicon.table(f"{language}/organisations.csv")
        _check(rows, "organisation", organisations)
        found[language] = {
            row["organisation"]: OrganisationNames(
                row["organisation"], _list(row["names_strong"]), _list(row["names_weak"])
            )
            for row in rows
        }
    return found


def _state_words(names: Mapping[str, StateNames]) -> dict[str, tuple[str, ...]]:
    # Names before demonyms before people before metonyms: "Georgia" is a name, "Niamey" a metonym.
    pairs = [(entry.state, entry.names) for entry in names.values()]
    pairs += [(entry.state, entry.demonyms) for entry in names.values()]
    pairs += [(entry.state, entry.people) for entry in names.values()]
    pairs += [(entry.state, entry.metonyms) for entry in names.values()]
    grouped: dict[str, dict[str, None]] = {}
    for state, words in pairs:
        for word in words:
            grouped.setdefault(fold(word), {})[state] = None
    return {word: tuple(states) for word, states in grouped.items()}


def _organisation_words(
    names: Mapping[str, OrganisationNames], organisations: Mapping[str, Organisation]
) -> dict[str, str]:
    words = {fold(organisation.name): organisation.id for organisation in organisations.values()}
    for entry in names.values():
        for name in entry.strong:
            words.setdefault(fold(name), entry.organisation)
    return words


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


_Identified = TypeVar("_Identified", State, Person, Office, Organisation)


def _by_id(records: Iterable[_Identified]) -> dict[str, _Identified]:
    return {record.id: record for record in records}


def _grouped(pairs: Iterable[tuple[str, _Record]]) -> dict[str, tuple[_Record, ...]]:
    grouped: dict[str, dict[_Record, None]] = {}
    for key, record in pairs:
        grouped.setdefault(key, {})[record] = None
    return {key: tuple(records) for key, records in grouped.items()}


def _check(rows: Iterable[Row], column: str, known: Mapping[str, object]) -> None:
    for row in rows:
        if row[column] not in known:
            raise LexiconError(
                f"{row['_where']}: {column} {row[column]!r} is unknown. Add it to its table or correct it."
            )
