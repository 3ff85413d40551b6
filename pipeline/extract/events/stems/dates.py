"""Which date belongs to which trigger: those of its clause that no participle has claimed, else the clause before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from pipeline.core.intervals import Interval
from pipeline.core.records import Timex
from pipeline.extract.events.dated import Dated
from pipeline.extract.events.dating import may_date
from pipeline.extract.events.stems.clauses import Clause, StemSentence
from pipeline.extract.events.stems.free_order import listed_days, verbless_parts
from pipeline.extract.events.stems.match import StemCandidate
from pipeline.extract.events.stems.mood import Mood
from pipeline.lexicon.inflection import BARE
from pipeline.lexicon.stems import StemMood, StemRules

_ORDER = {"day": 0, "week": 1, "month": 2, "season": 3, "year": 4, "decade": 5}
_NEAR = 4
_OPENING = 6
_BESIDE = 2
"""Words behind a verb of speech within which a date is its own."""
_SUBJECT = frozenset({BARE, "by"})

_Placed = tuple[Timex, int, int]


@dataclass(frozen=True, slots=True)
class DatedPart:
    """A date with the words (``first`` to ``end``, excluded) in which its own place and object stand."""

    dated: Dated
    first: int
    end: int


def date_trigger(
    candidate: StemCandidate,
    sentence: StemSentence,
    told: Mood,
    mood: StemMood,
    periods: Mapping[str, str],
    *,
    verb_final: bool,
    speaks: bool = False,
) -> list[DatedPart]:
    """The dates that the sentence gives the trigger; several where one verb closes a list of dated parts.

    "Ağdam 20 Kasım'da, Laçın 1 Aralık'ta teslim edildi" is two events.
    """
    clause = candidate.clause
    usable = _usable(sentence, clause, candidate.rule.event_type, periods)
    if told.phrase is not None:
        return _of_phrase(usable, candidate, told.phrase)
    regions = _regions(sentence, clause, mood) if verb_final else []
    if told.embedded and verb_final:
        start = next((first for first, last in regions if last == candidate.last), clause.start)
        own = [one for one in usable if start <= one[1] < candidate.last]
        if told.near:
            floor = max(start, candidate.words[0] - _NEAR - 1)
            own = [one for one in own if one[2] > floor and not _comma(sentence, one[2], candidate.words[0])]
            if not own:
                return []
        own = own or [one for one in usable if one[1] < candidate.last]
        if not own and told.status == "planned":
            return []
        own = own or [one for one in usable if one[1] > candidate.last]
    else:
        own = [one for one in usable if not _claimed(one, regions, candidate)]
    if candidate.nominal and verb_final and clause.verb is not None:  # a date further off is that of the verb
        own = [one for one in own if 0 <= candidate.words[0] - one[2] <= _NEAR]
    if candidate.nominal and not verb_final and clause.verb is not None:
        own = [one for one in own if _stands_by(one, candidate, sentence, clause.verb)]
    if speaks and not verb_final and not candidate.nominal:  # "condemned the shelling of 28 October"
        own = [one for one in own if one[1] < candidate.words[0] or one[1] - candidate.last <= _BESIDE]
    parts = _distribute(own, candidate, sentence) if verb_final and not candidate.nominal else []
    if parts:
        return parts
    chosen = _choose(own, candidate, verb_final=verb_final)
    if chosen is not None:
        dated = _dated(chosen[0], own=True, reason="date in the event's own clause")
        rest = [] if verb_final else _further(chosen[0], candidate, sentence)
        return [DatedPart(dated, clause.start, clause.end if not rest else chosen[2]), *rest]
    if candidate.nominal or told.embedded or told.status == "planned":
        return []
    return _from_neighbour(candidate, sentence, mood, periods, verb_final=verb_final)


def _of_phrase(usable: Sequence[_Placed], candidate: StemCandidate, phrase: tuple[int, int]) -> list[DatedPart]:
    """The date of a participle: one behind it in its phrase, or the one directly before it."""
    own = [one for one in usable if phrase[0] < one[1] < phrase[1] or one[2] == phrase[0]]
    chosen = _choose(own, candidate, verb_final=False)
    if chosen is None:
        return []
    return [DatedPart(_dated(chosen[0], own=True, reason="date in the event's own phrase"), *phrase)]


def _stands_by(one: _Placed, candidate: StemCandidate, sentence: StemSentence, verb: int) -> bool:
    """Whether a date belongs to a noun and not to the verb of its clause: "встреча в Праге 6 октября показала"."""
    _, first, end = one
    low, high = (candidate.last, first) if first > candidate.last else (end, candidate.words[0])
    reach = _NEAR + 1 if first > candidate.last else 1
    return high - low <= reach and not low <= verb < high and not _comma(sentence, low + 1, high)


def _further(chosen: Timex, candidate: StemCandidate, sentence: StemSentence) -> list[DatedPart]:
    """Further dates that the verb tells of: the rest of a list of days, and parts that leave the verb out."""
    clause = candidate.clause
    own = [one for one in sentence.timexes if clause.start <= one[1] < clause.end]
    listed = listed_days(own, chosen, clause.start)
    behind = [(c.start, c.end, c.verb) for c in sentence.clauses[clause.index + 1 :]]
    found = [one for one in listed if one.timex is not chosen]
    if not candidate.nominal:
        found += verbless_parts(sentence.timexes, sentence.words, behind)
    reason = "date of one part of a list"
    return [DatedPart(_dated(one.timex, own=True, reason=reason), one.first, one.end) for one in found]


def _usable(sentence: StemSentence, clause: Clause, event_type: str, periods: Mapping[str, str]) -> list[_Placed]:
    return [
        one
        for one in sentence.timexes
        if clause.start <= one[1] < clause.end and one[0].interval is not None
        if may_date(one[0], event_type, periods)
    ]


def _regions(sentence: StemSentence, clause: Clause, mood: StemMood) -> list[tuple[int, int]]:
    """Stretches that belong to a participle inside the clause: from its genitive subject, or a few words, to it."""
    embedded, relative = mood.endings.get("embedded"), mood.endings.get("relative")
    happening = mood.words.get("happening")
    found: list[tuple[int, int]] = []
    names = {k for m in sentence.actors for k in range(m.first, m.last)} | {first for _, first, _ in sentence.places}
    for position in range(clause.start, clause.end):
        word = sentence.letters[position]
        if position in names:
            continue
        if embedded is not None and embedded.search(word):
            subjects = [m for m in sentence.actors if clause.start <= m.first < position and "genitive" in m.marks]
            earlier = [last for _, last in found if last < position]
            floor = max([clause.start, *earlier])
            subjects = [m for m in subjects if m.first >= floor]
            if subjects:
                found.append((min(m.first for m in subjects), position))
        elif relative is not None and relative.search(word):
            dated = [(t, last) for t, first, last in sentence.timexes if clause.start <= first < position]
            near = [
                t
                for t, last in dated
                if position - last < _NEAR and t.basis == "explicit" and not _comma(sentence, last, position)
            ]
            if happening is not None and happening.any(sentence.letters, position, position + 1):
                continue  # "the quake that happened on 11 October": the date of the quake
            if near:
                start = next(first for t, first, _ in sentence.timexes if t is near[-1])
                found.append((start, position))
    return found


def _comma(sentence: StemSentence, first: int, last: int) -> bool:
    """Whether a comma stands before one of the words ``first`` to ``last``, both included."""
    return any("," in sentence.gap(k) for k in range(first, last + 1))


def _claimed(one: _Placed, regions: Sequence[tuple[int, int]], candidate: StemCandidate) -> bool:
    """Whether the date belongs to a participle, and not to the noun right behind it."""

    def is_its_noun(last: int) -> bool:
        return candidate.nominal and 0 < candidate.words[0] - last <= _BESIDE

    return any(
        first <= one[1] < last and last not in candidate.words and not is_its_noun(last) for first, last in regions
    )


def _choose(placed: Sequence[_Placed], candidate: StemCandidate, *, verb_final: bool) -> _Placed | None:
    """The finest expression; among equals one before a closing verb, then the nearest."""

    def rank(one: _Placed) -> tuple[int, bool, int]:
        timex, first, _ = one
        precision = _ORDER[timex.interval.precision] if timex.interval else 9
        return precision, verb_final and first > candidate.last, abs(candidate.last - first)

    return min(placed, key=rank, default=None)


def _distribute(placed: Sequence[_Placed], candidate: StemCandidate, sentence: StemSentence) -> list[DatedPart]:
    days = [one for one in placed if one[1] < candidate.last and one[0].interval is not None]
    finest = min((_ORDER[one[0].interval.precision] for one in days if one[0].interval), default=0)
    days = [one for one in days if one[0].interval is not None and _ORDER[one[0].interval.precision] == finest]
    cuts: list[int] = []
    for before, after in pairwise(days):
        cut = _cut_between(before, after, sentence)
        if cut is None:
            return []
        cuts.append(cut)
    if not cuts:
        return []
    bounds = [candidate.clause.start, *cuts, candidate.clause.end]
    return [
        DatedPart(_dated(one[0], own=True, reason="date of one part of the list before the verb"), first, end)
        for one, (first, end) in zip(days, pairwise(bounds), strict=True)
    ]


def _cut_between(before: _Placed, after: _Placed, sentence: StemSentence) -> int | None:
    """Where one part of a list ends: at a comma, or before a subject of its own ("... and Azerbaijan in 1997 ...")."""
    comma = next((k for k in range(after[1], before[2] - 1, -1) if "," in sentence.gap(k)), None)
    if comma is not None and comma >= before[2]:
        return comma
    if after[1] - before[2] > 2 and sentence.letters[after[1] - 1] in sentence.joins:
        return after[1] - 1
    subjects = [m.first for m in sentence.actors if before[2] < m.first < after[1] and m.marks & _SUBJECT]
    earlier = any(m.first < before[1] and m.marks & _SUBJECT for m in sentence.actors)
    return subjects[0] if subjects and earlier else None


def _from_neighbour(
    candidate: StemCandidate,
    sentence: StemSentence,
    mood: StemMood,
    periods: Mapping[str, str],
    *,
    verb_final: bool,
) -> list[DatedPart]:
    """The date of a clause before in the sentence; where the verb does not close it, of one behind, too."""
    clause = candidate.clause
    before = list(reversed(sentence.clauses[: clause.index]))
    behind = [] if verb_final else list(sentence.clauses[clause.index + 1 : clause.index + 2])
    for other in (*before, *behind):
        usable = _usable(sentence, other, candidate.rule.event_type, periods)
        regions = _regions(sentence, other, mood) if verb_final else []
        free = [one for one in usable if not _claimed(one, regions, candidate)]
        chosen = _choose(free, candidate, verb_final=verb_final)
        if chosen is not None:
            dated = _dated(chosen[0], own=False, reason="date of the clause beside the event's own")
            return [DatedPart(dated, clause.start, clause.end)]
    return []


def _dated(timex: Timex, *, own: bool, reason: str) -> Dated:
    assert timex.interval is not None
    confidence = timex.confidence * (1.0 if own else 0.85)
    return Dated(timex.interval, timex.basis, timex, own, f"{reason}: {timex.text!r}", confidence)


def scene_setting(sentence: StemSentence) -> Dated | None:
    """The past day near the head of a sentence that tells no event: "What was said in the White House on 8 August"."""
    for timex, first, _ in sentence.timexes:
        if first < _OPENING and timex.interval is not None and timex.interval.precision == "day":
            return _dated(timex, own=False, reason="day that the sentence before speaks of")
    return None


def leading_timex(sentence: StemSentence) -> Dated | None:
    """The date that opens a line of a chronology or is a heading by itself."""
    if not sentence.timexes or sentence.timexes[0][1] > 0:
        return None
    timex, _, last = sentence.timexes[0]
    gap = sentence.gap(last).strip()
    closed = last >= len(sentence.words) or gap[:1] in (":", "-", "–", "—", ".", "|")
    if timex.interval is None or not (closed or sentence.sentence.kind == "item"):
        return None
    return _dated(timex, own=True, reason="date at the head of the line")


def pointed_back(sentence: StemSentence, mood: StemMood) -> Dated | None:
    """The date of a sentence that only says when the one before was: "This was on 12 December 1991"."""
    index = mood.words.get("points_back")
    if index is None or not index.any(sentence.letters, 0, min(len(sentence.letters), 12)):
        return None
    dated = [timex for timex, _, _ in sentence.timexes if timex.interval is not None]
    return _dated(dated[0], own=False, reason="date of the sentence that follows") if dated else None


def stretch_visit(dated: Dated, candidate: StemCandidate, sentence: StemSentence, rules: StemRules) -> Dated:
    """A visit of known length covers its days."""
    if candidate.rule.event_type != "visit" or dated.interval.n_days > 1 or dated.interval.precision != "day":
        return dated
    for index, days in rules.lengths:
        if index.any(sentence.letters, 0, len(sentence.letters)):
            end = dated.interval.end + timedelta(days - 1)
            interval = Interval(dated.interval.start, end, "day")
            return replace(dated, interval=interval, reason=f"{dated.reason}, over {days} days")
    return dated
