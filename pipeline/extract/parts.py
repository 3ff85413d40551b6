"""A document by languages: what one language's rules read of it, in the letters that they are written in."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.records import Document, EventMention, Sentence
from pipeline.lexicon.languages import Language, load_languages
from pipeline.lexicon.load import Lexicon


def parts_by_language(document: Document, lexicon: Lexicon) -> list[Document]:
    """The document once for each language of its sentences, its own first; offsets are those of the whole.

    Text of other languages is blank in each, and sentences are counted anew.
    """
    languages = load_languages(lexicon)
    own = document.language or "en"
    spoken = dict.fromkeys((own, *(s.language for s in document.sentences if s.language in languages)))
    if len(spoken) == 1:
        return [_in_main_script(document, languages.get(own))]
    parts = []
    for language in spoken:
        sentences = [s for s in document.sentences if (s.language if s.language in languages else own) == language]
        if sentences:
            text = _only(document.text, sentences)
            kept = tuple(replace(s, index=index) for index, s in enumerate(sentences))
            part = replace(document, language=language, text=text, sentences=kept)
            parts.append(_in_main_script(part, languages.get(language)))
    return parts


def as_in_document(mention: EventMention, part: Document, document: Document) -> EventMention:
    """A mention found in a part: its sentence counted in the whole, its words as they were written."""
    if part is document:
        return mention
    text, start, end = document.text, mention.date_text_start, mention.date_text_end
    sentence = next(s.index for s in document.sentences if s.start == part.sentences[mention.sentence].start)
    return replace(
        mention,
        sentence=sentence,
        quote=text[mention.char_start : mention.char_end],
        trigger=text[mention.trigger_start : mention.trigger_end],
        date_text=text[start:end] if start is not None and end is not None else mention.date_text,
    )


def _only(text: str, sentences: list[Sentence]) -> str:
    """The text with nothing but the sentences, line breaks kept."""
    pieces: list[str] = []
    position = 0
    for sentence in sentences:
        pieces += (_blank(text[position : sentence.start]), text[sentence.start : sentence.end])
        position = sentence.end
    return "".join((*pieces, _blank(text[position:])))


def _blank(text: str) -> str:
    return "".join("\n" if character == "\n" else " " for character in text)


def _in_main_script(document: Document, language: Language | None) -> Document:
    alphabet = language.alphabet if language is not None else None
    if alphabet is None or document.text.isascii():
        return document
    text = document.text.translate(alphabet.table)
    return document if text == document.text else replace(document, text=text)
