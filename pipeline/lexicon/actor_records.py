"""The records of the actor tables: states, persons, offices with their terms, and organisations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.core.intervals import Interval

_FIRST, _LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class State:
    """A state of today, a former one, or one that rules a territory without recognition.

    Attributes:
        id: ``aze``; ISO 3166-1 alpha-3 in lower case where there is one.
        name: Short English name ("Turkey").
        iso3: ISO 3166-1 alpha-3, or ``None``.
        kind: state, former or de_facto.
        wikidata: Q-id, or ``None`` when not certain.
        capital: Place id of the capital, or ``None``.
        start: First day, or ``None`` when it lies before the period covered.
        end: Last day, or ``None`` while it lasts.
    """

    id: str
    name: str
    iso3: str | None
    kind: str
    wikidata: str | None
    capital: str | None
    start: Interval | None
    end: Interval | None


@dataclass(frozen=True, slots=True)
class StateNames:
    """What one language calls a state.

    Attributes:
        state: Id of the state.
        names: "Turkey", "Republic of Türkiye".
        demonyms: Adjectives: "Turkish".
        people: "Turks".
        metonyms: Names that stand for its government: "Ankara".
    """

    state: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    people: tuple[str, ...]
    metonyms: tuple[str, ...]

    @property
    def by_kind(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The names with what each stands for, as ``found_by`` calls it."""
        return (
            ("state", self.names),
            ("demonym", self.demonyms),
            ("people", self.people),
            ("metonym", self.metonyms),
        )


@dataclass(frozen=True, slots=True)
class Person:
    """A person of public record.

    Attributes:
        id: Slug of the name.
        name: As the international press writes it, plain ASCII.
        country: ISO 3166-1 alpha-3 of the state they act for, or ``None``.
        sex: ``m``, ``f`` or empty.
        wikidata: Q-id, or ``None`` when not certain.
        aliases: Other Latin spellings.
        note: Who that is, for those without a listed office.
    """

    id: str
    name: str
    country: str | None
    sex: str
    wikidata: str | None
    aliases: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """A public office. The order of the table is the order of rank within a state or body.

    Attributes:
        id: ``aze-president``.
        holder_of: Id of the state or organisation that the holder acts for.
        role: president, prime_minister, foreign_minister, ambassador and so on.
        title: "President of Azerbaijan".
        collegial: Several persons hold it at once (deputy ministers, co-chairs).
        to: For ambassadors, the state or organisation that receives them, else ``None``.
        rank: Position in the table, from 0.
    """

    id: str
    holder_of: str
    role: str
    title: str
    collegial: bool
    to: str | None
    rank: int


@dataclass(frozen=True, slots=True)
class OfficeTerm:
    """One person's time in one office.

    Attributes:
        id: Unique.
        person: Id of the person.
        office: Id of the office.
        start: First day, as precisely as known; ``None`` for a start before the period covered.
        end: Last day, as precisely as known; ``None`` while it lasts.
        acting: Not appointed for good.
    """

    id: str
    person: str
    office: str
    start: Interval | None
    end: Interval | None
    acting: bool

    def may_hold(self, on: date) -> bool:
        """Whether the day can lie within the term, given what is known of its bounds."""
        first = self.start.start if self.start else _FIRST
        last = self.end.end if self.end else _LAST
        return first <= on <= last

    def surely_holds(self, on: date) -> bool:
        """Whether the day lies within the term on every reading of its bounds."""
        first = self.start.end if self.start else _FIRST
        last = self.end.start if self.end else _LAST
        return first <= on <= last


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that acts: government, military, international organisation, company, group.

    Attributes:
        id: Slug of the name.
        name: Canonical name ("Organisation of Islamic Cooperation").
        kind: government, military, organisation, armed_group, company or body.
        country: ISO 3166-1 alpha-3, or ``None`` for international ones.
        parent: Id of the organisation that it belongs to, or ``None``.
        wikidata: Q-id, or ``None`` when not certain.
    """

    id: str
    name: str
    kind: str
    country: str | None
    parent: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class OrganisationNames:
    """What one language calls an organisation.

    Attributes:
        organisation: Id of the organisation.
        strong: Names that are enough alone.
        weak: Names that need context or the right case ("ECO", "the Senate").
    """

    organisation: str
    strong: tuple[str, ...]
    weak: tuple[str, ...]
