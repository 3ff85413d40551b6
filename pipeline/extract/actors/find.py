"""Actors of a document: persons, states, bodies, organisations, and the words that refer to them.

In: a normalised document with its times and places. Out: ``ActorMention`` records in text order,
not overlapping. A city that stands for its government is an actor when ``find_places`` gave it a
confidence below ``states.GOVERNMENT_BELOW``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress
from operator import not_

from pipeline.core.records import ActorMention, Document, PlaceMention, Timex
from pipeline.extract.actors.bodies import find_bodies, repeat_bodies
from pipeline.extract.actors.coreference import resolve_references
from pipeline.extract.actors.discourse import Discourse, Draft
from pipeline.extract.actors.gazetteer import Gazetteer, load_gazetteer
from pipeline.extract.actors.officeholders import resolve_titles
from pipeline.extract.actors.persons import find_full_names, find_short_names, note_listed
from pipeline.extract.actors.reading import Line, read_lines
from pipeline.extract.actors.states import find_states
from pipeline.extract.actors.stem_find import find_actors_by_stems
from pipeline.extract.actors.titles import find_titles
from pipeline.lexicon.inflection import load_inflection
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.names import blank


def find_actors(
    document: Document, lexicon: Lexicon, *, timexes: Sequence[Timex], places: Sequence[PlaceMention]
) -> list[ActorMention]:
    """All actor mentions of a document.

    Args:
        document: Normalised, with sentences.
        lexicon: Knowledge; compiled once per language.
        timexes: Its time expressions; offices are those of their days.
        places: Its places; those below ``GOVERNMENT_BELOW`` stand for a government.

    Returns:
        Mentions in text order, not overlapping; empty for a language without titles file.

    Raises:
        LexiconError: A table or rule file is malformed.
    """
    inflection = load_inflection(lexicon, document.language or "en")
    if inflection is not None:
        return find_actors_by_stems(document, lexicon, inflection, timexes=timexes)
    gazetteer = load_gazetteer(lexicon, document.language or "en")
    if gazetteer is None or not document.sentences:
        return []
    discourse = _read(document, gazetteer, timexes)
    find_full_names(discourse)
    find_short_names(discourse)
    note_listed(discourse)
    resolve_titles(discourse)
    find_bodies(discourse)
    find_states(discourse, places)
    repeat_bodies(discourse)
    resolve_references(discourse)
    return _mentions(discourse)


def _read(document: Document, gazetteer: Gazetteer, timexes: Sequence[Timex]) -> Discourse:
    blanked = blank(document.text)
    lines = read_lines(document, gazetteer.index.find(blanked), blanked, gazetteer.titles.words["abbreviations"])
    discourse = Discourse(document, gazetteer, lines, timexes)
    discourse.titles = [find_titles(line, gazetteer) for line in lines]
    discourse.title_ends = [{title.last: title for title in titles} for titles in discourse.titles]
    discourse.taken = [bytearray(len(line)) for line in lines]
    for line in lines:
        _note_capitals(discourse, line)
    return discourse


def _note_capitals(discourse: Discourse, line: Line) -> None:
    if line.headline:
        return
    discourse.lower_words.update(compress(line.folded, map(not_, line.capital)))
    discourse.capital_words.update(compress(line.folded[1:], line.capital[1:]))


def _mentions(discourse: Discourse) -> list[ActorMention]:
    drafts = sorted(discourse.drafts, key=lambda draft: (draft.line, draft.first))
    return [_mention(discourse.lines[draft.line], draft) for draft in drafts]


def _mention(line: Line, draft: Draft) -> ActorMention:
    start, end = line.starts[draft.first], line.ends[draft.last - 1]
    if draft.last > draft.first + 1 and line.gaps[draft.last - 1].endswith("(") and line.gap(draft.last)[:1] == ")":
        end += 1  # "Pakistan LNG Limited (PLL)"
    return ActorMention(
        start=start,
        end=end,
        actor_id=draft.actor_id,
        name=draft.name,
        kind=draft.kind,
        country=draft.country,
        office=draft.office,
        found_by=draft.found_by,
        group=tuple(replace(member, start=start, end=end) for member in draft.group) if draft.group else (),
        confidence=draft.confidence,
        attributive=draft.attributive,
    )
