"""Dates of lines: entries of chronologies, tables and lists, which one date at their head or end covers."""

from __future__ import annotations

from pipeline.core.records import Sentence, Timex
from pipeline.extract.events.clauses import Analysis
from pipeline.extract.events.dated import Dated, finest, make_dated
from pipeline.extract.events.match import Candidate
from pipeline.extract.events.phrases import Phrase


def leading_date(analysis: Analysis, sentence: Sentence) -> Dated | None:
    """The date that opens a line of a chronology: "10 November: ...", "In 1994 - ...", "2005<tab>...".

    Everything on such a line, nouns without a verb included, happened then.
    """
    found: list[Timex] = []
    position = 0
    while position < len(analysis.phrases):
        phrase = analysis.phrases[position]
        if phrase.kind in ("time", "pp", "np") and phrase.timexes and _is_mostly_date(phrase):
            found += phrase.timexes
        elif not (phrase.kind == "comma" and found) and not (phrase.kind == "stop" and not found):
            break
        position += 1
    if not found:
        return _closing_date(analysis, sentence)
    rest = analysis.phrases[position:]
    closed = not rest or rest[0].kind in ("stop", "open")
    if not closed and not (sentence.kind == "item" and rest[0].kind in ("np", "verb")):
        return None
    timex = finest(found)
    assert timex is not None
    return make_dated(timex, own=True, reason="date at the head of the line")


def is_date_alone(analysis: Analysis) -> bool:
    """Whether a line holds nothing but a date: it heads what follows."""
    return all(p.kind in ("comma", "stop") or (p.timexes and _is_mostly_date(p)) for p in analysis.phrases)


def _closing_date(analysis: Analysis, sentence: Sentence) -> Dated | None:
    """The date in brackets that closes a line: "Five servicemen handed over (19/10/2021)"."""
    phrases = [p for p in analysis.phrases if not (p.kind == "stop" and p is analysis.phrases[-1])]
    if sentence.kind != "item" or len(phrases) < 3 or phrases[-1].kind != "close":
        return None
    opening = next((i for i in range(len(phrases) - 1, -1, -1) if phrases[i].kind == "open"), None)
    if opening is None:
        return None
    timex = finest([t for p in phrases[opening:] for t in p.timexes])
    return make_dated(timex, own=True, reason="date in brackets at the end of the line") if timex is not None else None


def segment_date(candidate: Candidate, analysis: Analysis) -> Dated | None:
    """Date of a verbless stretch of a line: "23 July Agdam falls; 23 Aug. attack on Fuzuli"."""
    phrase = candidate.phrase
    if phrase is None or not candidate.nominal:
        return None
    position = next((i for i, p in enumerate(analysis.phrases) if p is phrase), None)
    if position is None:
        return None
    first, last = position, position
    while first > 0 and analysis.phrases[first - 1].kind != "stop":
        first -= 1
    while last + 1 < len(analysis.phrases) and analysis.phrases[last + 1].kind != "stop":
        last += 1
    stretch = analysis.phrases[first : last + 1]
    if any(p.kind == "verb" and p.form == "finite" for p in stretch):
        return None
    timex = finest([t for p in stretch for t in p.timexes if t.basis != "named_period"])
    return make_dated(timex, own=True, reason="date in the same stretch of the line") if timex is not None else None


def _is_mostly_date(phrase: Phrase) -> bool:
    dated = sum(t.timex.end - t.timex.start for t in phrase.tokens if t.timex is not None)
    return dated * 2 > phrase.end - phrase.start
