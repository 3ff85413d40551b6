"""Status and voice: did it happen, is it planned, denied, only wished for, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from pipeline.core.intervals import Interval
from pipeline.core.records import Status
from pipeline.extract.events.clauses import Analysis, Predicate
from pipeline.extract.events.conditions import actors_near
from pipeline.extract.events.match import Candidate
from pipeline.extract.events.phrases import Phrase
from pipeline.lexicon.load import Lexicon


@dataclass(frozen=True)
class Modality:
    """Words of ``<language>/modality.yml``: governing verbs and nouns by what they make of their complement."""

    planning: frozenset[str]
    wishing: frozenset[str]
    denying: frozenset[str]
    saying: frozenset[str]
    beginning: frozenset[str]
    occasions: frozenset[str]
    nobody: frozenset[str]
    pending: frozenset[str]
    planned_nouns: frozenset[str]
    hypothetical_links: frozenset[str]


@lru_cache(maxsize=16)
def load_modality(lexicon: Lexicon, language: str) -> Modality:
    """Modality words of a language; all empty when its folder has none."""
    rules = lexicon.rules(f"{language}/modality.yml")
    return Modality(**{name: frozenset(rules.get(name, [])) for name in Modality.__dataclass_fields__})


def read_status(candidate: Candidate, modality: Modality, analysis: Analysis) -> Status | None:
    """Status from the verb group and what governs it; ``None`` when nothing happened or is planned."""
    predicate = candidate.predicate
    if _opens_with(candidate.phrase, _NO) or (predicate is not None and _is_nobodys(predicate, analysis, modality)):
        return None  # "there was no truce", "adopted nothing", "neither side signed"
    if candidate.rule.status is not None:
        return candidate.rule.status  # type: ignore[return-value]
    if predicate is None:
        return _noun_status(candidate, modality)
    status = _own_status(predicate, modality)
    if status is None:
        return None
    if status == "occurred" and _is_pending(predicate, analysis, modality):
        status = "planned"
    governor, seen = predicate, 0
    while governor.parent is not None and seen < 4:
        status = _governed(status, governor, governor.parent, modality)
        if status == "occurred" and _is_pending(governor.parent, analysis, modality):
            status = "planned"
        if status is None:
            return None
        governor, seen = governor.parent, seen + 1
    if candidate.nominal and _noun_status(candidate, modality) == "planned":
        return "planned"
    return status


def _is_nobodys(predicate: Predicate, analysis: Analysis, modality: Modality) -> bool:
    """Whether nobody does it, or to nothing."""
    subject = predicate.subject
    before = next((p for p, following in pairwise(analysis.phrases) if following is subject), None)
    return any(_opens_with(phrase, modality.nobody) for phrase in (before, subject, predicate.object))


_NO = frozenset({"no"})


def _opens_with(phrase: Phrase | None, words: frozenset[str]) -> bool:
    return phrase is not None and any(token.lower in words for token in phrase.tokens[:2])


def _is_pending(predicate: Predicate, analysis: Analysis, modality: Modality) -> bool:
    """ "is due in Baku in May", "was likely to arrive": an adjective behind "be" puts the act ahead."""
    if predicate.lemma != "be":
        return False
    behind = [t for p in analysis.phrases[predicate.index + 1 : predicate.index + 3] for t in p.tokens]
    return any(token.lower in modality.pending for token in behind[:3])


def _noun_status(candidate: Candidate, modality: Modality) -> Status:
    phrase = candidate.phrase
    if phrase is not None and any(t.lower in modality.planned_nouns for t in phrase.tokens):
        return "planned"
    return "occurred"


def _own_status(predicate: Predicate, modality: Modality) -> Status | None:
    verb = predicate.verb
    if verb.modality == "hypothetical" or predicate.link in modality.hypothetical_links:
        return None
    if verb.modality == "past_future" and "have" in {token.lower for token in verb.tokens}:
        return None  # "would have been handed back": it was not
    if verb.modality == "obligation":  # "must leave by 25 November" is a plan, "must leave" a wish
        dated = any(p.timexes for p in (*predicate.times, *predicate.pps))
        return "planned" if dated and not verb.negated else None
    if verb.negated and not _is_delayed(predicate):
        return "denied"
    if verb.modality in ("future", "past_future"):
        return "planned"
    words = {token.lower for token in verb.tokens}
    if verb.progressive and not verb.past and "be" not in words:
        return "ongoing"
    return "occurred"


def _is_delayed(predicate: Predicate) -> bool:
    """ "did not open until Friday": it opened on Friday."""
    return any(p.preposition in ("until", "till", "before") and p.timexes for p in (*predicate.pps, *predicate.times))


def _governed(status: Status, predicate: Predicate, governor: Predicate, modality: Modality) -> Status | None:
    """What the governing verb makes of the status of its complement."""
    if predicate.relation in ("relative", "adjunct") or (predicate.relation == "participle" and predicate.link):
        if predicate.relation == "participle" and governor.verb.modality in ("future", "past_future"):
            return "planned"
        return status
    lemma = governor.lemma
    if predicate.relation == "infinitive" or (
        predicate.relation == "coordinate" and predicate.verb.form == "infinitive"
    ):
        if lemma in modality.wishing or _object_in(governor, modality.wishing):
            return None
        if (
            lemma in modality.planning
            or governor.verb.modality in ("future", "past_future")
            or _object_in(governor, modality.planning)
        ):
            return "planned"
        if governor.verb.modality == "hypothetical":
            return None
        if governor.verb.negated:
            return "denied"
        if lemma in modality.beginning or _is_ahead(governor, modality) or _object_in(governor, modality.occasions):
            return status
        return None
    if lemma in modality.denying and predicate.verb.form == "ing" and predicate.index <= governor.index + 2:
        return "denied"  # "ruled out resigning", "denied shelling the town"
    if predicate.relation == "complement":
        if lemma in modality.denying:
            return "denied" if not governor.verb.negated else status
        if lemma in modality.wishing:
            return None
        if governor.verb.modality == "hypothetical":
            return None
    if (
        predicate.relation == "participle"
        and governor.verb.modality in ("future", "past_future")
        and predicate.verb.form == "ing"
    ):
        return "planned"
    return status


def _is_ahead(governor: Predicate, modality: Modality) -> bool:
    return governor.lemma == "be" and _object_in(governor, modality.pending)


def _object_in(governor: Predicate, nouns: frozenset[str]) -> bool:
    return governor.object is not None and any(token.lower in nouns for token in governor.object.tokens)


def settle_with_date(status: Status, interval: Interval, published: date | None) -> Status:
    """A past form about a day after publication is a plan; a plan whose day is long past has happened."""
    if published is None:
        return status
    if status == "occurred" and interval.start > published:
        return "planned"
    return status


def read_attribution(predicate: Predicate | None, modality: Modality, analysis: Analysis, text: str) -> str | None:
    """Who says so: the subject of the verb of saying that governs the clause, or of an "according to"."""
    governor, seen = predicate, 0
    while governor is not None and seen < 4:
        parent = governor.parent
        if parent is not None and governor.relation in ("complement", "coordinate") and parent.lemma in modality.saying:
            return _voice(parent.subject, analysis, text)
        governor, seen = parent, seen + 1
    for phrase in analysis.phrases:
        if phrase.preposition == "according to":
            return _voice(phrase, analysis, text)
    for other in analysis.predicates:  # "..., the ministry said"
        trailing = other is not predicate and other.lemma in modality.saying and other.subject is not None
        if trailing and other.object is None and other.index >= len(analysis.phrases) - 3:
            return _voice(other.subject, analysis, text)
    return None


def _voice(phrase: Phrase | None, analysis: Analysis, text: str) -> str | None:
    if phrase is None:
        return None
    actors = actors_near(phrase, analysis)
    if actors:
        return actors[0].name
    words = phrase.tokens[1:] if phrase.preposition else phrase.tokens
    return text[words[0].start : words[-1].end] if words else None
