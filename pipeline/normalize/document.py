"""An article becomes a document: clutter out, fields read, text put together, sentences counted off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from pipeline.core.records import Document, Sentence, SentenceKind
from pipeline.core.text import fold
from pipeline.lexicon.headers import HeaderRules, load_headers
from pipeline.lexicon.languages import Language, load_languages
from pipeline.lexicon.load import Lexicon
from pipeline.normalize.boilerplate import is_paragraph, mark_clutter, word_count
from pipeline.normalize.chronology import day_headings, is_calendar_heading, is_chronology, is_dated_entry, opening_date
from pipeline.normalize.headers import Head, read_head
from pipeline.normalize.identity import content_id
from pipeline.normalize.language import alphabet_of, detect_language, paragraph_language
from pipeline.normalize.layout import ends_sentence, is_entry, is_ruled_off, strip_marks, strip_number
from pipeline.normalize.pubdate import (
    Publication,
    candidates_from_fields,
    candidates_from_lines,
    choose_publication,
    dates_in_name,
    infer_publication,
    settle_day_first,
)
from pipeline.normalize.readers.article import Article, Line
from pipeline.normalize.sentences import split_sentences
from pipeline.normalize.written import as_written

_COLUMN_GAP = re.compile(r"\s{2,}|\t")
_BLANKS = re.compile(r"\s+")


def build_document(article: Article, *, path: str, sha256: str, file_format: str, lexicon: Lexicon) -> Document:
    """One normalised document; its ``state`` is ``empty`` when no text is left.

    Args:
        article: What the reader gave.
        path: Relative to the input folder, ``/`` separated, without the fragment.
        sha256: Digest of the file's bytes.
        file_format: txt, html, md, json, jsonl, eml or pdf.
        lexicon: Rules to use.
    """
    languages = load_languages(lexicon)
    language = _language(article, languages)
    written = article
    article = _in_main_script(article, languages.get(language or ""))
    rules = load_headers(lexicon, language)
    marks = mark_clutter(article.lines, rules)
    kept = [line for line, mark in zip(article.lines, marks, strict=True) if mark is None]
    head = read_head(kept, rules, stated_title=clean_title(article.title, article.site_names, rules))
    title = clean_title(head.title, article.site_names, rules)
    text, sentences = _assemble(title, head.body, language or "en", rules, lexicon)
    published, day_first = _publication(
        article, head, text, path, language or "en", rules, lexicon, dated=is_chronology(kept, rules)
    )
    if written is not article:
        text, title = as_written(text, written, article), as_written(title, written, article) if title else title
    warnings = [article.warning, published.warning, _language_warning(language, lexicon)]
    return Document(
        document_id=content_id(article.content),
        path=path + article.fragment,
        sha256=sha256,
        format=file_format,
        encoding=article.encoding,
        language=language,
        title=title,
        byline=article.byline or head.byline,
        publisher=article.publisher or head.publisher,
        url=article.url or _address_line(article.lines),
        published_at=published.at,
        published_date=published.date,
        published_precision=published.precision,
        published_basis=published.basis,
        published_text=published.text,
        published_confidence=published.confidence,
        dateline_place=head.dateline_place,
        day_first=day_first,
        text=text,
        sentences=sentences,
        state="ok" if sentences else "empty",
        warning="; ".join(filter(None, warnings)) or None,
    )


def _language(article: Article, languages: Mapping[str, Language]) -> str | None:
    longest = sorted(article.lines, key=lambda line: len(line.text), reverse=True)[:12]
    found = detect_language("\n".join(line.text for line in longest), languages)
    if found is None and article.title:
        found = detect_language(article.title, languages)
    if found is None and article.language:
        return article.language.lower().replace("_", "-").split("-")[0] or None
    return found


def _in_main_script(article: Article, language: Language | None) -> Article:
    """The article in the letters that the rules of its language are written in, one letter for each."""
    alphabet = alphabet_of("\n".join(line.text for line in article.lines), language)
    if alphabet is None:
        return article
    lines = tuple(replace(line, text=line.text.translate(alphabet.table)) for line in article.lines)
    title = article.title.translate(alphabet.table) if article.title else article.title
    return replace(article, lines=lines, title=title)


def _address_line(lines: Sequence[Line]) -> str | None:
    """An address that stands alone on one of the first or last lines."""
    for line in (*lines[:6], *lines[-6:]):
        if re.fullmatch(r"https?://[^\s]{8,300}", line.text.strip()):
            return line.text.strip()
    return None


def _language_warning(language: str | None, lexicon: Lexicon) -> str | None:
    covered = lexicon.languages()
    if language is None or language in covered:
        return None
    return f"language {language!r} is not covered (covered: {', '.join(covered)}); no events are extracted"


def clean_title(title: str | None, site_names: Sequence[str], rules: HeaderRules) -> str | None:
    """The headline without the name of its site and without notes such as "(PHOTO)"."""
    if title is None:
        return None
    words = _BLANKS.sub(" ", title).strip()
    while (note := re.search(r"\s*[(\[]([^()\[\]]{2,30})[)\]]$", words)) and _is_note(note[1], rules):
        words = words[: note.start()].rstrip()
    for name in site_names:
        cut = re.sub(rf"\s*[|–—»:·-]\s*{re.escape(name)}\s*$", "", words, flags=re.IGNORECASE)
        words = re.sub(rf"^{re.escape(name)}\s*[|»:·–—-]\s*", "", cut, flags=re.IGNORECASE) or words
    return words.strip(" |") or None


def _is_note(words: str, rules: HeaderRules) -> bool:
    parts = re.split(r"\s*[,/+&]\s*", fold(words))
    return fold(words) in rules.title_notes or all(part in rules.title_notes for part in parts)


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph on its way into the text."""

    text: str
    kind: SentenceKind
    tight: bool  # follows the part before it without an empty line


