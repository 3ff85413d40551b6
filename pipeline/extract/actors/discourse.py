"""What a document has established so far: its lines, the words taken, and the persons on stage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from pipeline.core.intervals import Interval
from pipeline.core.records import ActorMention, Document, Timex
from pipeline.extract.actors.gazetteer import Gazetteer, bits_of
from pipeline.extract.actors.reading import Line
from pipeline.extract.actors.titles import Title
from pipeline.lexicon.actors import Office, Person

# Lines that a role or a plural may reach back.
LOOK_BACK = 6
# A time expression longer than this says too little about who held an office.
_MAX_ANCHOR_DAYS = 366
_SIDE_BITS = bits_of("state", "demonym", "metonym", "people")


@dataclass(slots=True)
class Figure:
    """A person of the document.

    Attributes:
        actor_id: ``a-`` or ``u-`` and a slug.
        name: Canonical name.
        person: The table's record, or ``None`` for an unknown one.
        first_line: Line of the first full mention.
        country: ISO 3166-1 alpha-3, or ``None``.
        sex: m, f or empty.
        title: Office as composed from the document, or ``None``.
        tokens: Folded words of the name as written and as known.
        family: Folded last words of these names.
        roles: Role ids that the document or the tables give.
        text_roles: Those that the document gives.
    """

    actor_id: str
    name: str
    person: Person | None
    first_line: int
    country: str | None = None
    sex: str = ""
    title: str | None = None
    tokens: set[str] = field(default_factory=set)
    family: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    text_roles: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Draft:
    """An actor mention in the making, over the words ``first`` to ``last`` (excluded) of a line.

    ``roles`` are those by which it is known; ``body`` the kind of government body, if it is one; ``subject``
    whether a finite verb follows it, once somebody asked.
    """

    line: int
    first: int
    last: int
    actor_id: str
    name: str
    kind: str
    country: str | None
    office: str | None = None
    found_by: str = "name"
    group: tuple[ActorMention, ...] = ()
    confidence: float = 0.95
    attributive: bool = False
    sex: str = ""
    roles: frozenset[str] = frozenset()
    body: str | None = None
    subject: bool | None = None
    pronoun: bool = False

    def at(self, line: int, first: int, last: int, found_by: str, confidence: float) -> Draft:
        """The same actor over other words, as a reference that modifies nothing."""
        return Draft(
            line, first, last, self.actor_id, self.name, self.kind, self.country, self.office, found_by, self.group,
            min(confidence, self.confidence), False, self.sex, self.roles, self.body,
        )  # fmt: skip


@dataclass
class Discourse:
    """The document under analysis."""

    document: Document
    gazetteer: Gazetteer
    lines: list[Line]
    timexes: Sequence[Timex]
    titles: list[list[Title]] = field(default_factory=list)
    title_ends: list[dict[int, Title]] = field(default_factory=list)
    taken: list[bytearray] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    cast: dict[str, Figure] = field(default_factory=dict)
    lower_words: set[str] = field(default_factory=set)
    capital_words: set[str] = field(default_factory=set)
    by_line: dict[int, list[Draft]] = field(default_factory=dict)
    person_counts: Counter[str] = field(default_factory=Counter)
    last_mention: dict[str, Draft] = field(default_factory=dict)
    _counts: dict[str, int] | None = None
    _days: dict[int, list[tuple[int, date]]] = field(default_factory=dict)

    def country_counts(self) -> dict[str, int]:
        """ISO 3166-1 alpha-3 -> how often the document names the state, its people or its capital."""
        if self._counts is None:
            counts: dict[str, int] = {}
            for line in self.lines:
                for position in [position for position, kinds in line.kinds.items() if kinds & _SIDE_BITS]:
                    for item in line.items[position]:
                        if item.entry.bit & _SIDE_BITS:
                            iso = self.state_iso(item.entry.key) or ""
                            counts[iso] = counts.get(iso, 0) + 1
            self._counts = counts
        return self._counts

    def add_title(self, line: int, title: Title) -> None:
        """A further title of a line."""
        self.titles[line].append(title)
        self.title_ends[line][title.last] = title

    def use_title(self, line: int, title: Title | None) -> None:
        """Take a title away, because a name has it."""
        if title is not None:
            self.titles[line] = [other for other in self.titles[line] if other is not title]
            if self.title_ends[line].get(title.last) is title:
                del self.title_ends[line][title.last]

    def free(self, line: int, first: int, last: int) -> bool:
        """Whether none of the words belongs to a mention yet."""
        return not any(self.taken[line][first:last])

    def take(self, draft: Draft) -> None:
        """Record a mention and mark its words."""
        self.drafts.append(draft)
        self.by_line.setdefault(draft.line, []).append(draft)
        if draft.kind == "person" and not draft.group:
            self.person_counts[draft.actor_id] += 1
            self.last_mention[draft.actor_id] = draft
        self.taken[draft.line][draft.first : draft.last] = b"\1" * (draft.last - draft.first)

    def day_at(self, line: int, word: int) -> date | None:
        """The day on which an office is asked for: the nearest time in the sentence, else publication."""
        days = self._days_of(line)
        if len(days) == 1:
            return days[0][1]
        if days:
            position = self.lines[line].starts[word]
            return min(days, key=lambda day: abs(day[0] - position))[1]
        if self.document.published_date:
            return self.document.published_date
        position = self.lines[line].starts[word]
        before = [
            t for t in self.timexes if t.interval and t.start < position and t.interval.n_days <= _MAX_ANCHOR_DAYS
        ]
        return _middle(before[-1].interval) if before else None

    def _days_of(self, number: int) -> list[tuple[int, date]]:
        """Position and middle day of each time in a line that is short enough to say who held an office."""
        found = self._days.get(number)
        if found is None:
            start, end = self.lines[number].sentence.start, self.lines[number].sentence.end
            inside = (t for t in self.timexes if start <= t.start < end and t.type in ("DATE", "TIME"))
            short = ((t.start, t.interval) for t in inside if t.interval and t.interval.n_days <= _MAX_ANCHOR_DAYS)
            found = [(position, day) for position, interval in short if (day := _middle(interval))]
            self._days[number] = found
        return found

    def office_of(self, person: Person, roles: Sequence[str], on: date | None) -> Office | None:
        """The office that the person held on the day: that of the title if they held it, else the highest."""
        actors = self.gazetteer.actors
        if on is None:
            terms = actors.terms_by_person.get(person.id, ())
            held = [actors.offices[term.office] for term in terms]
            return next((o for o in held if any(self.gazetteer.agree(o.role, role) for role in roles)), None)
        offices = self.gazetteer.offices_of(person.id, on)
        for role in reversed(roles):
            for office in offices:
                if self.gazetteer.agree(office.role, role):
                    return office
        vague = all(self.gazetteer.titles.roles[role].generic for role in roles)
        return offices[0] if offices and vague else None

    def state_iso(self, state: str) -> str | None:
        """ISO code of a state by its id."""
        record = self.gazetteer.actors.states.get(state)
        return record.iso3 if record else None

    def side_of(self, figure: Figure, title: Title | None, held: Office | None) -> str | None:
        """The country for which somebody acts: none for heads of organisations and of unrecognised territories."""
        actors = self.gazetteer.actors
        if title is not None and title.states:
            state = actors.states.get(title.states[0])
            if state is not None:
                return state.iso3
        if held is not None and held.holder_of in actors.states:
            return actors.states[held.holder_of].iso3
        if held is not None and held.holder_of in actors.organisations:
            return actors.organisations[held.holder_of].country
        return figure.country

    def isos_of(self, title: Title | None) -> set[str]:
        """ISO codes of the states whose title it is; a side without a code does not count."""
        return {iso for state in title.states if (iso := self.state_iso(state))} if title else set()

    def composed_office(self, title: Title) -> str | None:
        """An office as the text words it: "Ambassador of Belarus"."""
        if not title.roles or title.past:
            return None
        role = self.gazetteer.titles.roles[title.roles[-1]]
        name = capitalised(title.head.removesuffix("s") if role.generic else role.forms[0])
        if title.states:
            state = self.gazetteer.actors.states.get(title.states[0])
            return f"{name} of {state.name}" if state else name
        if title.organisation:
            return f"{name} of {self.gazetteer.actors.organisations[title.organisation].name}"
        return name


@lru_cache(maxsize=1024)
def capitalised(words: str) -> str:
    """A title as it stands before "of": "deputy foreign minister" gives "Deputy Foreign Minister"."""
    small = ("of", "and", "the", "for")
    spaced = [word if word in small else word[:1].upper() + word[1:] for word in words.split()]
    return re.sub(r"-[a-z]", lambda match: match.group().upper(), " ".join(spaced))


def _middle(interval: Interval | None) -> date | None:
    if interval is None:
        return None
    return interval.start + timedelta(interval.n_days // 2) if interval.n_days > 1 else interval.start
