"""The head of an article: headline, byline, date lines and datelines, told apart line by line.

What comes in is the lines that are no clutter; what goes out is the fields and the lines that remain as
the article's text. Which date is the publication date is judged in :mod:`pipeline.normalize.pubdate`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.core.text import fold
from pipeline.lexicon.headers import HeaderRules
from pipeline.normalize.boilerplate import is_paragraph, word_count
from pipeline.normalize.chronology import (
    closes_with_date,
    day_headings,
    is_calendar_heading,
    is_chronology,
    is_dated_entry,
)
from pipeline.normalize.headerdates import HeaderDate, cut_number, find_header_dates, only_date
from pipeline.normalize.layout import ends_sentence
from pipeline.normalize.readers.article import Line

LONGEST_HEAD = 15
LONGEST_HEADLINE = 80
_WORDS = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_CODE = re.compile(
    r"(?:[A-Z]{1,4}\.? )?(?:No\.? ?)?[A-Z0-9]{1,8}(?:[/.-][A-Z0-9]+){1,5}(?: \(\d{4}\))?"
)  # "S/RES/884 (1993)"
_QUOTES = " \t\"'“”‘’«»"


@dataclass(frozen=True, slots=True)
class Head:
    """What the head and tail of an article state.

    Attributes:
        title: Headline, or ``None``.
        byline: As written, or ``None``.
        publisher: Agency named in the dateline, or ``None``.
        dateline_place: As written, or ``None``.
        dates: Dates of header lines, datelines and closing lines, in text order.
        body: The lines that remain, headline excluded.
    """

    title: str | None
    byline: str | None
    publisher: str | None
    dateline_place: str | None
    dates: tuple[HeaderDate, ...]
    body: tuple[Line, ...]


@dataclass(slots=True)
class _State:
    """What has been found so far while the head is read from the top."""

    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    place: str | None = None


def read_head(lines: Sequence[Line], rules: HeaderRules, *, stated_title: str | None = None) -> Head:
    """Take headline, byline, dates and dateline off an article.

    Args:
        lines: Lines of the article without clutter.
        rules: Header rules of its language.
        stated_title: Title that the format states; then no line is taken for one, and its repeat is dropped.
    """
    state = _State(title=stated_title)
    dated = is_chronology(lines, rules)
    start = _body_start(lines, rules, dated=dated)
    rest, dates = _read_lines(lines[:start], rules, state)
    body = list(lines[start:])
    body, closing = _read_tail(body, rules, state)
    first = lines[start].block if start < len(lines) else None
    title, deck = _choose_title(rest, state.title, rules, first_block=first, dated=dated)
    body = _drop_repeats(body, title)
    body, found = _take_dateline(body, rules, state)
    issue = _issue_dates(title, rules)
    return Head(title, state.byline, state.publisher, state.place, (*dates, *found, *closing, *issue), (*deck, *body))


def _body_start(lines: Sequence[Line], rules: HeaderRules, *, dated: bool) -> int:
    days = day_headings(lines, rules) if dated else frozenset()
    for index, line in enumerate(lines):
        entry = index in days or (dated and (is_calendar_heading(line.text, rules) or is_dated_entry(line.text, rules)))
        opens = _opens_body(line, rules, titled=index < 6) and not (
            _is_deck_above_date(lines, index, rules) or (index < 6 and cut_number(line.text, rules)[0])
        )
        if index >= LONGEST_HEAD or entry or opens:
            return index
    return len(lines)


def _is_deck_above_date(lines: Sequence[Line], index: int, rules: HeaderRules) -> bool:
    """Whether a sentence near the top only sums the article up: a line with its date and time stands below it."""
    following = lines[index + 1] if index + 1 < len(lines) else None
    is_row = lines[index].kind == "item"  # "Part of | the conflict": the box beside an encyclopaedia's article
    if is_row or index > 4 or following is None or word_count(lines[index].text) > _LONGEST_DECK:
        return False
    found = only_date(following.text, rules)
    return found is not None and any(date.year is not None and (date.clock or date.label) for date in found.dates)


def _opens_body(line: Line, rules: HeaderRules, *, titled: bool) -> bool:
    if line.kind in ("title", "head", "heading"):
        return False
    if is_paragraph(line):
        # A headline may be a question; text that opens with one goes on in the same line.
        return not (titled and line.text.rstrip(_QUOTES)[-1:] in "?!" and word_count(line.text) <= 16)
    return line.kind == "item" and word_count(line.text) >= 5 and not only_date(line.text, rules)


def _read_lines(lines: Sequence[Line], rules: HeaderRules, state: _State) -> tuple[list[Line], list[HeaderDate]]:
    """Sort the lines above the body: what is no date, byline or label is returned."""
    rest: list[Line] = []
    dates: list[HeaderDate] = []
    for line in lines:
        text = line.text.strip()
        folded = fold(text).strip(" :.-|[]()*")
        numbered, title = cut_number(line.text, rules)
        if numbered is not None:
            dates.append(numbered)
            rest.append(replace(line, text=title))
        elif line.kind == "title" or (state.title and _repeats(text, state.title)):
            rest.append(line)
        elif (found := only_date(text, rules)) is not None:
            dates.extend(replace(date, where="header") for date in found.dates)
            state.byline = state.byline or found.byline
            if found.place:
                state.place = state.place or found.place
        elif folded in rules.sections or _is_agency(folded, text, rules) or _is_kicker(text, rules):
            continue
        elif state.title is None and (labelled := _labelled_title(text, rules)) is not None:
            state.title = labelled
        elif _is_form_field(text, rules):
            continue
        elif (byline := read_byline(text, rules)) is not None:
            state.byline = state.byline or byline
        else:
            rest.append(line)
    return rest, dates


def _is_agency(folded: str, text: str, rules: HeaderRules) -> bool:
    return folded in rules.agencies and len(text) <= 30


def _is_kicker(text: str, rules: HeaderRules) -> bool:
    """A line of short labels with bars or arrows between, one of them a section ("BACKGROUND | Long reads")."""
    if len(text) > 120:
        return False
    parts = [part.strip(" :.-[]()*") for part in re.split(r"\s*[|›»>•·]\s*|\s+[/–—-]\s+|\s{3,}", text) if part.strip()]
    if len(parts) < 2 or ends_sentence(text) or any(word_count(part) > 3 for part in parts):
        return False
    labels = [fold(part) in rules.sections or fold(part) in rules.interface for part in parts]
    # "EXPLAINER - Why Lachin matters" is a headline.
    return any(labels) if re.search(r"[|›»>•·]|\s{3,}", text) else all(labels)


def _is_form_field(text: str, rules: HeaderRules) -> bool:
    """A field of a form that is neither headline, author nor date ("Circulation: open")."""
    label, colon, _ = text.partition(":")
    return bool(colon) and len(text) <= 80 and fold(label).strip(" *") in rules.form_labels and not ends_sentence(text)


def _labelled_title(text: str, rules: HeaderRules) -> str | None:
    """The headline of a form ("Subject:   Meeting of the two ministers"), or ``None``."""
    label, colon, words = text.partition(":")
    if not colon or fold(label).strip(" *") not in rules.title_labels or word_count(words) < 2:
        return None
    return words.strip(" *")


def read_byline(text: str, rules: HeaderRules) -> str | None:
    """The author that a line names, or ``None`` when the line is no byline."""
    folded = fold(text).strip(" .|:-/")
    if folded in rules.desks or folded.strip("()") in rules.desks:
        return text.strip(" .|:-/()")
    parts = [part for part in re.split(r"\s*[|·•/–—]\s*|\s{3,}", text) if part]
    if len(parts) > 1 and word_count(text) <= 14:
        found = [byline for part in parts if (byline := read_byline(part, rules)) is not None]
        return found[0] if found else None
    first = folded.replace(":", " ").split(" ", 1)[0]
    if word_count(text) > 9 or ends_sentence(text):
        return None
    labelled = re.match(r"^([^:]{2,20}):\s*(.+)$", text)
    if labelled and fold(labelled[1]) in rules.bylines:
        return labelled[2].strip()
    if first in rules.bylines and " " in text.strip():
        name = text.strip().split(None, 1)[1].strip(" .|:-")
        return name if fold(name) in rules.desks or _is_name(name) else None
    desks = sorted(rules.desks, key=len, reverse=True)
    opening = next((desk for desk in desks if re.match(rf"{re.escape(desk)}(?![^\W_])", folded)), None)
    return text.strip()[: len(opening)] if opening and word_count(text) <= 6 else None


_JOINERS = frozenset(
    ["and", "in", "for", "with", "of", "the", "at", "from", "de", "al", "bin", "ve", "və", "и", "і", "و"]
)


def _is_name(words: str) -> bool:
    """Whether words can be names of authors: no numbers, capitals wherever the script has them."""
    if any(c.isdigit() for c in words):
        return False
    return all(not _cased(word) or word[0].isupper() or word in _JOINERS for word in _WORDS.findall(words))


def _cased(text: str) -> bool:
    return text.lower() != text.upper()


def _choose_title(
    rest: Sequence[Line], stated: str | None, rules: HeaderRules, *, first_block: int | None, dated: bool
) -> tuple[str | None, list[Line]]:
    """The headline and the lines below it (decks); labels above it and repeats of it are dropped."""
    if stated is not None:
        return stated, [_heading(line) for line in rest if not _repeats(line.text, stated) and _is_deck(line)]
    marked = next((i for i, line in enumerate(rest) if line.kind == "title"), None)
    if marked is None:
        marked = _first_title(rest)
    if marked is None:
        return None, []
    title, last = rest[marked].text.strip(), marked
    if last + 1 < len(rest) and _runs_on(rest[last], rest[last + 1], rules):
        last += 1
        title = f"{title} {rest[last].text.strip()}"
    block = rest[marked].block
    below = [
        line
        for line in rest[last + 1 :]
        if _is_deck(line) or _is_fact(line) or ((dated or block != line.block == first_block) and _is_section(line))
    ]
    return title, [_heading(line) for line in below if not _repeats(line.text, title)]


def _is_fact(line: Line) -> bool:
    """A line of a fact sheet with a year ("Recognition: 12 December 1991")."""
    return re.search(r"^[^:]{3,40}:\s.*\b(?:19|20)\d\d\b", line.text) is not None


def _runs_on(line: Line, following: Line, rules: HeaderRules) -> bool:
    """Whether a headline goes on in the next line."""
    if line.block != following.block or "text" not in (line.kind, following.kind) or ends_sentence(line.text):
        return False
    words, text = _WORDS.findall(fold(line.text)), following.text.strip()
    if word_count(line.text) < 3 or len(line.text) + len(text) > 2 * LONGEST_HEADLINE:
        return False
    return text[:1].islower() or line.text.rstrip()[-1] in ",–—-" or (bool(words) and words[-1] in rules.run_on)


def _is_section(line: Line) -> bool:
    """A line above the entries of a chronology that can name their section, and is no head of a table."""
    return word_count(line.text) >= 2 and not re.search(r"\t|\s\||\|\s", line.text)


def _first_title(candidates: Sequence[Line]) -> int | None:
    """The first line that can be a headline; labels and letterheads only when nothing better follows."""
    for index, line in enumerate(candidates):
        words = word_count(line.text)
        others = (other.text for other in candidates[index + 1 : index + 4])
        following = next((text for text in others if word_count(text) > 2 and not _CODE.fullmatch(text.strip())), "")
        later = word_count(following) if len(following) <= LONGEST_HEADLINE else 0
        label = (words <= 2 and later >= 3) or (_is_name_of_page(line.text, words) and later >= 5)
        label = label or (bool(_CODE.fullmatch(line.text.strip())) and index + 1 < len(candidates))
        if not label:
            return index if words >= 2 else None
    return None


def _is_name_of_page(text: str, words: int) -> bool:
    """A few words with capitals throughout ("Caucasus Weekly", "MINISTRY OF FOREIGN AFFAIRS"): a letterhead.

    Headlines of that length have a verb or noun in small letters ("Deadline moved").
    """
    if words > 6 or len(text) > 45 or not _cased(text) or re.search(r"\(?(?:19|20)\d\d", text):
        return False
    return text.isupper() or (words <= 5 and all(w[0].isupper() or len(w) <= 3 for w in _WORDS.findall(text)))


def _is_deck(line: Line) -> bool:
    return line.kind == "heading" or (line.kind != "head" and word_count(line.text) >= 6)


def _heading(line: Line) -> Line:
    if _is_fact(line) and word_count(line.text) <= 12:
        return replace(line, kind="item")
    runs_on = line.text.rstrip()[-1:] in ",;" and word_count(line.text) > 5
    return replace(
        line, kind="text" if ends_sentence(line.text) or closes_with_date(line.text) or runs_on else "heading"
    )


def _repeats(text: str, title: str) -> bool:
    """Whether a line only says the headline again, whole or in part."""
    words = set(_WORDS.findall(fold(text)))
    known = set(_WORDS.findall(fold(title)))
    if not words:
        return True
    shared = len(words & known)
    return shared >= 0.8 * len(words) and (shared >= 3 or words == known)


def _drop_repeats(body: list[Line], title: str | None) -> list[Line]:
    """Drop lines above the first paragraph that repeat the headline."""
    if title is None:
        return body
    kept: list[Line] = []
    for line in body:
        if is_paragraph(line) or not _repeats(line.text, title) or kept:
            kept.append(line)
    return kept


def _read_tail(body: list[Line], rules: HeaderRules, state: _State) -> tuple[list[Line], list[HeaderDate]]:
    """Take closing lines that carry a date or a signature off the end, at most six."""
    dates: list[HeaderDate] = []
    for _ in range(6):
        if len(body) < 2 or (is_paragraph(body[-1]) and word_count(body[-1].text) > 12):
            break
        text = body[-1].text
        if body[-1].kind == "item" and is_dated_entry(text, rules):
            break
        if (found := only_date(text, rules)) is not None:
            dates = [replace(date, where="tail") for date in found.dates] + dates
            state.byline = state.byline or found.byline
        elif (byline := read_byline(text, rules)) is not None:
            state.byline = state.byline or byline
        else:
            break
        body = body[:-1]
    return body, dates


def _issue_dates(title: str | None, rules: HeaderRules) -> list[HeaderDate]:
    """The last day that the title of a bulletin names ("Weekly bulletin No. 27, 30 June - 6 July 2025")."""
    if title is None or not rules.periodicals & set(_WORDS.findall(fold(title))):
        return []
    found = [date for date in find_header_dates(title[:200], rules) if date.year is not None]
    return [replace(found[-1], where="tail")] if found else []


_LONGEST_DECK = 30
_AFTER_DATE = re.compile(
    r"\s*[,.)]?\s*(?P<source>\([^)]{1,60}\)|/[^/]{2,30}/|\[[^\]]{1,40}\]|[A-Z]{2,10}(?=\s*[-–—:]))?"
    r"\s*(?P<end>[.,]?\s*(?:-{1,3}|[–—―])|[.:۔]|(?<=[)/\]]))\s*(?=\S)"
)
_STOPS = re.compile(r"[\s,.:/–—-]*")
_NO_DATE = re.compile(
    r"(?P<place>[A-Z][\w'’. -]{1,40}?(?:[,/] ?[A-Z][\w'’. -]{1,30}?){0,2})\s*"
    r"(?:(?P<source>\([A-Z][\w .,/&-]{1,40}\))\s*[.,]?\s*(?:-{1,3}|[–—―:])|(?:-{2,3}|[–—―]|:))\s+(?=[\"“‘'A-Z])"
)


def _take_dateline(body: list[Line], rules: HeaderRules, state: _State) -> tuple[list[Line], list[HeaderDate]]:
    """Cut the dateline off the first paragraphs that open with one; its date goes to the candidates."""
    found: list[HeaderDate] = []
    kept: list[Line] = []
    paragraphs = 0
    for line in body:
        if paragraphs < 2 and (line.kind == "text" or (line is body[0] and line.kind == "item")) and not found:
            cut = read_dateline(line.text, rules)
            paragraphs += is_paragraph(line)
            if line.kind == "item":
                # "Nov 10 (Agency) - Following are some key dates": an entry names no agency after its date.
                cut = cut if cut is not None and cut.date is not None and cut.source else None
                line = line if cut is None else replace(line, kind="text")
            if cut is not None:
                state.place = state.place or cut.place
                state.publisher = state.publisher or cut.source
                found.extend(
                    [replace(cut.date, where="dateline", line=line.text[: cut.end].strip())] if cut.date else []
                )
                line = replace(line, text=line.text[cut.end :])
        kept.append(line)
    return kept, found


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline at the start of a paragraph; ``end`` is where the paragraph's own words begin."""

    place: str | None
    date: HeaderDate | None
    source: str | None
    end: int


