"""Which date belongs to which event.

The expression that governs it, else its clause, else the clause that governs it, else the story around
it. Background paragraphs do not inherit the day of the news.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.records import Timex
from pipeline.extract.events.clauses import Analysis, Predicate
from pipeline.extract.events.dated import Dated, finest, make_dated
from pipeline.extract.events.lines import segment_date
from pipeline.extract.events.match import Candidate
from pipeline.extract.events.nouns import noun_forms
from pipeline.extract.events.phrases import Phrase

_PLANS = frozenset({"plan", "expect", "schedule", "agree", "decide", "invite", "intend", "promise", "accept"})
_MAKING = frozenset({"sign", "conclude", "reach", "initial", "make", "strike", "ratify", "announce", "agree"})
_VEHICLES = frozenset({"in", "with", "by", "through"})
_TOPICS = frozenset({"on", "for", "over", "about", "after", "regarding", "concerning"})
_SAME_TIME = frozenset({"when", "while", "as", "after"})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What dating needs to know of the lexicon.

    Attributes:
        about: Event types whose verbs speak about other events.
        about_verbs: Lemmas of those verbs.
        event_nouns: Nouns that name events.
        periods: Rule id of a named period -> its kind.
    """

    about: frozenset[str]
    about_verbs: frozenset[str]
    event_nouns: Container[str]
    periods: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Usable:
    """Filter of the expressions that may date an event of one type."""

    event_type: str
    periods: Mapping[str, str]
    speech: bool
    event_nouns: Container[str]

    def among(self, timexes: Iterable[Timex]) -> list[Timex]:
        return [t for t in timexes if may_date(t, self.event_type, self.periods)]


def date_of_clause(candidate: Candidate, analysis: Analysis, knowledge: Knowledge) -> Dated | None:
    """The date that the sentence itself gives the event, or ``None``."""
    usable = _Usable(
        candidate.rule.event_type,
        knowledge.periods,
        candidate.rule.event_type in knowledge.about,
        knowledge.event_nouns,
    )
    if candidate.nominal:
        timex = _noun_timex(candidate, analysis, knowledge, usable)
        timex = _date_of_making(candidate, usable) or timex if _names_period(timex) else timex
        if timex is not None:
            return make_dated(timex, own=True, reason="date of the noun itself")
        if (dated := segment_date(candidate, analysis) or _setting_date(candidate, analysis, usable)) is not None:
            return dated
    predicate = candidate.predicate
    if predicate is None:
        return None
    timex = _own_timex(candidate, predicate, analysis, knowledge, usable)
    if timex is not None:
        return make_dated(timex, own=True, reason="date in the event's own clause")
    return _inherited(predicate, analysis, usable)


def date_of_scene(analysis: Analysis) -> Dated | None:
    """When the main clause of a sentence is set, be there an event in it or not."""
    for predicate in analysis.predicates:
        verb = predicate.verb
        if predicate.relation != "main" or verb.modality != "none" or (verb.perfect and verb.past):
            continue
        phrases = [p for p in (*predicate.times, *predicate.pps) if p.preposition not in ("since", "until", "for")]
        timexes = [t for p in phrases for t in p.timexes if t.interval is not None and t.basis != "named_period"]
        timex = _choose(timexes, predicate)
        if timex is not None:
            return make_dated(timex, own=False, reason="time of the scene")
    return None


def _noun_timex(candidate: Candidate, analysis: Analysis, knowledge: Knowledge, usable: _Usable) -> Timex | None:
    """Date of a noun. A day counted from publication behind an object belongs to the verb instead."""
    assert candidate.phrase is not None and candidate.noun is not None
    inside = usable.among(t for t in candidate.phrase.timexes if t.start <= candidate.noun.start)
    behind = usable.among(t for p in candidate.tail for t in p.timexes)
    owner = next((p for p in analysis.predicates if p.object is candidate.phrase or candidate.phrase in p.pps), None)
    if owner is not None and candidate.predicate is not owner:
        taken = {id(t) for p in _taken_by(owner, candidate, knowledge) for t in p.timexes}
        behind = [t for t in behind if id(t) not in taken and not is_deictic(t)]
    nearest = behind or inside
    return finest(nearest)


def _names_period(timex: Timex | None) -> bool:
    return timex is not None and timex.basis == "named_period"


def _date_of_making(candidate: Candidate, usable: _Usable) -> Timex | None:
    """ "that September he signed the Contract of the Century": as fine as the clause says, not as the record."""
    owner = candidate.predicate
    if owner is None or owner.lemma not in _MAKING:
        return None
    return _choose([t for t in usable.among(_clause_timexes(owner)) if not _names_period(t)], owner)


def _taken_by(owner: Predicate, candidate: Candidate, knowledge: Knowledge) -> list[Phrase]:
    """Time phrases behind the noun that date the verb which speaks about it."""
    if owner.lemma not in knowledge.about_verbs:
        return []
    return [p for p in candidate.tail if p.timexes and not dates_object(p, owner, knowledge.event_nouns)]


