"""Events of one document, sentence by sentence: match, fill roles, date, status, title, confidence.

In: the document and what the other extractors found. Out: event mentions in text order. Sentences are
analysed in order, because an undated event takes its date from the story told before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from pipeline.core.records import (
    ActorMention,
    Document,
    EventMention,
    Participant,
    PlaceMention,
    Sentence,
    Timex,
)
from pipeline.extract.events.arguments import assign_arguments, borrow_arguments, find_place, name_object
from pipeline.extract.events.cast import Cast, lacks_subject, main_person, main_sides, named_topic, with_topic
from pipeline.extract.events.clauses import Analysis, read_clauses
from pipeline.extract.events.dated import Dated
from pipeline.extract.events.dating import Knowledge, date_of_clause, date_of_scene
from pipeline.extract.events.lines import is_date_alone, leading_date
from pipeline.extract.events.match import Candidate, find_candidates
from pipeline.extract.events.mentions import Reading, build_mention, spans_inside
from pipeline.extract.events.modality import (
    Modality,
    load_modality,
    read_attribution,
    read_status,
    settle_with_date,
)
from pipeline.extract.events.presence import find_presences
from pipeline.extract.events.stems.find import find_events_by_stems
from pipeline.extract.events.story import Story, published_interval, stretch_over_days, tells_history
from pipeline.extract.events.tokens import read_tokens
from pipeline.lexicon.actors import load_state_actors
from pipeline.lexicon.grammar import Grammar, load_grammar
from pipeline.lexicon.inflection import load_inflection
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.periods import load_period_kinds
from pipeline.lexicon.triggers import Triggers, load_triggers

_BACKGROUND_LINKS = frozenset({"after", "when", "since", "until", "till", "before", "because", "although", "though"})
_LONG_AGO = 60  # days
_A_YEAR = 365  # days
_GOING_ON = frozenset({"also", "then", "later", "afterwards"})


@dataclass(frozen=True, slots=True)
class _Rules:
    grammar: Grammar
    triggers: Triggers
    modality: Modality
    dating: Knowledge


@dataclass(slots=True)
class _Found:
    """A candidate with its sentence, on the way to becoming a mention."""

    sentence: Sentence
    analysis: Analysis
    candidate: Candidate
    dated: Dated | None
    actors: Sequence[ActorMention]


def find_events(
    document: Document,
    lexicon: Lexicon,
    *,
    timexes: Sequence[Timex],
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
) -> list[EventMention]:
    """Every event that the document reports and dates, in text order.

    Args:
        document: Normalised document.
        lexicon: Rules; sentences in a language without grammar and triggers give no events.
        timexes: Time expressions, in text order.
        actors: Actor mentions, in text order.
        places: Place mentions, in text order.
    """
    inflection = load_inflection(lexicon, document.language or "en")
    if inflection is not None:
        return find_events_by_stems(document, lexicon, inflection, timexes=timexes, actors=actors, places=places)
    published = published_interval(document)
    story = Story(published, is_history=tells_history(published, timexes))
    states = load_state_actors(lexicon)
    mentions: list[EventMention] = []
    titles: list[_Found] = []
    paragraph = -1
    cast = Cast(main_sides(actors, states), main_person(actors, states), ())
    for sentence in document.sentences:
        rules = _rules(lexicon, sentence.language)
        if rules is None:
            continue
        inside = spans_inside(actors, sentence)
        analysis = read_clauses(
            read_tokens(
                document.text,
                sentence,
                rules.grammar,
                actors=inside,
                places=spans_inside(places, sentence),
                timexes=spans_inside(timexes, sentence),
            ),
            rules.grammar,
        )
        leading = leading_date(analysis, sentence) if sentence.kind != "title" else None
        if sentence.kind in ("item", "heading") or leading is not None:
            story.section = leading
        elif sentence.paragraph != paragraph:
            story.section = None
        if sentence.kind == "heading" or (leading is not None and is_date_alone(analysis)):
            story.chapter = leading
        paragraph = sentence.paragraph
        if (topic := named_topic(analysis, inside, states)) or sentence.kind == "heading":
            cast = replace(cast, topic=topic)
        found = [
            _Found(sentence, analysis, candidate, None, inside)
            for candidate in _candidates(analysis, rules, dated=story.section is not None)
        ]
        if sentence.kind in ("title", "heading"):
            titles += found if sentence.kind == "title" else []
            continue
        for item in _date(found, story, rules):
            if (mention := _mention(document, item, rules, lexicon, mentions, cast)) is not None:
                mentions.append(mention)
        if not any(item.dated is not None and item.dated.own for item in found):
            _set_scene(analysis, sentence, story)
    return _title_mentions(document, titles, mentions, story, lexicon) + mentions


def _candidates(analysis: Analysis, rules: _Rules, *, dated: bool) -> list[Candidate]:
    """What the rules see; a line under a date of its own may also just put a person in a place."""
    found = find_candidates(analysis, rules.triggers, dated=dated)
    if dated:
        taken = {id(p) for c in found for p in (c.phrase, *c.tail) if p is not None}
        found += [c for c in find_presences(analysis, rules.triggers) if id(c.phrase) not in taken]
    return found


@lru_cache(maxsize=16)
def _rules(lexicon: Lexicon, language: str) -> _Rules | None:
    grammar = load_grammar(lexicon, language)
    triggers = load_triggers(lexicon, language) if grammar is not None else None
    if grammar is None or triggers is None:
        return None
    about_verbs = frozenset(
        lemma
        for rule in triggers.rules
        if rule.event_type in triggers.about and not rule.nouns
        for lemma, rest in rule.verbs
        if not rest
    )
    dating = Knowledge(triggers.about, about_verbs, triggers.by_noun, load_period_kinds(lexicon, language))
    return _Rules(grammar, triggers, load_modality(lexicon, language), dating)


def _date(found: list[_Found], story: Story, rules: _Rules) -> list[_Found]:
    """Give each candidate of a sentence its date; first those that the sentence dates itself."""
    for item in found:
        item.dated = date_of_clause(item.candidate, item.analysis, rules.dating)
    for item in found:
        if item.dated is None:
            item.dated = _undated(item, story, rules)
    for item in found:
        if item.dated is None:
            continue
        if item.dated.own and not item.candidate.nominal:
            verb = item.candidate.predicate.verb if item.candidate.predicate else None
            background = verb is not None and verb.perfect and verb.past
            story.remember(item.dated, item.sentence, background=background)
        item.dated = stretch_over_days(item.dated, item.candidate, item.analysis, rules.triggers.ends)
    return found


def _set_scene(analysis: Analysis, sentence: Sentence, story: Story) -> None:
    """A sentence without a dated event still says when the story is ("The call came in the summer of 1993")."""
    scene = date_of_scene(analysis)
    if scene is not None and story.is_history:
        story.set_scene(scene, sentence)


def _undated(item: _Found, story: Story, rules: _Rules) -> Dated | None:
    predicate = item.candidate.predicate
    if story.section is not None:
        return story.section
    if predicate is None:
        return None
    verb = predicate.verb
    root = predicate
    while root.parent is not None:
        root = root.parent
    if verb.perfect and verb.past:
        return None
    if predicate.relation == "relative" and not (verb.progressive and not verb.past):
        return None
    if predicate.relation == "adjunct" and predicate.link in _BACKGROUND_LINKS:
        return None  # "when the war ended": known already, not told
    if predicate.relation == "participle" and predicate.link:
        return None  # "gratitude for providing ...": a topic, not an event of its own
    if predicate is not root and root.verb.past and verb.perfect:
        return None
    goes_on = any(t.lower in _GOING_ON for p in item.analysis.phrases[: predicate.index + 1] for t in p.tokens)
    speech = item.candidate.rule.event_type in rules.triggers.about
    dated = story.date_for(item.sentence, goes_on=goes_on, speech=speech)
    if dated is None:
        return None
    if not speech and (old := _only_old_date(item, dated)) is not None:
        return old
    return _other_time(item, dated) or dated


def _only_old_date(item: _Found, dated: Dated) -> Dated | None:
    """A sentence whose every date lies long before the news tells of those times, not of the news."""
    times = _times_told(item, ("relative",))  # not "the general, who had visited Baku back in 2017"
    if not times or any((dated.interval.start - end).days < _LONG_AGO for _, end, _ in times):
        return None
    return _nearest(item, [t for _, _, t in times])


def _other_time(item: _Found, dated: Dated) -> Dated | None:
    """A story goes on over days and weeks: a sentence that names only years far from it has left it.

    "(1988 ...) It later welcomed the independence restored on 30 August 1991": 1991, not 1988. Not what
    is planned: "agreed to withdraw by 1994".
    """
    predicate = item.candidate.predicate
    if dated.basis != "context" or predicate is None or predicate.verb.modality != "none":
        return None
    times = _times_told(item, ("relative", "infinitive", "complement"))
    story = dated.interval
    if not times or any(
        (start - story.end).days < _A_YEAR and (story.start - end).days < _A_YEAR for start, end, _ in times
    ):
        return None
    return _nearest(item, [t for _, _, t in times])


def _times_told(item: _Found, without: tuple[str, ...]) -> list[tuple[date, date, Timex]]:
    """First and last day of the expressions of the sentence that stand outside some kinds of clause."""
    aside = {id(p) for q in item.analysis.predicates if q.relation in without for p in (*q.times, *q.pps)}
    timexes = (t for p in item.analysis.phrases if id(p) not in aside for t in p.timexes)
    return [(t.interval.start, t.interval.end, t) for t in timexes if t.interval is not None]


def _nearest(item: _Found, timexes: Sequence[Timex]) -> Dated:
    """The date of the expression that stands nearest to the verb."""
    predicate = item.candidate.predicate
    position = predicate.verb.start if predicate is not None else item.candidate.start
    nearest = min(timexes, key=lambda t: abs(t.start - position))
    assert nearest.interval is not None
    return Dated(nearest.interval, nearest.basis, nearest, False, "the only times that the sentence speaks of", 0.5)


def _mention(
    document: Document,
    item: _Found,
    rules: _Rules,
    lexicon: Lexicon,
    before: Sequence[EventMention],
    cast: Cast,
) -> EventMention | None:
    candidate, dated = item.candidate, item.dated
    status = read_status(candidate, rules.modality, item.analysis)
    if dated is None or status is None:
        return None
    states = load_state_actors(lexicon)
    participants = assign_arguments(candidate, item.analysis, states)
    if not participants and candidate.rule.event_type in rules.triggers.actorless:
        participants = borrow_arguments(candidate, item.analysis, states)
        if candidate.rule.event_type in rules.triggers.warring and any(p.kind == "person" for p in participants):
            participants = ()
        earlier = next((m for m in reversed(before) if _goes_on(m, item)), None)
        if not participants and earlier is not None:
            participants = earlier.participants if earlier.interval == dated.interval else _states_of(before)
        if not participants and candidate.rule.event_type in rules.triggers.sided:
            participants = cast.sides
        if not participants and candidate.rule.event_type in rules.triggers.centred:
            participants = cast.protagonist
    if lacks_subject(candidate) and not any(p.kind == "person" for p in participants):
        participants = with_topic(participants, cast.topic, candidate)
    if not participants and not (dated.own and candidate.rule.event_type in rules.triggers.actorless):
        return None
    known_day = document.published_date if document.published_precision == "day" else None
    status = settle_with_date(status, dated.interval, known_day)
    read = Reading(
        event_type=candidate.rule.event_type,
        rule_id=candidate.rule.rule_id,
        weight=candidate.rule.weight,
        start=candidate.start,
        end=candidate.end,
        nominal=candidate.nominal,
        dated=dated,
        participants=participants,
        place=find_place(candidate, item.analysis),
        status=status,
        attribution=read_attribution(candidate.predicate, rules.modality, item.analysis, document.text),
        bystanders=item.actors,
        what=name_object(candidate, document.text) if item.sentence.language == "en" else "",
    )
    return build_mention(document, item.sentence, read, lexicon)


def _states_of(before: Sequence[EventMention]) -> tuple[Participant, ...]:
    """The states of the first event between states: they meet "in this format" at other times too."""
    for mention in before:
        states = tuple(p for p in mention.participants if p.kind == "state")
        if len(states) > 1:
            return tuple(replace(p, found_by="context") for p in states)
    return ()


def _goes_on(previous: EventMention, item: _Found) -> bool:
    """ "The talks lasted two hours": the event of a sentence shortly before, named again."""
    near = item.sentence.index - previous.sentence <= 3
    return near and previous.event_type == item.candidate.rule.event_type


def _title_mentions(
    document: Document, titles: list[_Found], body: list[EventMention], story: Story, lexicon: Lexicon
) -> list[EventMention]:
    """Events of the headline: they take the date of the same event in the body, else that of the news."""
    mentions: list[EventMention] = []
    for item in titles:
        rules = _rules(lexicon, item.sentence.language)
        if rules is None:
            continue
        item.dated = date_of_clause(item.candidate, item.analysis, rules.dating)
        own = {p.actor_id for p in assign_arguments(item.candidate, item.analysis, load_state_actors(lexicon))}
        same = [m for m in body if m.event_type == item.candidate.rule.event_type]
        twin = next((m for m in same if not own or own & {p.actor_id for p in m.participants}), None)
        if twin is not None:
            item.dated = Dated(twin.interval, "context", None, False, "date of the same event in the text", 0.6)
        elif item.dated is None:
            item.dated = story.date_for(replace(item.sentence, paragraph=-1), goes_on=False)
        mention = _mention(document, item, rules, lexicon, [], Cast())
        if mention is not None:
            mentions.append(mention)
    return mentions
