"""Which base forms exist in a language: the words in which names of the lexicon end.

Endings of words are generous; with this, "Bakının" is "Bakı" and "Bakı" itself is not "Bak" with an ending.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.lexicon.actors import load_actors
from pipeline.lexicon.inflected_names import close_key, name_key, romanise
from pipeline.lexicon.inflection import BARE, POSSESSED, Inflection, Word
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.places import load_places
from pipeline.lexicon.titles import load_titles


@dataclass(frozen=True)
class KnownWords:
    """Last words of the names of a language, and the sounds of known persons' names.

    Attributes:
        words: Last words of names and titles.
        proper: Those of names of states and places, which carry no possessive.
        sounds: Close keys of family names.
    """

    words: frozenset[str]
    proper: frozenset[str]
    sounds: frozenset[str]
    inflection: Inflection

    def cases(self, word: Word) -> frozenset[str]:
        """Cases in which the last word of a name may stand, ``bare`` among them when nothing else is known."""
        readings = self.inflection.readings(word)
        if word.whole in self.proper and not word.suffix and self.inflection.inflected == "last":
            return frozenset({BARE})
        known = {base: cases for base, cases in readings.items() if base in self.words}
        if not known:
            known = {base: cases for base, cases in readings.items() if self._sounds_known(base)}
        if word.suffix and word.folded in known:
            known = {word.folded: known[word.folded]}  # "Sancrani'yi": what stands behind an apostrophe is an ending
        if word.whole in known and word.whole != word.folded + "":
            known = {word.whole: known[word.whole]}
        if not known:
            return frozenset().union(*(c for b, c in readings.items() if len(b) > 3)) or frozenset({BARE})
        found = frozenset().union(*known.values())
        owned = [c for base, c in known.items() if POSSESSED in c and base not in self.proper and base in self.words]
        return found | {BARE} if owned else found - {BARE} if POSSESSED in found and len(found) > 2 else found

    def _sounds_known(self, base: str) -> bool:
        return len(base) > 2 and close_key(romanise(base, self.inflection)) in self.sounds


@lru_cache(maxsize=16)
def load_known_words(lexicon: Lexicon, inflection: Inflection) -> KnownWords:
    """The known words of a language read by stems."""
    keys = [key for name in _names(lexicon, inflection.language) if (key := name_key(name))]
    if inflection.inflected == "all":  # the last word of a longer name may be a genitive: "army of Armenia"
        keys = [key for key in keys if len(key) == 1] + [key[-1:] for key in _persons(lexicon, inflection.language)]
    words = frozenset(key[-1] for key in keys)
    persons = load_actors(lexicon).persons.values()
    sounds = {
        close_key(key[-1]) for person in persons for name in (person.name, *person.aliases) if (key := name_key(name))
    }
    return KnownWords(
        words, _proper(lexicon, inflection.language), frozenset(s for s in sounds if len(s) > 1), inflection
    )


def _proper(lexicon: Lexicon, language: str) -> frozenset[str]:
    states = load_actors(lexicon).state_names.get(language, {}).values()
    names = [name for state in states for name in (*state.names, *state.metonyms)]
    names += [place.text for place in load_places(lexicon).names(language)]
    return frozenset(key[-1] for name in names if len(key := name_key(name)) == 1)


def _persons(lexicon: Lexicon, language: str) -> list[tuple[str, ...]]:
    rows = lexicon.table(f"{language}/persons.csv")
    return [key for row in rows for name in row["names"].split(";") if (key := name_key(name.strip()))]


def _names(lexicon: Lexicon, language: str) -> Iterator[str]:
    actors = load_actors(lexicon)
    for names in actors.state_names.get(language, {}).values():
        yield from (*names.names, *names.demonyms, *names.people, *names.metonyms)
    for organisation in actors.organisation_names.get(language, {}).values():
        yield from (*organisation.strong, *organisation.weak)
    for place in load_places(lexicon).names(language):
        yield place.text
    for row in lexicon.table(f"{language}/persons.csv"):
        yield from (name.strip() for name in row["names"].split(";"))
    titles = load_titles(lexicon, language)
    if titles is None:
        return
    for role in titles.roles.values():
        yield from (*role.forms, *role.plural, *role.short)
    for body in titles.bodies.values():
        yield from (*body.forms, *body.plural, *body.weak)
    for key in ("forces", "authorities", "peoples", "counterparts", "ranks", "honorifics"):
        yield from sorted(titles.words[key])
    yield from (*titles.groups, *titles.pronouns)
