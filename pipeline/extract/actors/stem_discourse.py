"""The document under analysis by stems: its lines, the mentions found and the persons on stage."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from pipeline.core.records import ActorMention, Document, Sentence, Timex
from pipeline.core.text import actor_id_of
from pipeline.extract.actors.gazetteer import Entry
from pipeline.extract.actors.stem_gazetteer import StemGazetteer
from pipeline.lexicon.actors import Office, Person, State
from pipeline.lexicon.inflected_names import Hit
from pipeline.lexicon.inflection import Word

LOOK_BACK = 6
_LIGHT = frozenset(" \u00a0\n-–\"“”«»'’()")
_MAX_ANCHOR_DAYS = 366


@dataclass(slots=True)
class StemLine:
    """A sentence with the names that the lexicon finds in it.

    Attributes:
        hits: First word -> names that begin there, longest first.
        taken: Words that belong to a mention.
        tail: Text behind the last word.
        text: Text of the document.
        caps: Whether names begin with a capital.
    """

    sentence: Sentence
    words: list[Word]
    hits: dict[int, list[Hit[Entry]]]
    taken: bytearray
    tail: str
    text: str
    caps: bool

    def hit(self, position: int, *kinds: str) -> tuple[Hit[Entry], Entry] | None:
        """The longest name of one of the kinds that begins at the word."""
        for hit in self.hits.get(position, ()):
            for kind in kinds:
                for entry in hit.meanings:
                    if entry.kind == kind and self._written_so(hit, entry):
                        return hit, entry
        return None

    def _written_so(self, hit: Hit[Entry], entry: Entry) -> bool:
        word = self.words[hit.first]
        if entry.acronym and self.caps:
            return word.capital and self.text[word.start : word.start + 2].isupper()
        return not entry.case or word.capital or not self.caps

    def gap(self, position: int) -> str:
        """Text before the word, or behind the last one."""
        return self.words[position].gap if position < len(self.words) else self.tail

    def adjoins(self, position: int) -> bool:
        """Whether the word follows the one before without punctuation."""
        return 0 < position < len(self.words) and set(self.gap(position)) <= _LIGHT

    def follows(self, position: int, words: Container[str]) -> bool:
        """Whether the word goes on without punctuation and is one of the words."""
        return self.adjoins(position) and self.words[position].folded in words

    def capital(self, position: int) -> bool:
        """Whether there is such a word and it begins with a capital."""
        return position < len(self.words) and self.words[position].capital


@dataclass(slots=True)
class StemFigure:
    """A person of the document with the roles that it has been called by."""

    mention: ActorMention
    person: Person | None
    roles: set[str]
    line: int
    surname: str


@dataclass
class StemDiscourse:
    """Everything found so far in a document."""

    document: Document
    gazetteer: StemGazetteer
    lines: list[StemLine]
    timexes: Sequence[Timex]
    mentions: list[ActorMention] = field(default_factory=list)
    cast: dict[str, StemFigure] = field(default_factory=dict)
    groups: list[ActorMention] = field(default_factory=list)
    members_of: dict[str, ActorMention] = field(default_factory=dict)

    def day_at(self, line: StemLine, position: int) -> date | None:
        """The day on which an office is asked for: the nearest time in the sentence, else publication."""
        start = line.words[position].start
        near = [
            t
            for t in self.timexes
            if line.sentence.start <= t.start < line.sentence.end
            and t.interval is not None
            and t.interval.n_days <= _MAX_ANCHOR_DAYS
        ]
        if near:
            interval = min(near, key=lambda t: abs(t.start - start)).interval
            assert interval is not None
            return interval.start + timedelta(interval.n_days // 2) if interval.n_days > 1 else interval.start
        return self.document.published_date

    def take(self, line: StemLine, first: int, last: int, mention: ActorMention) -> None:
        """Record a mention over the words and mark them."""
        self.mentions.append(mention)
        line.taken[first:last] = b"\1" * (last - first)
        if mention.group:
            self.groups.append(mention)

    def state_mention(
        self, line: StemLine, first: int, last: int, state: State, found_by: str, *, attributive: bool = False
    ) -> ActorMention:
        """A mention of a state."""
        start, end = line.words[first].start, line.words[last - 1].end
        return ActorMention(
            start, end, actor_id_of(state.name), state.name, "state", state.iso3, None, found_by, (), 0.9, attributive
        )

    def person_mention(
        self, line: StemLine, first: int, last: int, person: Person, office: Office | None, found_by: str
    ) -> ActorMention:
        """A mention of a person of the tables; the side is that of the office."""
        actors = self.gazetteer.actors
        country = person.country
        if office is not None and office.holder_of in actors.states:
            country = actors.states[office.holder_of].iso3
        start, end = line.words[first].start, line.words[last - 1].end
        return ActorMention(
            start,
            end,
            actor_id_of(person.name),
            person.name,
            "person",
            country,
            office.title if office else None,
            found_by,
            (),
            0.9 if found_by in ("name", "title_name") else 0.75,
        )

    def office_of(self, person: Person, roles: Sequence[str], on: date | None) -> Office | None:
        """The office on the day: that of the title where they held it, else the highest."""
        if on is None:
            return None
        offices = self.gazetteer.actors.offices_of(person.id, on)
        for role in roles:
            for office in offices:
                if self.gazetteer.agree(role, office.role):
                    return office
        return offices[0] if offices and not roles else None

    def remember(
        self, number: int, mention: ActorMention, person: Person | None, roles: set[str], surname: str
    ) -> None:
        """Put a person on stage."""
        known = self.cast.pop(mention.actor_id, None)
        every = roles | (known.roles if known else set())
        if person is not None and self.document.published_date is not None:
            offices = self.gazetteer.actors.offices_of(person.id, self.document.published_date)
            every |= {office.role for office in offices}
        self.cast[mention.actor_id] = StemFigure(mention, person, every, number, surname)

    def refer(self, line: StemLine, first: int, last: int, mention: ActorMention) -> ActorMention:
        """The same actor, referred to by the words."""
        start, end = line.words[first].start, line.words[last - 1].end
        return replace(mention, start=start, end=end, found_by="coreference", confidence=0.75, attributive=False)
