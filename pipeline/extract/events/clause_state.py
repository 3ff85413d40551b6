"""What the reading of clauses keeps in mind: the open clauses, and a way to look around in the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.extract.events.phrases import Phrase
from pipeline.extract.events.predicates import Predicate, Relation

AROUND = frozenset({"pp", "time", "adverb", "quote"})


@dataclass(slots=True, eq=False)
class Clause:
    """A clause while it is read.

    Attributes:
        outer: The clause around it that goes on when this one ends.
        host: The clause that it hangs on, or ``None``.
        relation: How it hangs on its host.
        link: Word that opens it, or "".
        predicate: Its verb, once read.
        subject: Index of its subject, once read.
        joined: Indices of noun phrases that "and" adds to the subject.
        items: Indices of its phrases, its verb excluded.
        aside: It began behind a comma, so that the next comma ends it.
        commas: Commas read between its subject and its verb.
        noun: Index of the phrase that a relative clause or participle tells about.
        inherits: Without a subject of its own it takes its host's.
    """

    outer: Clause | None = None
    host: Clause | None = None
    relation: Relation = "main"
    link: str = ""
    predicate: Predicate | None = None
    subject: int | None = None
    joined: list[int] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    aside: bool = False
    commas: int = 0
    noun: int | None = None
    inherits: bool = False

    @property
    def waits(self) -> bool:
        """Whether its verb is still to come."""
        return self.predicate is None

    def around(self) -> Iterator[Clause]:
        """This clause and those around it, innermost first."""
        clause: Clause | None = self
        while clause is not None:
            yield clause
            clause = clause.outer


class Walk:
    """Looks back and forth over the phrases of a sentence."""

    def __init__(self, phrases: list[Phrase]) -> None:
        self.phrases = phrases
        self._kinds = [self._kind(index) for index in range(len(phrases))]

    def _kind(self, index: int) -> str:
        phrase = self.phrases[index]
        if phrase.kind == "link" and index + 1 < len(self.phrases):
            following = self.phrases[index + 1]
            if following.kind == "pp" and following.preposition == phrase.link:
                return "adverb"  # "after the visit" opens no clause
        return phrase.kind

    def kind(self, index: int) -> str:
        """Kind of the phrase at ``index``, "" outside the sentence."""
        return self._kinds[index] if 0 <= index < len(self._kinds) else ""

    def back(self, index: int, skipped: frozenset[str]) -> int:
        """Index of the nearest phrase before ``index`` of no skipped kind, or -1."""
        position = index - 1
        while position >= 0 and self._kinds[position] in skipped:
            position -= 1
        return position

    def opener(self, index: int) -> int:
        """Index of what opens the clause of the verb at ``index``, modifiers skipped: "and, after lunch, left"."""
        position = self.back(index, AROUND)
        if self.kind(position) == "comma":
            start = self.back(position, AROUND)
            if self.kind(start) == "and" and start + 1 < position:
                return start
            if self.kind(start) == "comma" and self.kind(start - 1) == "and":
                return start - 1
        return position

    def following(self, index: int) -> Phrase | None:
        """The phrase behind ``index``, adverbs skipped."""
        return next((p for p in self.phrases[index + 1 : index + 6] if p.kind != "adverb"), None)

    def noun_before(self, index: int, *, person: bool = False, first: bool = False) -> int | None:
        """Index of the phrase that a clause opening at ``index`` tells about."""
        position = self.back(index, frozenset({"time", "adverb", "close", "quote", "comma"}))
        if self.kind(position) not in ("np", "pp"):
            return None
        head = position
        while head > 0 and self.kind(head) == "pp" and self.kind(head - 1) in ("np", "pp"):
            head -= 1
        if person:
            for i in range(position, head - 1, -1):
                if any(a.kind == "person" for a in self.phrases[i].actors):
                    return i
        if first or self.kind(head) == "np":
            return head
        while position > head and self.phrases[position].preposition == "of":
            position -= 1
        return position
