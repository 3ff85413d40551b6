"""A sentence as words, clauses and marked actors, in a language read by word stems.

Where the verb closes its clause, a clause ends behind each finite verb or converb; elsewhere at a comma with a
verb on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.core.records import ActorMention, PlaceMention, Sentence, Timex
from pipeline.extract.events.stems.free_order import divides, first_finite
from pipeline.lexicon.inflection import BARE, Inflection, Word, read_words
from pipeline.lexicon.known_words import KnownWords

ASIDE = "aside"
"""Mark of a body on the margins of whose session something happens."""
_STOPS = frozenset(";:—–!?()[]…\n")


@dataclass(frozen=True, slots=True)
class MarkedActor:
    """An actor over the words ``first`` to ``last`` (excluded) with the marks that say what it does."""

    actor: ActorMention
    first: int
    last: int
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clause:
    """Words ``start`` to ``end`` (excluded) of a sentence; ``verb`` closes it, or is ``None``.

    ``reported`` clauses begin with "that": the subject before it is not theirs.
    """

    index: int
    start: int
    end: int
    verb: int | None
    reported: bool = False


@dataclass(frozen=True)
class StemSentence:
    """A sentence ready for the patterns.

    Attributes:
        letters: Folded whole words, for the patterns.
        joins: Words that join members of a list.
        relatives: Words that begin a clause about the actor before it, as its subject.
        timexes: With the word that each begins at, and the word behind its last.
    """

    sentence: Sentence
    words: Sequence[Word]
    letters: Sequence[str]
    clauses: Sequence[Clause]
    actors: Sequence[MarkedActor]
    places: Sequence[tuple[PlaceMention, int, frozenset[str]]]
    timexes: Sequence[tuple[Timex, int, int]]
    tail: str
    joins: frozenset[str]
    relatives: frozenset[str]

    def gap(self, position: int) -> str:
        """Text before the word, or behind the last one."""
        return self.words[position].gap if position < len(self.words) else self.tail


def read_sentence(
    text: str,
    sentence: Sentence,
    inflection: Inflection,
    known: KnownWords,
    *,
    timexes: Sequence[Timex],
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
) -> StemSentence:
    """Analyse one sentence; the spans are those that lie in it, in text order."""
    words = read_words(text, sentence.start, sentence.end)
    tail = text[words[-1].end : sentence.end] if words else ""
    dated = [(t, *_words_of(words, t.start, t.end)) for t in timexes]
    inside_time = {k for _, first, last in dated for k in range(first, last)}
    marked = _mark(words, actors, inflection, known)
    not_places = [m for m in marked if m.actor.kind == "person" or m.actor.found_by == "metonym"]
    in_actor = {k for m in not_places for k in range(m.first, m.last)}
    placed = []
    for place in places:
        first, last = _words_of(words, place.start, place.end)
        if first not in in_actor and first not in inside_time and last > first:
            placed.append((place, first, known.cases(words[last - 1])))
    names = in_actor | {k for m in marked for k in range(m.first, m.last)}
    listed = frozenset(k for k in range(1, len(words)) for kind in (names, inside_time) if {k, k - 1} <= kind)
    clauses = _clauses(words, tail, inflection, blocked=names | inside_time, listed=listed)
    letters = [word.whole for word in words]
    return StemSentence(
        sentence, words, letters, clauses, marked, placed, dated, tail, inflection.joins, inflection.relatives
    )


def _words_of(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    inside = [k for k, word in enumerate(words) if word.end > start and word.start < end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _clauses(
    words: Sequence[Word], tail: str, inflection: Inflection, *, blocked: set[int], listed: frozenset[int]
) -> list[Clause]:
    clauses: list[Clause] = []
    start = 0

    def close(end: int, verb: int | None) -> None:
        nonlocal start
        if verb is None and not inflection.verb_final:
            verb = first_finite(words, start, end, blocked, inflection)
        if end > start:
            clauses.append(Clause(len(clauses), start, end, verb, words[start].whole in inflection.that))
        start = end

    quoted = False
    for position, word in enumerate(words):
        gap = word.gap
        quoted = gap.rfind("«") > gap.rfind("»") or (quoted and "»" not in gap)
        soft = "," in gap and not inflection.verb_final
        stop = bool(_STOPS & set(gap)) or (
            soft and position not in listed and divides(words, start, position, blocked, inflection)
        )
        if (position and stop and not quoted and not _inside_name(position, words, blocked)) or (
            position and word.whole in inflection.breaks
        ):
            close(position, None)
        if position not in blocked and inflection.verb_final and _closes(position, words, tail, inflection):
            close(position + 1, position)
    close(len(words), None)
    return clauses


def _closes(position: int, words: Sequence[Word], tail: str, inflection: Inflection) -> bool:
    """Whether a verb ends at the word: no auxiliary goes on with it ("کیا جائے گا")."""
    word = words[position]
    following = words[position + 1] if position + 1 < len(words) else None
    behind = following.gap if following is not None else tail
    if following is not None and following.whole in inflection.auxiliaries and not behind.strip():
        return False
    if is_verb(word, inflection) or (position and _goes_on(words[position - 1], word, inflection)):
        return True
    joins = following is not None and following.whole in inflection.joins
    if word.whole in inflection.verbs_before_comma:
        return joins or behind[:1] in (",", "،", "۔", ".")
    ends = following is None or joins or bool(behind.strip()) or following.whole in inflection.breaks
    return ends and _is_participle(word, inflection)


def _goes_on(verb: Word, word: Word, inflection: Inflection) -> bool:
    return word.whole in inflection.auxiliaries and not word.gap.strip() and is_verb(verb, inflection)


def _inside_name(position: int, words: Sequence[Word], blocked: set[int]) -> bool:
    between = position in blocked and position - 1 in blocked
    return between and words[position].gap in ("–", "—", " – ")


def is_verb(word: Word, inflection: Inflection) -> bool:
    """Whether the word closes a clause."""
    return word.whole in inflection.verb_words or (not word.suffix and inflection.is_finite(word))


def _is_participle(word: Word, inflection: Inflection) -> bool:
    """Whether the word may close a clause or belong to the noun behind it."""
    if inflection.participle_ending is None or word.whole in inflection.never_verbs or word.suffix:
        return False
    return inflection.participle_ending.search(word.whole) is not None


def _mark(
    words: Sequence[Word], actors: Sequence[ActorMention], inflection: Inflection, known: KnownWords
) -> list[MarkedActor]:
    found: list[MarkedActor] = []
    for actor in actors:
        first, last = _words_of(words, actor.start, actor.end)
        if last > first:
            head = first if inflection.inflected == "all" and not _ends_in_name(actor) else last - 1
            found.append(MarkedActor(actor, first, last, _marks(words, first, last, head, inflection, known)))
    ends_in_join = inflection.inflected != "last"  # "o, Əliyevlə görüşüb" is no list, "A, B və C" is
    for position in range(len(found) - 2, -1, -1):
        this, following = found[position], found[position + 1]
        listed = _listed(words, this, following, inflection) and _same_case(this, following, inflection)
        ends_in_join = inflection.inflected != "last" or (listed and (ends_in_join or this.last < following.first))
        if listed and ends_in_join:
            own = this.marks - {BARE}
            found[position] = replace(this, marks=following.marks | own)
    governed = frozenset().union(*inflection.before.values())
    for position in range(len(found) - 1):
        this, following = found[position], found[position + 1]
        if this.marks & governed and _listed(words, this, following, inflection):
            found[position + 1] = replace(following, marks=(following.marks - {BARE}) | (this.marks & governed))
    return found


def _same_case(this: MarkedActor, following: MarkedActor, inflection: Inflection) -> bool:
    """Whether two names can be members of one list: where every word is inflected, they share a case."""
    return inflection.inflected != "all" or bool(this.marks & following.marks)


def _ends_in_name(actor: ActorMention) -> bool:
    """Whether the last word carries the case: "president of Azerbaijan" has it on its first."""
    return actor.kind == "person" and actor.found_by not in ("office", "coreference")


def _marks(
    words: Sequence[Word], first: int, last: int, head: int, inflection: Inflection, known: KnownWords
) -> frozenset[str]:
    if words[head].whole in inflection.own:
        return inflection.own[words[head].whole]
    cases = known.cases(words[head])
    following = words[last].whole if last < len(words) else ""
    second = words[last + 1].whole if last + 1 < len(words) else ""
    after = inflection.after.get(f"{following} {second}") or inflection.after.get(following, frozenset())
    if after and not words[last].gap.strip():
        return after | (cases - {BARE})
    before = _governed(words, first, inflection)
    if {word.whole for word in words[max(0, first - 2) : first]} & inflection.asides:
        return frozenset({ASIDE})
    if before:
        return before | (cases - {BARE})
    return cases.union(*(inflection.alone[case] for case in cases if case in inflection.alone))


def _governed(words: Sequence[Word], first: int, inflection: Inflection) -> frozenset[str]:
    """Marks of the preposition before a name: "с" or "со стороны"."""
    if not first:
        return frozenset()
    last = words[first - 1].whole
    two = inflection.before.get(f"{words[first - 2].whole} {last}") if first > 1 else None
    return two or inflection.before.get(last, frozenset())


def _listed(words: Sequence[Word], this: MarkedActor, following: MarkedActor, inflection: Inflection) -> bool:
    between = range(this.last, following.first)
    gaps = [words[k].gap.strip() for k in range(this.last, following.first + 1)]
    if not between:
        return gaps in ([","], ["،"])
    return all(words[k].whole in inflection.joins for k in between) and set(gaps) <= {"", ",", "،"}