def _own_timex(
    candidate: Candidate, predicate: Predicate, analysis: Analysis, knowledge: Knowledge, usable: _Usable
) -> Timex | None:
    phrases = [*predicate.times, *(p for p in predicate.pps if p.timexes)]
    phrases = [p for p in phrases if not _dates_governor(p, predicate, analysis)]
    if candidate.rule.event_type in knowledge.about and not candidate.nominal:
        phrases = [p for p in phrases if not dates_object(p, predicate, knowledge.event_nouns)]
    timexes = usable.among(t for p in phrases for t in p.timexes)
    if not timexes and candidate.phrase is not None and not candidate.nominal:
        timexes = usable.among(candidate.phrase.timexes)
    if not timexes and predicate.relation == "relative":
        timexes = usable.among(_date_antecedent(predicate, analysis))
    if predicate.lemma in _MAKING:
        timexes = [t for t in timexes if not _names_period(t)] or timexes
    return _choose(timexes, predicate)


def _dates_governor(phrase: Phrase, predicate: Predicate, analysis: Analysis) -> bool:
    """ "Two days after troops took the town, talks began": the time of the talks, though it opens the clause before."""
    if predicate.subject is None or not any(t.rule_id.endswith(".offset_from_event") for t in phrase.timexes):
        return False
    following = next((p for p in analysis.phrases if p.start >= phrase.end), None)
    return following is not None and following.start == predicate.subject.start


def _date_antecedent(predicate: Predicate, analysis: Analysis) -> tuple[Timex, ...]:
    """ "8 November, the date on which troops took the town": the date told about."""
    phrase = predicate.antecedent
    if phrase is None or phrase.timexes:
        return () if phrase is None else phrase.timexes
    if phrase.head is None or phrase.head.lower not in ("date", "day", "night", "month", "year"):
        return ()
    position = analysis.phrases.index(phrase)
    before = analysis.phrases[max(0, position - 2) : position]
    return tuple(t for p in before for t in p.timexes)


def is_deictic(timex: Timex) -> bool:
    """A day counted from the news itself: "today", "on Wednesday"; not "12 July"."""
    counted = timex.anchor == "publication" and not any(c.isdigit() for c in timex.text)
    return counted and timex.interval is not None and timex.interval.precision == "day"


def may_date(timex: Timex, event_type: str, periods: Mapping[str, str]) -> bool:
    """Whether the expression may date an event of the type.

    A holiday may. A war or operation dates what happens in wars; a summit, session or other named
    meeting dates nothing by itself: its days are not in the document.
    """
    kind = periods.get(timex.rule_id)
    if kind is None:
        return True
    if kind in ("war", "operation", "attack", "clash"):
        return event_type in _WARLIKE
    return kind in ("ceasefire", "agreement") and event_type in ("ceasefire", "agreement")


_WARLIKE = frozenset(
    {"war", "capture", "clash", "attack", "occupation", "withdrawal", "violation", "displacement", "detention"}
)


def dates_object(phrase: Phrase, predicate: Predicate, event_nouns: Container[str]) -> bool:
    """Whether a time phrase dates the event that the object names, not the verb.

    "condemned the attack of 12 July", "today condemned the attack on 12 July": yes. "condemned the
    attack on 12 July", "condemned the attack on Wednesday": no.
    """
    if predicate.object is None or phrase.start < predicate.object.end:
        return False
    if predicate.finite and not (predicate.verb.past or predicate.verb.perfect) and predicate.verb.modality == "none":
        return True  # "Pakistan condemns the killing of guards on Wednesday": said now, of Wednesday
    if any(is_deictic(t) for t in phrase.timexes):
        return False
    others = [p for p in (*predicate.times, *predicate.pps) if p.timexes and p.start < predicate.object.end]
    complements = [p for p in predicate.pps if predicate.object.end <= p.start < phrase.start]
    if any(p.preposition in _TOPICS and _names_event(p, event_nouns) for p in complements):
        return True  # "congratulated Azerbaijan on the liberation of Shusha in November"
    if not others and phrase.preposition != "of":
        return False
    return any(_names_event(p, event_nouns) for p in (predicate.object, *complements))


def _names_event(phrase: Phrase, event_nouns: Container[str]) -> bool:
    nouns = [t for t in phrase.tokens if t.tag in ("noun", "adjective")]
    return any(form in event_nouns for token in nouns for form in noun_forms(token))


def _choose(timexes: Sequence[Timex], predicate: Predicate) -> Timex | None:
    """The finest expression; among equals the one nearest to the verb."""
    if not timexes:
        return None
    order = {"day": 0, "week": 1, "month": 2, "season": 3, "year": 4, "decade": 5}
    return min(
        timexes,
        key=lambda t: (
            order[t.interval.precision] if t.interval else 9,
            t.basis == "relative" and bool(t.interval and t.interval.approximate),
            t.start < predicate.verb.start and predicate.relation == "coordinate",
            abs(t.start - predicate.verb.end),
        ),
    )


