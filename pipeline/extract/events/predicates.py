"""What the clause analysis gives: predicates with their arguments, and the sentence as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.extract.events.phrases import Phrase

Relation = Literal["main", "complement", "infinitive", "participle", "relative", "coordinate", "adjunct"]


@dataclass(slots=True, eq=False)
class Predicate:
    """A verb group with its arguments.

    Attributes:
        index: Position of the verb group among the sentence's phrases.
        verb: The verb group.
        subject: Noun phrase that is the grammatical subject, or ``None``.
        object: Direct object or predicate noun, or ``None``.
        second_object: Of "gave Pakistan aid", or ``None``.
        pps: Prepositional phrases of its clause: those behind the verb, then those before it.
        times: Bare time phrases of its clause.
        parent: The predicate that governs it, or ``None`` for a main clause.
        relation: How it hangs on ``parent``.
        link: Subordinator or relative that opens its clause, or "".
        passive: Its grammatical subject is the one acted on.
        antecedent: Of a relative clause or participle: the noun phrase it tells about.
        antecedents: All phrases that may be meant, nearest first ("an agreement on trade that ...").
        existential: "There was a third round": the subject is what exists.
        gaps: Further objects (or subjects) with dates of their own, the verb left out: "took Lachin in
            May, Kalbajar in June and Agdam in July".
    """

    index: int
    verb: Phrase
    subject: Phrase | None = None
    object: Phrase | None = None
    second_object: Phrase | None = None
    pps: list[Phrase] = field(default_factory=list)
    times: list[Phrase] = field(default_factory=list)
    parent: Predicate | None = None
    relation: Relation = "main"
    link: str = ""
    passive: bool = False
    antecedent: Phrase | None = None
    antecedents: list[Phrase] = field(default_factory=list)
    existential: bool = False
    gaps: list[tuple[Phrase, list[Phrase]]] = field(default_factory=list)

    @property
    def lemma(self) -> str:
        """Lemma of the main verb."""
        return self.verb.verb

    @property
    def finite(self) -> bool:
        """Whether the verb group is finite."""
        return self.verb.form == "finite"


@dataclass(slots=True)
class Analysis:
    """A sentence's phrases and predicates, in text order."""

    phrases: list[Phrase]
    predicates: list[Predicate]
