"""The conditions under ``needs`` of a trigger rule: "subject is person", "to/in is place", "two actors".

``<where> is|not <what>`` looks at phrases; a few conditions have names of their own. The rule file
explains the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pipeline.core.errors import LexiconError
from pipeline.core.records import ActorMention
from pipeline.extract.events.clauses import Analysis, Predicate
from pipeline.extract.events.nouns import has_word
from pipeline.extract.events.phrases import Phrase

NounClasses = Mapping[str, frozenset[str]]
_PARTICLES = frozenset({"over", "off", "up", "out", "down", "in", "on"})  # "handed over equipment"
_BODIES = frozenset({"state", "government", "organisation", "military", "armed_group", "body"})


@dataclass(slots=True)
class Situation:
    """What a condition may look at: the sentence, the verb, the noun phrase of the rule and its tail.

    ``listed``: an entry of a chronology without a verb ("July 2017: Contract for ten trainers").
    """

    analysis: Analysis
    predicate: Predicate | None
    phrase: Phrase | None
    tail: list[Phrase]
    listed: bool = False

    @property
    def agent(self) -> Phrase | None:
        """Who acts: the subject, or the "by" phrase of a passive."""
        if self.predicate is None:
            return None
        if self.predicate.passive:
            return next((p for p in self.predicate.pps if p.preposition.endswith("by")), None)
        return self.predicate.subject

    @property
    def patient(self) -> Phrase | None:
        """Who is acted on: the object, or the subject of a passive."""
        if self.predicate is None:
            return None
        return self.predicate.subject if self.predicate.passive else self.predicate.object

    def everything(self) -> list[Phrase]:
        """All argument phrases of the clause."""
        phrases: list[Phrase] = list(self.tail)
        if self.phrase is not None:
            phrases.append(self.phrase)
        if self.predicate is not None:
            arguments = (self.predicate.subject, self.predicate.object, self.predicate.second_object)
            phrases += [p for p in arguments if p is not None]
            phrases += self.predicate.pps
        return phrases

    def phrases_at(self, where: str) -> list[Phrase]:
        """Phrases at one place of a condition: subject, object, noun, anything or a preposition."""
        if where == "anything":
            return self.everything()
        named = {"subject": self.agent, "object": self.patient, "noun": self.phrase}
        if where in named:
            phrase = named[where]
            return [] if phrase is None else [phrase]
        pps = [] if self.predicate is None else self.predicate.pps
        return [p for p in (*pps, *self.tail) if p.preposition == where]


def members(mentions: Iterable[ActorMention]) -> list[ActorMention]:
    """Actor mentions with groups opened."""
    return [member for mention in mentions for member in (mention.group or (mention,))]


def actors_near(phrase: Phrase | None, analysis: Analysis) -> list[ActorMention]:
    """Actors of a noun phrase; when it has none, those of the "of" phrases behind it."""
    if phrase is None:
        return []
    if phrase.actors:
        return members(phrase.actors)
    position = next((i for i, p in enumerate(analysis.phrases) if p is phrase), None)
    if position is None:
        return []
    for following in analysis.phrases[position + 1 : position + 4]:
        if following.kind != "pp" or following.preposition not in ("of", "from", "led by", "headed by"):
            break
        if following.actors:
            return members(following.actors)
    return []


def holds(need: str, situation: Situation, classes: NounClasses) -> bool:
    """Whether one condition holds.

    Raises:
        LexiconError: The condition, or a noun class that it names, is unknown.
    """
    if need in _NAMED:
        return _NAMED[need](situation)
    words = need.split()
    if len(words) != 3 or words[1] not in ("is", "not"):
        raise LexiconError(f"triggers.yml: unknown condition {need!r}. Write '<where> is <what>' or a named one")
    where, negated, what = words[0].split("/"), words[1] == "not", words[2].split("|")
    phrases = [phrase for place in where for phrase in situation.phrases_at(place)]
    found = any(_is(phrase, test, situation, classes) for phrase in phrases for test in what)
    return found != negated


def _is(phrase: Phrase, test: str, situation: Situation, classes: NounClasses) -> bool:
    if test == "anything":
        return True
    if test == "place":
        return bool(phrase.places) or any(a.kind == "state" for a in members(phrase.actors))
    if test == "date":
        return any(t.interval is not None and t.interval.precision == "day" for t in phrase.timexes)
    if test == "territory":
        return _is_territory(phrase, classes)
    if test in ("actor", "person", "state", "body", "office"):
        actors = members(phrase.actors) or actors_near(phrase, situation.analysis)
        if test == "person":
            actors = [a for a in actors if not _only_owns(a, phrase, classes["planes"])]
        return any(_is_actor(actor, test) for actor in actors)
    if test not in classes:
        raise LexiconError(f"triggers.yml: no noun class {test!r} in nouns.yml. Known: {', '.join(sorted(classes))}")
    return has_word([phrase], classes[test])


def _only_owns(actor: ActorMention, phrase: Phrase, carriers: frozenset[str]) -> bool:
    """ "Imran Khan's message reached Baku": the person is not who reached it, unless it is a plane."""
    if has_word([phrase], carriers):
        return False
    tokens = phrase.tokens
    for index, token in enumerate(tokens[:-1]):
        if token.start <= actor.start < token.end:
            return tokens[index + 1].tag == "possessive" and phrase.head is not None and phrase.head.tag == "noun"
    return False


def _is_actor(actor: ActorMention, test: str) -> bool:
    if test == "person":
        return actor.kind == "person" or actor.found_by == "office"
    if test == "office":
        return actor.found_by == "office"
    if test == "body":
        return actor.kind in _BODIES
    return test == "actor" or actor.kind == test


def _is_territory(phrase: Phrase, classes: NounClasses) -> bool:
    """A place that can change hands, and no person standing for it."""
    if any(a.kind == "person" for a in members(phrase.actors)):
        return False
    if any(place.kind not in ("country", "venue") for place in phrase.places):
        return True
    return has_word([phrase], classes["territory"])


def _distinct(actors: Iterable[ActorMention]) -> set[str]:
    return {actor.actor_id for actor in actors}


def _has_two_actors(situation: Situation) -> bool:
    sides = [situation.agent, situation.patient]
    for preposition in ("with", "between", "among", "of", "alongside", "to"):
        sides += situation.phrases_at(preposition)
    found = [actor for phrase in sides for actor in actors_near(phrase, situation.analysis)]
    return len(_distinct(found)) >= 2


def _has_plural_subject(situation: Situation) -> bool:
    predicate = situation.predicate
    if predicate is None or predicate.subject is None:
        return False
    if predicate.object is not None and predicate.object.actors:
        return False
    actors = actors_near(predicate.subject, situation.analysis)
    head = predicate.subject.head
    return len(_distinct(actors)) >= 2 or (head is not None and head.lower.endswith("s") and bool(actors))


def _has_several_objects(situation: Situation) -> bool:
    """ "hosted A and B": whoever is acted on is more than one."""
    return len(_distinct(actors_near(situation.patient, situation.analysis))) >= 2


def _has_infinitive(situation: Situation) -> bool:
    return any(p.parent is situation.predicate and p.relation == "infinitive" for p in situation.analysis.predicates)


def _calls_on_person(situation: Situation) -> bool:
    """ "called on the minister to discuss": a visit, although an infinitive follows."""
    called = [a for p in situation.phrases_at("on") for a in members(p.actors)]
    return bool(called) and all(_is_actor(a, "person") for a in called)


def _is_told(situation: Situation) -> bool:
    """Keeps standing situations out: "supports" alone is no event, unless somebody says so."""
    predicate = situation.predicate
    if predicate is None:
        return False
    if predicate.parent is not None and predicate.relation in ("complement", "infinitive"):
        return True
    dynamic = predicate.verb.past or predicate.verb.form == "ing" or bool(predicate.times)
    return dynamic or len(situation.analysis.predicates) > 1


def _is_direct(situation: Situation) -> bool:
    """Whether the noun of the rule is object or subject, or the agent of a passive: no mere adjunct."""
    predicate, phrase = situation.predicate, situation.phrase
    if predicate is None or phrase is None or phrase.preposition in ("", "of"):
        return True
    if phrase.preposition in _PARTICLES and predicate.object is None:
        return situation.analysis.phrases[predicate.index + 1] is phrase
    return predicate.passive and phrase.preposition.endswith("by")


def _is_dated(situation: Situation) -> bool:
    """Whether the clause of the verb, or a participle with it ("Speaking on Monday, X said"), names a day."""
    predicate = situation.predicate
    if predicate is None:
        return False
    clauses = [predicate]
    clauses += [p for p in situation.analysis.predicates if p.parent is predicate and p.relation == "participle"]
    phrases = [p for clause in clauses for p in (*clause.pps, *clause.times)]
    return any(t.interval is not None and t.interval.precision == "day" for p in phrases for t in p.timexes)


def _has_own_date(situation: Situation) -> bool:
    """Whether the noun phrase, or what hangs on it, has a date."""
    phrases = [*situation.tail, *([situation.phrase] if situation.phrase is not None else [])]
    return any(p.timexes for p in phrases)


_NAMED: dict[str, Callable[[Situation], bool]] = {
    "two actors": _has_two_actors,
    "plural subject": _has_plural_subject,
    "several objects": _has_several_objects,
    "infinitive": _has_infinitive,
    "no infinitive": lambda s: not _has_infinitive(s) or _calls_on_person(s),
    "no object": lambda s: s.predicate is not None and s.predicate.object is None,
    "complement": lambda s: any(p.parent is s.predicate and p.relation == "complement" for p in s.analysis.predicates),
    "finite": lambda s: s.predicate is not None and s.predicate.finite,
    "told": _is_told,
    "asserted": lambda s: s.predicate is not None and s.predicate.relation != "complement",
    "direct": _is_direct,
    "dated": _is_dated,
    "own date": _has_own_date,
    "listed": lambda s: s.listed,
    "demanded": lambda s: _has_infinitive(s) or bool(s.phrases_at("for")),
}