def _inherited(predicate: Predicate, analysis: Analysis, usable: _Usable) -> Dated | None:
    """A date from the clause that governs this one, hangs on it, or stands before it in the sentence."""
    governor, seen = predicate, 0
    while seen < 4:
        partner = _partner(governor, analysis, usable)
        if partner is None:
            break
        timex = _choose(usable.among(_clause_timexes(partner)), partner)
        if timex is not None:
            return make_dated(timex, own=False, reason="date of the clause that governs the event's own")
        governor, seen = partner, seen + 1
    dependent = _dependent(predicate, analysis)
    if dependent is not None:
        timex = _choose(usable.among(_clause_timexes(dependent)), dependent)
        if timex is not None:
            return make_dated(timex, own=False, reason="date of the clause of time beside the event's own")
    vehicle = _vehicle(predicate, analysis) if usable.speech else None
    timex = _choose(usable.among(_clause_timexes(vehicle)), vehicle) if vehicle is not None else None
    if timex is not None:
        return make_dated(timex, own=False, reason="date of the text in which it was said")
    return None


def _vehicle(predicate: Predicate, analysis: Analysis) -> Predicate | None:
    """ "condemned it in a resolution passed on 19 January": the participle that dates the text of what is said."""
    for below in analysis.predicates:
        if below.relation != "participle" or below.link or below.index <= predicate.index:
            continue
        noun = analysis.phrases[below.index - 1]
        if noun.preposition in _VEHICLES and noun in predicate.pps:
            return below
    return None


def _clause_timexes(predicate: Predicate) -> list[Timex]:
    """The times that a clause shares with others; those of "on 15 June, a day after he met ..." are not shared."""
    timexes = (t for p in (*predicate.times, *predicate.pps) for t in p.timexes)
    return [t for t in timexes if not t.rule_id.endswith(".offset_of_clause")]


def _partner(predicate: Predicate, analysis: Analysis, usable: _Usable) -> Predicate | None:
    """The clause whose date this one shares, or ``None``."""
    verb = predicate.verb
    if predicate.relation in ("coordinate", "main"):
        earlier = [p for p in analysis.predicates if p.index < predicate.index and p.relation in ("main", "coordinate")]
        if predicate.relation == "coordinate" and predicate.parent is not None:
            earlier = [p for p in analysis.predicates if p.index < predicate.index and p.parent is predicate.parent]
            return earlier[-1] if earlier else predicate.parent
        if earlier and not (verb.perfect and verb.past) and not (usable.speech and _is_trailing(predicate, analysis)):
            return earlier[-1]
        return None
    if predicate.relation == "relative":
        return predicate.parent if _goes_on(predicate, usable) else None
    if predicate.relation == "complement" and verb.perfect:
        return None  # "said that it had ...": before the saying, no one knows when
    return predicate.parent


def _is_trailing(predicate: Predicate, analysis: Analysis) -> bool:
    """ "..., the ministry announced": speech behind what is said."""
    return predicate.object is None and predicate.index >= len(analysis.phrases) - 2


def _goes_on(predicate: Predicate, usable: _Usable) -> bool:
    """Whether a relative clause tells the same story ("a visit, during which papers were signed").

    One about anything but an event is background ("Lachin, which Armenia held"), unless it is a person
    who speaks ("met his colleague, who said that ...").
    """
    antecedent = predicate.antecedent
    if predicate.link in ("where", "when"):
        return not predicate.verb.perfect
    if antecedent is None or predicate.verb.perfect or not predicate.verb.past:
        return False
    if usable.speech and predicate.link == "who":
        return True
    nouns = [t for t in antecedent.tokens if t.tag in ("noun", "adjective")]
    return any(form in usable.event_nouns for token in nouns for form in noun_forms(token))


def _dependent(predicate: Predicate, analysis: Analysis) -> Predicate | None:
    """The clause of time below this one.

    "When clashes erupted on 27 September, the army attacked"; "Meeting on Friday, the ministers agreed".
    """
    for below in analysis.predicates:
        if below.parent is not predicate:
            continue
        if below.relation == "adjunct" and below.link in _SAME_TIME:
            return below
        if below.relation == "participle" and not below.link and below.index < predicate.index:
            return below
        if below.relation == "infinitive" and predicate.lemma not in _PLANS:
            return below  # "reached an understanding to stop all firing on May 10"
    return None


def _setting_date(candidate: Candidate, analysis: Analysis, usable: _Usable) -> Dated | None:
    """ "signed it at the end of their meeting on Wednesday": the setting shares the day of what happens in it."""
    phrase = candidate.phrase
    if phrase is None or phrase.preposition not in ("at", "during", "of") or candidate.predicate is not None:
        return None
    if candidate.rule.event_type not in ("meeting", "negotiation"):
        return None
    owner = next((p for p in analysis.predicates if phrase in p.pps), None)
    if owner is None or owner.verb.modality != "none":
        return None
    timex = _choose(usable.among(_clause_timexes(owner)), owner)
    return make_dated(timex, own=False, reason="day of what happened in this setting") if timex is not None else None