def read_dateline(text: str, rules: HeaderRules) -> Dateline | None:
    """The dateline that a paragraph opens with ("BAKU, Feb 24 (Staff report) -"), or ``None``."""
    dates = find_header_dates(text[:120], rules)
    if dates and dates[0].start <= 60:
        date = dates[0]
        place = text[: date.start].strip(" ,.(/-–—")
        # The stop after an abbreviated month may be the one that closes the dateline.
        start = date.end - (text[date.end - 1] == ".")
        source, end = _after_date(text, start, rules)
        if end and _is_place(place, rules) and (place or source) and _starts_sentence(text, end):
            # Read again without the paragraph's own words, whose weekday is that of the news.
            alone = find_header_dates(text[:end], rules)
            return Dateline(place or None, alone[0] if alone else date, _source(source, rules), end)
    plain = _NO_DATE.match(text)
    if plain is not None and _plain_dateline(plain, rules):
        return Dateline(plain["place"].strip(), None, _source(plain["source"], rules), plain.end())
    return None


def _after_date(text: str, start: int, rules: HeaderRules) -> tuple[str | None, int]:
    """Agency named after the date and where the paragraph's own words begin; 0 when no dateline ends there."""
    gap = _STOPS.match(text, start)
    begin = gap.end() if gap else start
    folded = fold(text[begin : begin + 40])
    for name in sorted(rules.agencies, key=len, reverse=True):
        if folded.startswith(name) and not folded[len(name) : len(name) + 1].isalnum() and begin > start:
            follows = _STOPS.match(text, begin + len(name))
            end = follows.end() if follows else begin
            closed = any(c in ".:/–—-" for c in text[begin + len(name) : end])
            if closed or (text[begin : begin + len(name)].isupper() and len(name) > 3):
                return text[begin : begin + len(name)], end
    after = _AFTER_DATE.match(text, start)
    return (None, 0) if after is None else (after["source"], after.end())


def _plain_dateline(found: re.Match[str], rules: HeaderRules) -> bool:
    place = found["place"].strip()
    if len(place) < 3 or fold(place) in rules.sections or word_count(place) > 5:
        return False
    return bool(found["source"]) or place.isupper() or place.split(",")[0].isupper()


def _is_place(words: str, rules: HeaderRules) -> bool:
    """A few words that all open with a capital (or have none), as names of places do."""
    names = _WORDS.findall(words)
    if len(names) > 6 or (names and fold(names[0]) in rules.fillers):
        return False
    return all(not _cased(name) or name[:1].isupper() or len(name) <= 2 for name in names)


def _starts_sentence(text: str, start: int) -> bool:
    first = text[start : start + 1]
    return bool(first) and (first in "\"'“‘«([" or not first.islower())


def _source(words: str | None, rules: HeaderRules) -> str | None:
    if not words:
        return None
    name = words.strip("()[]/ ")
    return None if fold(name) in rules.desks else name
