"""Events of a document in a language read by word stems (docs/decisions/events-by-stems.md).

In: the document and what the other extractors found. Out: event mentions in text order, as from the clause
analysis of English; the story around the sentences, titles, scope and status rules are shared with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.core.records import (
    ActorMention,
    Document,
    EventMention,
    Participant,
    PlaceMention,
    Timex,
)
from pipeline.extract.events.dated import Dated
from pipeline.extract.events.mentions import Reading, build_mention, spans_inside
from pipeline.extract.events.modality import settle_with_date
from pipeline.extract.events.stems.clauses import StemSentence, read_sentence
from pipeline.extract.events.stems.dates import (
    DatedPart,
    date_trigger,
    leading_timex,
    pointed_back,
    scene_setting,
    stretch_visit,
)
from pipeline.extract.events.stems.match import StemCandidate, find_triggers
from pipeline.extract.events.stems.mood import Mood, read_mood, read_source
from pipeline.extract.events.stems.roles import assign_roles, borrow_sides, find_stem_place
from pipeline.extract.events.story import Story, published_interval
from pipeline.lexicon.actors import load_state_actors
from pipeline.lexicon.inflection import Inflection
from pipeline.lexicon.known_words import KnownWords, load_known_words
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.periods import load_period_kinds
from pipeline.lexicon.stems import StemMood, StemRules, load_stem_mood, load_stem_rules

# "They met. A declaration was signed": what a meeting ends in is the work of those who met.
_ENDS_IN = {"agreement": frozenset({"meeting", "negotiation", "visit"}), "ceremony": frozenset({"meeting", "visit"})}


@dataclass(frozen=True, slots=True)
class _Rules:
    inflection: Inflection
    known: KnownWords
    triggers: StemRules
    mood: StemMood
    periods: dict[str, str]
    states: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Found:
    """A trigger with its date, on the way to becoming a mention."""

    sentence: StemSentence
    candidate: StemCandidate
    mood: Mood
    part: DatedPart


def find_events_by_stems(
    document: Document,
    lexicon: Lexicon,
    inflection: Inflection,
    *,
    timexes: Sequence[Timex],
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
) -> list[EventMention]:
    """Every event that the document reports and dates, in text order; none without a triggers file.

    Args:
        document: Normalised document.
        lexicon: Rules.
        inflection: How the language marks its words.
        timexes: Time expressions, in text order.
        actors: Actor mentions, in text order.
        places: Place mentions, in text order.
    """
    triggers = load_stem_rules(lexicon, inflection.language)
    if triggers is None:
        return []
    rules = _rules(lexicon, inflection, triggers)
    story = Story(published_interval(document))
    mentions: list[EventMention] = []
    titles: list[StemSentence] = []
    paragraph = -1

    @lru_cache(maxsize=2)
    def analyse(position: int) -> StemSentence:
        sentence = document.sentences[position]
        return read_sentence(
            document.text,
            sentence,
            inflection,
            rules.known,
            timexes=spans_inside(timexes, sentence),
            actors=spans_inside(actors, sentence),
            places=spans_inside(places, sentence),
        )

    def ahead(position: int) -> Dated | None:
        following = document.sentences[position + 1 : position + 2]
        if not following or following[0].paragraph != document.sentences[position].paragraph:
            return None
        return pointed_back(analyse(position + 1), rules.mood)

    for position, sentence in enumerate(document.sentences):
        read = analyse(position)
        if sentence.kind == "title":
            titles.append(read)
            continue
        leading = leading_timex(read)
        if sentence.kind in ("item", "heading") or leading is not None:
            story.section = leading
        elif sentence.paragraph != paragraph:
            story.section = None
        paragraph = sentence.paragraph
        if sentence.kind != "heading":
            found = _mentions(document, read, story, rules, lexicon, mentions, ahead=ahead(position))
            mentions += found
            scene = scene_setting(read) if not found and sentence.kind == "body" else None
            if scene is not None:
                story.remember(scene, sentence, background=False)
    return _title_mentions(document, titles, mentions, story, rules, lexicon) + mentions


@lru_cache(maxsize=16)
def _rules(lexicon: Lexicon, inflection: Inflection, triggers: StemRules) -> _Rules:
    language = inflection.language
    return _Rules(
        inflection,
        load_known_words(lexicon, inflection),
        triggers,
        load_stem_mood(lexicon, language),
        load_period_kinds(lexicon, language),
        load_state_actors(lexicon),
    )


def _mentions(
    document: Document,
    sentence: StemSentence,
    story: Story,
    rules: _Rules,
    lexicon: Lexicon,
    before: Sequence[EventMention],
    *,
    ahead: Dated | None = None,
) -> list[EventMention]:
    found: list[_Found] = []
    for candidate in find_triggers(sentence, rules.triggers):
        mood = read_mood(candidate, sentence, rules.mood, verb_final=rules.inflection.verb_final)
        if mood.status is None:
            continue
        parts = date_trigger(
            candidate,
            sentence,
            mood,
            rules.mood,
            rules.periods,
            verb_final=rules.inflection.verb_final,
            speaks=candidate.rule.event_type in rules.triggers.about,
        )
        if ahead is not None and not parts and not candidate.nominal:
            parts = [DatedPart(ahead, candidate.clause.start, candidate.clause.end)]
        if story.section is not None and not any(part.dated.own for part in parts):
            parts = []
        parts = parts or _undated(candidate, sentence, mood, story)
        for part in parts:
            dated = stretch_visit(part.dated, candidate, sentence, rules.triggers)
            found.append(_Found(sentence, candidate, mood, replace(part, dated=dated)))
            if dated.own and not candidate.nominal and not mood.embedded and mood.status != "planned":
                story.remember(dated, sentence.sentence, background=mood.background)
    mentions: list[EventMention] = []
    for item in found:
        mention = _mention(document, item, rules, lexicon, [*before, *mentions])
        if mention is not None and not _is_repeated(mention, mentions):
            mentions.append(mention)
    return mentions


def _undated(candidate: StemCandidate, sentence: StemSentence, mood: Mood, story: Story) -> list[DatedPart]:
    """A date from the story for a main verb; a participle, a noun or a plan without its own date has none."""
    whole = (candidate.clause.start, candidate.clause.end)
    if story.section is not None:
        return [DatedPart(story.section, *whole)]
    if mood.present and (today := story.publication()) is not None:
        return [DatedPart(today, *whole)]
    if mood.background or mood.embedded or candidate.nominal or mood.status == "planned":
        return []
    dated = story.date_for(sentence.sentence, goes_on=False)
    return [DatedPart(dated, *whole)] if dated is not None else []


def _is_repeated(mention: EventMention, before: Sequence[EventMention]) -> bool:
    """The same event told twice in one sentence, by a noun and a verb."""
    own = _named(mention)
    for other in before:
        same = other.event_type == mention.event_type and other.interval == mention.interval
        if same and other.place == mention.place and (own <= _named(other) or _named(other) <= own):
            return True
    return False


def _named(mention: EventMention) -> set[str]:
    return {p.actor_id for p in mention.participants if p.found_by != "side"}


def _mention(
    document: Document, item: _Found, rules: _Rules, lexicon: Lexicon, before: Sequence[EventMention]
) -> EventMention | None:
    candidate, dated, sentence = item.candidate, item.part.dated, item.sentence
    participants = _participants(item, rules, before)
    if participants is None or item.mood.status is None:
        return None
    known_day = document.published_date if document.published_precision == "day" else None
    status = settle_with_date(item.mood.status, dated.interval, known_day)
    place = find_stem_place(candidate, sentence, item.part.first, item.part.end) or find_stem_place(
        candidate, sentence, candidate.clause.start, candidate.clause.end
    )
    read = Reading(
        event_type=candidate.rule.event_type,
        rule_id=candidate.rule.rule_id,
        weight=candidate.rule.weight,
        start=sentence.words[candidate.words[0]].start,
        end=sentence.words[candidate.last].end,
        nominal=candidate.nominal,
        dated=dated,
        participants=participants,
        place=place,
        status=status,
        attribution=read_source(candidate, sentence, rules.mood),
        bystanders=[m.actor for m in sentence.actors],
    )
    return build_mention(document, sentence.sentence, read, lexicon, key=f":{dated.interval.start.isoformat()}")


def _participants(item: _Found, rules: _Rules, before: Sequence[EventMention]) -> tuple[Participant, ...] | None:
    """Who takes part; ``None`` when an event that needs somebody has nobody."""
    candidate = item.candidate
    found = assign_roles(
        candidate,
        item.sentence,
        rules.states,
        embedded=item.mood.embedded and not item.mood.relative,
        phrase=item.mood.phrase,
        verb_final=rules.inflection.verb_final,
    )
    if found:
        return found
    if candidate.rule.event_type not in rules.triggers.actorless:
        return None
    found = borrow_sides(item.sentence, rules.states)
    if not found:
        index = item.sentence.sentence.index
        days, own_type = item.part.dated.interval, candidate.rule.event_type
        near = [m for m in before if index - m.sentence <= 3]
        at_once = [m for m in near if m.interval.start <= days.end and days.start <= m.interval.end]
        earlier = [m for m in at_once if m.event_type in _ENDS_IN.get(own_type, frozenset())]
        earlier = [m for m in at_once if m.event_type == own_type] or earlier
        again = [m for m in near if m.event_type == own_type] if not earlier else []
        found = earlier[-1].participants if earlier else ()
        if again:  # "The first exercise was held in 2021": the same states, not the same persons
            sides = own_type in ("meeting", "negotiation", "exercise")
            states = [p for p in again[-1].participants if p.kind == "state"]
            found = tuple(p for p in states if sides or p.found_by != "side")
    return found if found or item.part.dated.own else None


def _title_mentions(
    document: Document,
    titles: Sequence[StemSentence],
    body: list[EventMention],
    story: Story,
    rules: _Rules,
    lexicon: Lexicon,
) -> list[EventMention]:
    """Events of the headline: they take the date of the same event in the body, else that of the news."""
    mentions: list[EventMention] = []
    for sentence in titles:
        for candidate in find_triggers(sentence, rules.triggers):
            mood = read_mood(candidate, sentence, rules.mood, verb_final=rules.inflection.verb_final)
            if mood.status is None:
                continue
            dated = _title_date(candidate, sentence, mood, body, story, rules)
            if dated is None:
                continue
            part = DatedPart(dated, candidate.clause.start, candidate.clause.end)
            mention = _mention(document, _Found(sentence, candidate, mood, part), rules, lexicon, [])
            if mention is not None:
                mentions.append(mention)
    return mentions


def _title_date(
    candidate: StemCandidate,
    sentence: StemSentence,
    mood: Mood,
    body: Sequence[EventMention],
    story: Story,
    rules: _Rules,
) -> Dated | None:
    own = {m.actor.actor_id for m in sentence.actors} | {g.actor_id for m in sentence.actors for g in m.actor.group}
    same = [m for m in body if m.event_type == candidate.rule.event_type]
    twin = max(same, key=lambda m: len(own & {p.actor_id for p in m.participants}), default=None)
    if twin is not None and (not own or own & {p.actor_id for p in twin.participants}):
        return Dated(twin.interval, "context", None, False, "date of the same event in the text", 0.6)
    parts = date_trigger(candidate, sentence, mood, rules.mood, rules.periods, verb_final=rules.inflection.verb_final)
    if parts:
        return parts[0].dated
    return None if mood.status == "planned" else story.date_for(replace(sentence.sentence, paragraph=-1), goes_on=False)
