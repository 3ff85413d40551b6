"""Persons behind a title in a script without capitals: the words up to a postposition are the name.

In: the words behind a title. Out: where the name ends, who it is if its sounds are those of a known person
in Latin letters, and its romanised form.
"""

from __future__ import annotations

from pipeline.core.text import to_ascii
from pipeline.extract.actors.stem_discourse import StemDiscourse, StemLine
from pipeline.lexicon.actors import Person
from pipeline.lexicon.inflected_names import romanise, sound_key
from pipeline.lexicon.inflection import Inflection

_LONGEST = 4


def read_uncased_name(discourse: StemDiscourse, line: StemLine, position: int) -> tuple[int, Person | None, str] | None:
    """The name that begins at the word: its end, the known person, its Latin form; ``None`` when there is none."""
    inflection = discourse.gazetteer.inflection
    end = position
    while end < len(line.words) and end - position <= _LONGEST and _can_belong(discourse, line, end, position):
        end += 1
    if not 2 <= end - position <= _LONGEST or not _is_closed(line, end, inflection):
        return None
    words = [word.folded for word in line.words[position:end]]
    person = _by_sound(discourse, words)
    latin = " ".join(to_ascii(romanise(word, inflection)).capitalize() for word in words)
    return (end, person, person.name if person is not None else latin) if latin.strip() else None


def _can_belong(discourse: StemDiscourse, line: StemLine, index: int, position: int) -> bool:
    inflection, word = discourse.gazetteer.inflection, line.words[index].whole
    if line.taken[index] or line.hits.get(index) or (index > position and not line.adjoins(index)):
        return False
    words = (inflection.after, inflection.joins, inflection.breaks, inflection.verb_words)
    known = discourse.gazetteer.titles.words["never_names"]
    return not any(word in one for one in words) and word not in known and not word.isdigit() and len(word) > 1


def _is_closed(line: StemLine, end: int, inflection: Inflection) -> bool:
    """Whether a postposition, a list or a comma follows: else the words need not be a name."""
    if end >= len(line.words):
        return False
    return line.words[end].whole in inflection.after or line.words[end].whole in inflection.joins


def _by_sound(discourse: StemDiscourse, words: list[str]) -> Person | None:
    gazetteer = discourse.gazetteer
    sounds = [sound_key(romanise(word, gazetteer.inflection)) for word in words]
    for person, others in gazetteer.by_sound.get(sounds[-1], ()):
        if sounds[0] in others and len(sounds[0]) > 1:
            return person
    return None
