"""A whole document to mentions: offsets that reproduce the words, sane intervals, and no text that breaks it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.records import Document
from pipeline.extract.document import extract_document
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

LEXICON = load_lexicon()
TYPES = {row["event_type"] for row in LEXICON.table("common/event_types.csv")}

_VOCABULARY = (
    "Pakistan Azerbaijan Armenia Baku Ilham Aliyev President Minister met visited signed attacked said that which who"
    " when the a of in on and , . ; : ( ) on-Monday 12 July 2020 10 November agreement ceasefire talks will not by to"
    " had been is was held after before — \" ' 's his it they two sides Karabakh Shusha 44-day war Victory Day"
)
_WORDS = st.sampled_from(_VOCABULARY.split())


def check(document: Document) -> None:
    for mention in extract_document(document, LEXICON).mentions:
        text = document.text
        assert text[mention.char_start : mention.char_end] == mention.quote
        assert text[mention.trigger_start : mention.trigger_end] == mention.trigger
        assert mention.char_start <= mention.trigger_start < mention.trigger_end <= mention.char_end
        if mention.date_text is not None:
            assert mention.date_text_start is not None
            assert text[mention.date_text_start : mention.date_text_end] == mention.date_text
        assert mention.event_type in TYPES
        assert mention.interval.start <= mention.interval.end
        assert 0 <= mention.confidence <= 1
        assert mention.title
        assert mention.scope
        assert len({p.actor_id for p in mention.participants}) == len(mention.participants)


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=60).map(" ".join))
def test_any_heap_of_words_is_read(text: str) -> None:
    check(a_document(text or "x", published="2021-01-13"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    check(a_document(text or "x", published="2021-01-13"))


def test_the_same_document_gives_the_same_mentions() -> None:
    text = "President Ilham Aliyev met Shehbaz Sharif in Baku on Wednesday. They signed an agreement."
    document = a_document(text, published="2025-02-26")
    assert extract_document(document, LEXICON) == extract_document(document, LEXICON)


def test_an_off_topic_document_says_so() -> None:
    document = a_document("The committee of Toronto met on Monday to vote on the budget.", published="2025-02-26")
    result = extract_document(document, LEXICON)
    assert result.off_topic
    assert result.mentions == ()


def test_a_very_long_sentence_ends_in_time() -> None:
    """Thousands of words without a full stop: no blow-up, and the last event is still found."""
    text = "Pakistan and Azerbaijan met, " * 400 + "and on 12 July 2020 Armenia attacked Tovuz."
    document = a_document(text, published="2020-07-14")
    assert "attack" in {m.event_type for m in extract_document(document, LEXICON).mentions}