def _assemble(
    title: str | None, lines: Sequence[Line], language: str, rules: HeaderRules, lexicon: Lexicon
) -> tuple[str, tuple[Sentence, ...]]:
    parts = ([_Part(title, "title", False)] if title else []) + _parts(lines, rules)
    languages = load_languages(lexicon)
    pieces: list[str] = []
    sentences: list[Sentence] = []
    position = 0
    for number, part in enumerate(parts):
        if number:
            gap = "\n" if part.tight else "\n\n"
            pieces.append(gap)
            position += len(gap)
        pieces.append(part.text)
        spoken = paragraph_language(part.text, language, languages)
        spans = [(0, len(part.text))] if part.kind in ("title", "heading") else _split(part, spoken, rules, lexicon)
        for start, end in spans:
            sentences.append(Sentence(len(sentences), position + start, position + end, number, part.kind, spoken))
        position += len(part.text)
    return "".join(pieces), tuple(sentences)


def _split(part: _Part, language: str, rules: HeaderRules, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Sentences of a paragraph; the date that opens an entry stays with its text ("15 June 2021. Shusha ...")."""
    spans = split_sentences(part.text, language, lexicon)
    if part.kind != "item":
        return spans
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if kept and _is_only_date(part.text, kept[-1][0], start, rules):
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return [piece for span in kept for piece in _dated_cells(part.text, span, rules)]


def _is_only_date(text: str, start: int, end: int, rules: HeaderRules) -> bool:
    """Whether the sentence, or its last cell, is no more than the date of what follows."""
    begin = max(start, text.rfind(" | ", start, end) + 3) if " | " in text[start:end] else start
    return begin + opening_date(text[begin:], rules) >= end


def _dated_cells(text: str, span: tuple[int, int], rules: HeaderRules) -> Iterator[tuple[int, int]]:
    """Cells of a row that open with dates of their own, as sentences ("23 Aug. | Fuzuli | 31 Aug. Gubadli")."""
    start, end = span
    for bar in re.finditer(r" \| ", text[: span[1]][span[0] :]):
        cell, told = span[0] + bar.end(), text[start : span[0] + bar.start()]
        if is_dated_entry(text[cell:end], rules) and is_dated_entry(told, rules):
            yield start, span[0] + bar.start()
            start = cell
    yield start, end


def _parts(lines: Sequence[Line], rules: HeaderRules) -> list[_Part]:
    parts: list[_Part] = []
    sizes: dict[int, int] = {}
    for line in lines:
        sizes[line.block] = sizes.get(line.block, 0) + 1
    dated = is_chronology(lines, rules)
    days = day_headings(lines, rules) if dated else frozenset()
    previous: Line | None = None
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        opens = previous is None or previous.block != line.block
        kind = (
            "heading" if index in days else _kind(line, sizes[line.block], following, rules, opens=opens, dated=dated)
        )
        text = strip_marks(line.text).strip()
        if kind == "item":
            text = _COLUMN_GAP.sub(" | ", text)
        text = _BLANKS.sub(" ", text).strip()
        if not text:
            continue
        tight = kind == "item" and not opens and bool(parts)
        parts.append(_Part(text, kind, tight))
        previous = line
    return parts


def _kind(
    line: Line, block_size: int, following: Line | None, rules: HeaderRules, *, opens: bool, dated: bool
) -> SentenceKind:
    if line.kind in ("title", "head"):
        return "heading"
    if dated and is_dated_entry(line.text, rules):
        return "item"
    if line.kind == "heading" or is_calendar_heading(line.text, rules) or is_ruled_off(line.text):
        return "heading"
    if line.kind == "item" and not (opens and _heads_paragraph(line, following)):
        return "item"
    if block_size > 1 and not is_paragraph(line):
        if opens and _heads_paragraph(line, following) and not any(c.isdigit() for c in strip_number(line.text)):
            return "heading"
        if is_entry(line.text) or not ends_sentence(line.text):
            return "item"
    words = word_count(line.text)
    runs_on = words > 5 and line.text.rstrip()[-1:] in ",;"
    short = words <= 12 and not ends_sentence(line.text) and not runs_on
    return "heading" if short and following is not None else "body"


def _heads_paragraph(line: Line, following: Line | None) -> bool:
    """A few words without a full stop directly above a paragraph of the same block ("2. Four days in May")."""
    if following is None or following.block != line.block or ends_sentence(line.text):
        return False
    return word_count(line.text) <= 8 and following.kind != "item" and is_paragraph(following)


def _publication(
    article: Article,
    head: Head,
    text: str,
    path: str,
    language: str,
    rules: HeaderRules,
    lexicon: Lexicon,
    *,
    dated: bool,
) -> tuple[Publication, bool | None]:
    fields = candidates_from_fields(article.dates, rules)
    candidates = [*fields, *candidates_from_lines(head.dates)]
    found = [item.found for item in candidates]
    day_first = settle_day_first(found, text, rules, _day_first(language, lexicon))
    published = choose_publication(candidates, day_first=day_first, url=article.url)
    # Nothing in a chronology tells when it was compiled: its dates are all those of its entries.
    if published.date is None and text and (candidates or not dated):
        published = infer_publication(
            candidates,
            text,
            rules=rules,
            language=language,
            lexicon=lexicon,
            day_first=day_first,
            name_dates=_name_dates(path),
        )
    return published, day_first


def _day_first(language: str, lexicon: Lexicon) -> bool | None:
    """Whether newspapers of the language write the day first; ``None`` where they differ."""
    known = load_languages(lexicon).get(language)
    return known.day_first if known is not None else None


@lru_cache(maxsize=1024)
def _name_dates(path: str) -> tuple[date, ...]:
    return tuple(dates_in_name(PurePosixPath(path).name))
