"""Which triggers stand in a sentence: patterns of word stems, the richest reading of each verb."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.records import ActorMention
from pipeline.extract.events.stems.clauses import Clause, StemSentence
from pipeline.lexicon.stems import StemRule, StemRules

_PLACES_OF_STATES = ("country",)
_LOCAL = frozenset({"dative", "locative", "ablative", "at"})


@dataclass(frozen=True, slots=True)
class StemCandidate:
    """A trigger.

    Attributes:
        words: Positions of the words of the pattern.
        passive: The rule's passive pattern matched.
        nominal: The event is a noun.
    """

    rule: StemRule
    clause: Clause
    words: tuple[int, ...]
    passive: bool
    nominal: bool

    @property
    def last(self) -> int:
        """The word that is read for tense."""
        return self.words[-1]


def find_triggers(sentence: StemSentence, rules: StemRules) -> list[StemCandidate]:
    """The triggers of a sentence in text order, one for each verb, and nouns whose type no verb has."""
    found: list[StemCandidate] = []
    in_time = {k for t, first, last in sentence.timexes if t.basis != "named_period" for k in range(first, last)}
    for clause in sentence.clauses:
        verbs: dict[int, StemCandidate] = {}
        nouns: list[StemCandidate] = []
        for words, number in rules.index.find(sentence.letters, clause.start, clause.end):
            rule, kind = rules.rules[number // 3], number % 3
            candidate = StemCandidate(rule, clause, words, kind == 1, kind == 2)
            if in_time & {words[0], words[-1]} or not _holds(candidate, sentence):  # "next" is also "will come"
                continue
            if kind == 2:
                nouns.append(candidate)
                continue
            known = verbs.get(words[-1])
            if known is None or _richness(candidate) > _richness(known):
                verbs[words[-1]] = candidate
        kept = _without_shadows(list(verbs.values()))
        types = {candidate.rule.event_type for candidate in kept}
        used = {word for candidate in kept for word in candidate.words}
        found += kept
        found += _first_of_type([n for n in nouns if n.rule.event_type not in types and not used & set(n.words)])
    return sorted(found, key=lambda candidate: candidate.last)


def _richness(candidate: StemCandidate) -> tuple[int, int, bool, float, int]:
    """More words, nearer together, of a surer rule; where verbs close clauses, the later one."""
    spread = candidate.words[-1] - candidate.words[0]
    last = candidate.last if candidate.clause.verb is not None else 0
    return len(candidate.words), -spread, candidate.passive, candidate.rule.weight, last


def _without_shadows(candidates: list[StemCandidate]) -> list[StemCandidate]:
    """Drop a trigger whose words all belong to a longer one, and one of the same type and object."""
    kept: list[StemCandidate] = []
    for candidate in sorted(candidates, key=_richness, reverse=True):
        words = set(candidate.words)
        if any(words < set(other.words) for other in kept):
            continue
        if any(o.rule.event_type == candidate.rule.event_type and words & set(o.words) for o in kept):
            continue
        kept.append(candidate)
    return kept


def _first_of_type(nouns: list[StemCandidate]) -> list[StemCandidate]:
    first: dict[str, StemCandidate] = {}
    for noun in sorted(nouns, key=lambda n: (-len(n.words), n.last)):
        first.setdefault(noun.rule.event_type, noun)
    return list(first.values())


def _holds(candidate: StemCandidate, sentence: StemSentence) -> bool:
    rule, clause = candidate.rule, candidate.clause
    if rule.excluded is not None and rule.excluded.any(sentence.letters, clause.start, clause.end):
        return False
    return all(_need(need, candidate, sentence) for need in rule.needs)


def _need(need: str, candidate: StemCandidate, sentence: StemSentence) -> bool:
    clause = candidate.clause
    marked = [m for m in sentence.actors if m.first < clause.end]  # a subject may stand in the clause before
    actors = [actor for m in marked for actor in members(m.actor)]
    places = [p for p, first, _ in sentence.places if clause.start <= first < clause.end]
    if need == "actor":
        return bool(actors)
    if need == "person":
        return any(a.kind == "person" for a in actors)
    if need == "state":
        return any(a.kind == "state" for a in actors)
    if need == "two":
        return len({a.actor_id for a in actors}) > 1
    if need == "place":
        return bool(places) or any(m.first >= clause.start and m.marks & _LOCAL for m in marked)
    if need == "date":
        return any(clause.start <= first < clause.end for _, first, _ in sentence.timexes)
    if need == "territory":
        return any(p.kind not in (*_PLACES_OF_STATES, "venue") for p in places)
    return False


def members(actor: ActorMention) -> tuple[ActorMention, ...]:
    """The actors that a mention stands for."""
    return actor.group or (actor,)
