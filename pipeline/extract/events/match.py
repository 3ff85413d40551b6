"""Trigger rules applied to a sentence's clauses: which words carry which event.

At most one candidate a verb (its best rule), and one a noun that happens, is held or attended, or has
a date of its own. Conditions are checked here; arguments, dates and status come later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.events.clauses import Analysis, Predicate
from pipeline.extract.events.conditions import Situation, holds
from pipeline.extract.events.nouns import describes, find_noun, has_word, singular
from pipeline.extract.events.phrases import Phrase
from pipeline.extract.events.tokens import Token
from pipeline.lexicon.triggers import TriggerRule, Triggers

_OBJECT_PREPOSITIONS = frozenset(
    {"in", "at", "for", "on", "to", "with", "into", "through", "by", "over", "under", "off", "up", "out", "upon"}
)
_PARTS_OF_EVENTS = frozenset({"end", "close", "conclusion", "start", "beginning", "opening", "course"})
_SETTING_PREPOSITIONS = frozenset({"in", "during", "at", "over", "by", "on"})


@dataclass(slots=True, eq=False)
class Candidate:
    """An event that a rule sees.

    Attributes:
        rule: The rule.
        predicate: Verb that carries the event or governs its noun; ``None`` for a bare noun.
        noun: Token of the noun that the rule names, or ``None``.
        phrase: Noun phrase of that noun, or ``None``.
        tail: Prepositional and time phrases that belong to the noun.
        nominal: The noun itself is the event.
        start: First code point of the trigger.
        end: End, excluded.
        listed: A noun without a verb in an entry that stands under a date.
    """

    rule: TriggerRule
    predicate: Predicate | None
    noun: Token | None = None
    phrase: Phrase | None = None
    tail: list[Phrase] = field(default_factory=list)
    nominal: bool = False
    start: int = 0
    end: int = 0
    listed: bool = False


def find_candidates(analysis: Analysis, triggers: Triggers, *, dated: bool = False) -> list[Candidate]:
    """Every event that the rules see in one sentence, in text order.

    Args:
        analysis: The sentence.
        triggers: Rules.
        dated: The sentence stands under a date of its own ("10 Nov: Fall of Shusha"), so that a noun
            needs no verb to be an event.
    """
    candidates: list[Candidate] = []
    used: set[int] = set()
    for predicate in analysis.predicates:
        best = _best(list(_verb_candidates(analysis, predicate, triggers)))
        if best is not None:
            candidates.append(best)
            candidates += _gapped(best)
            if best.phrase is not None:
                used.add(id(best.phrase))
    for index, phrase in enumerate(analysis.phrases):
        if phrase.kind in ("np", "pp") and id(phrase) not in used:
            best = _best(list(_noun_candidates(analysis, index, triggers, dated=dated)))
            if best is not None:
                candidates.append(best)
    kept = [
        c
        for c in candidates
        if not (
            _repeats_governor(c, candidates)
            or _is_argument(c, candidates)
            or _is_setting_of(c, candidates)
            or _is_outcome(c, candidates, triggers.outcomes)
        )
    ]
    return sorted(kept, key=lambda c: (c.start, c.end))


def _is_argument(candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    """ "was a guest at the summit", "attended the talks": the noun is the event that the verb already tells."""
    if not candidate.nominal or candidate.phrase is None:
        return False
    for other in candidates:
        predicate = other.predicate
        if other.nominal or predicate is None or other.rule.event_type != candidate.rule.event_type:
            continue
        if candidate.phrase in (predicate.subject, predicate.object, *predicate.pps, *other.tail):
            return True
    return False


def _is_setting_of(candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    """ "met at a working dinner": the setting is the event that the verb already tells."""
    if "within" not in candidate.rule.roles:
        return False
    return any(
        other is not candidate
        and other.predicate is candidate.predicate
        and other.rule.event_type == candidate.rule.event_type
        for other in candidates
    )


def _gapped(candidate: Candidate) -> list[Candidate]:
    """ "took Lachin in May, Kalbajar in June": the same rule for each further object with its date."""
    predicate = candidate.predicate
    if predicate is None:
        return []
    copies = []
    for phrase, times in predicate.gaps:
        is_subject = predicate.passive or predicate.object is None
        twin = replace(
            predicate,
            subject=phrase if is_subject else predicate.subject,
            object=predicate.object if is_subject else phrase,
            pps=[*(p for p in predicate.pps if not p.timexes), *(p for p in times if p.kind == "pp")],
            times=[p for p in times if p.kind == "time"],
            gaps=[],
        )
        copies.append(replace(candidate, predicate=twin, start=phrase.start, end=phrase.end))
    return copies


def _repeats_governor(candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    """ "met to discuss", "held a meeting to exchange views": one event, told by the first verb."""
    predicate = candidate.predicate
    if predicate is None or candidate.nominal or predicate.relation not in ("infinitive", "participle"):
        return False
    return any(
        other.predicate is predicate.parent and other.rule.event_type == candidate.rule.event_type
        for other in candidates
        if other is not candidate
    )


def _is_outcome(candidate: Candidate, candidates: Sequence[Candidate], outcomes: frozenset[str]) -> bool:
    """ "came down near Aktau, killing 38": what the crash did is no event beside it."""
    predicate = candidate.predicate
    if predicate is None or predicate.relation != "participle" or predicate.verb.form != "ing":
        return False
    return predicate.lemma in outcomes and any(other.predicate is predicate.parent for other in candidates)


def _best(found: Sequence[Candidate]) -> Candidate | None:
    return max(found, key=lambda c: (c.rule.rank + _noun_bonus(c), c.rule.rule_id), default=None)


def _noun_bonus(candidate: Candidate) -> float:
    """A verb with its noun says more than the verb alone; a noun in an adjunct says little."""
    if candidate.noun is None or candidate.phrase is None:
        return 0.0
    return 0.1 if candidate.phrase.preposition in ("", "of") else 0.04


def _verb_candidates(analysis: Analysis, predicate: Predicate, triggers: Triggers) -> Iterator[Candidate]:
    for rule, rest in triggers.by_verb.get(predicate.lemma, ()):
        if not _follows(analysis, predicate, rest):
            continue
        phrase, noun = None, None
        if rule.nouns:
            phrase, noun = _governed_noun(predicate, rule, triggers)
            if noun is None or phrase is None:
                continue
        tail = noun_tail(analysis, phrase, predicate) if phrase is not None else []
        candidate = Candidate(rule, predicate, noun, phrase, tail, False, *_trigger_span(predicate, noun))
        if _words_agree(rule, analysis, candidate) and _holds(rule, analysis, candidate, triggers):
            yield candidate


def _trigger_span(predicate: Predicate, noun: Token | None) -> tuple[int, int]:
    start, end = predicate.verb.start, predicate.verb.end
    if noun is not None and noun.start >= end:
        return start, noun.end
    if noun is not None and noun.start < start:
        return noun.start, end
    return start, end


def _follows(analysis: Analysis, predicate: Predicate, rest: tuple[str, ...]) -> bool:
    """Whether the words of a multiword verb stand right after the verb group."""
    if not rest:
        return True
    following: list[str] = []
    for phrase in analysis.phrases[predicate.index + 1 :]:
        following += [word for token in phrase.tokens for word in token.lower.split()]
        if len(following) > 8:
            break
    if tuple(following[: len(rest)]) == rest:
        return True
    return (
        len(rest) == 1
        and predicate.object is not None
        and rest[0] in following[:6]
        and _after_object(predicate, analysis, rest[0])
    )


def _after_object(predicate: Predicate, analysis: Analysis, particle: str) -> bool:
    """ "handed the district over": the particle behind the object."""
    if predicate.object is None or predicate.object.start < predicate.verb.end:
        return False
    for index, phrase in enumerate(analysis.phrases):
        if phrase is predicate.object:
            after = analysis.phrases[index + 1] if index + 1 < len(analysis.phrases) else None
            return after is not None and after.tokens[0].lower == particle and len(after.tokens) == 1
    return False


def _governed_noun(predicate: Predicate, rule: TriggerRule, triggers: Triggers) -> tuple[Phrase | None, Token | None]:
    """The noun of a verb-and-noun rule: object, subject of a passive or of a happening verb, or complement."""
    places: list[Phrase | None] = [predicate.object, predicate.second_object]
    if predicate.object is not None and predicate.object is predicate.antecedent:
        places += predicate.antecedents
    intransitive = predicate.object is None or predicate.lemma in triggers.happening
    if predicate.passive or intransitive or "subject" not in rule.roles:
        places.append(predicate.subject)
    places += [p for p in predicate.pps if p.preposition in _OBJECT_PREPOSITIONS and p.start > predicate.verb.start]
    patient = predicate.subject if predicate.passive else predicate.object
    if patient is not None and _is_measure(patient, triggers):
        places += [p for p in predicate.pps if p.preposition == "of" and p.start >= patient.end][:1]
    for phrase in places:
        if phrase is not None and (noun := find_noun(phrase, rule.nouns)) is not None:
            return phrase, noun
    return None, None


def _is_measure(phrase: Phrase, triggers: Triggers) -> bool:
    """ "four months of custody", "50 tonnes of rice": what counts stands in the "of" phrase."""
    head = phrase.head
    return head is not None and (
        head.tag == "number" or bool(triggers.noun_classes["measures"] & {head.lower, singular(head.lower)})
    )


def noun_tail(analysis: Analysis, phrase: Phrase, predicate: Predicate | None) -> list[Phrase]:
    """Prepositional and time phrases right behind a noun phrase, up to the next verb or comma."""
    position = next((i for i, p in enumerate(analysis.phrases) if p is phrase), None)
    if position is None:
        return []
    tail: list[Phrase] = []
    for following in analysis.phrases[position + 1 :]:
        if following.kind not in ("pp", "time", "adverb", "open", "close") or (
            predicate and following is predicate.verb
        ):
            break
        if following.kind in ("pp", "time"):
            tail.append(following)
    return tail


def _words_agree(rule: TriggerRule, analysis: Analysis, candidate: Candidate) -> bool:
    phrases = [candidate.phrase, *candidate.tail]
    if candidate.phrase is None and candidate.predicate is not None:
        phrases = [candidate.predicate.object, *candidate.predicate.pps]
    if rule.modifiers and not has_word(phrases, rule.modifiers):
        return False
    near = [candidate.phrase] if candidate.phrase is not None else phrases
    return not (rule.excluded and has_word(near, rule.excluded))


def _holds(rule: TriggerRule, analysis: Analysis, candidate: Candidate, triggers: Triggers) -> bool:
    situation = Situation(analysis, candidate.predicate, candidate.phrase, candidate.tail, candidate.listed)
    return all(holds(need, situation, triggers.noun_classes) for need in rule.needs)


def _noun_candidates(analysis: Analysis, index: int, triggers: Triggers, *, dated: bool) -> Iterator[Candidate]:
    phrase = analysis.phrases[index]
    for token in reversed(phrase.tokens):
        if token.tag not in ("noun", "adjective") or describes(phrase, token):
            continue
        rules = triggers.by_noun.get(token.lower) or triggers.by_noun.get(singular(token.lower), ())
        for rule in rules:
            if "within" in rule.roles:
                yield from _setting(rule, analysis, phrase, token, triggers)
                continue
            governor = _governor(analysis, phrase, triggers)
            tail = noun_tail(analysis, phrase, governor)
            own = has_own_date(phrase, tail, token)
            if governor is None and not own and not (dated and phrase.kind == "np"):
                continue
            candidate = Candidate(rule, governor, token, phrase, tail, True, token.start, token.end)
            candidate.listed = dated and governor is None
            if _words_agree(rule, analysis, candidate) and _holds(rule, analysis, candidate, triggers):
                yield candidate
        if rules:
            return


def _setting(
    rule: TriggerRule, analysis: Analysis, phrase: Phrase, noun: Token, triggers: Triggers
) -> Iterator[Candidate]:
    """ "thanked him in a phone call": those who act in the clause take part in the event that is its setting."""
    if phrase.preposition not in _SETTING_PREPOSITIONS and not _is_end_of(analysis, phrase):
        return
    predicate = next((p for p in analysis.predicates if phrase in p.pps), None)
    if predicate is None:
        return
    tail = noun_tail(analysis, phrase, predicate)
    candidate = Candidate(rule, predicate, noun, phrase, tail, False, noun.start, noun.end)
    if _words_agree(rule, analysis, candidate) and _holds(rule, analysis, candidate, triggers):
        yield candidate


def _is_end_of(analysis: Analysis, phrase: Phrase) -> bool:
    """ "at the end of their meeting": the noun behind "of" is the setting."""
    position = next((i for i, p in enumerate(analysis.phrases) if p is phrase), 0)
    before = analysis.phrases[position - 1] if position else None
    if phrase.preposition != "of" or before is None or before.preposition not in _SETTING_PREPOSITIONS:
        return False
    return before.head is not None and before.head.lower in _PARTS_OF_EVENTS


def has_own_date(phrase: Phrase, tail: Sequence[Phrase], noun: Token) -> bool:
    """Whether the noun carries a date: "the attack on 12 July", "the November agreement", "the 2020 war"."""
    if any(t.timex is not None and t.start <= noun.start for t in phrase.tokens):
        return True
    return any(p.timexes for p in tail)


def _governor(analysis: Analysis, phrase: Phrase, triggers: Triggers) -> Predicate | None:
    """The verb by which this noun phrase happens, is held or attended, if any."""
    for predicate in analysis.predicates:
        if predicate.subject is phrase:
            if predicate.passive and _is_one(analysis, predicate, triggers.holding):
                return predicate
            if predicate.existential or (not predicate.passive and _is_one(analysis, predicate, triggers.happening)):
                return predicate
        if predicate.object is phrase and not predicate.passive and _is_one(analysis, predicate, triggers.holding):
            return predicate
        if (predicate.object is phrase or phrase in predicate.pps) and _is_one(analysis, predicate, triggers.attending):
            return predicate
    return None


def _is_one(analysis: Analysis, predicate: Predicate, verbs: object) -> bool:
    rests = verbs.get(predicate.lemma) if hasattr(verbs, "get") else None
    return rests is not None and any(_follows(analysis, predicate, rest) for rest in rests)
