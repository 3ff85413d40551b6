"""One article under several mastheads is one source; a rewritten one is not."""

from __future__ import annotations

import random
from dataclasses import replace

from pipeline.link.copies import find_copies
from tests.link.build import a_document


def some_text(seed: int, n_words: int = 200) -> str:
    choose = random.Random(seed)
    return " ".join(f"w{choose.randrange(500)}" for _ in range(n_words))


def test_headers_and_cut_offs_aside_a_copy_is_a_copy() -> None:
    text = some_text(1)
    first = a_document("d1", "2020-11-10", text)
    headed = a_document("d2", "2020-11-11", "By our own correspondent in Baku\n" + text.upper())
    cut = a_document("d3", "2020-11-12", " ".join(text.split()[:120]))
    assert find_copies([cut, headed, first]) == {"d2": "d1", "d3": "d1"}


def test_small_edits_keep_a_copy_and_rewriting_does_not() -> None:
    words = some_text(2).split()
    edited = [f"new{n}" if n % 50 == 0 else word for n, word in enumerate(words)]
    rewritten = [f"new{n}" if n % 5 == 0 else word for n, word in enumerate(words)]
    documents = [a_document("d1", "2020-11-10", " ".join(words)), a_document("d2", "2020-11-11", " ".join(edited))]
    assert find_copies(documents) == {"d2": "d1"}
    documents[1] = a_document("d2", "2020-11-11", " ".join(rewritten))
    assert find_copies(documents) == {}


def test_a_quotation_is_no_copy() -> None:
    text = some_text(3)
    citing = some_text(4, 900) + " " + text[:600]
    assert find_copies([a_document("d1", None, text), a_document("d2", None, citing)]) == {}


def test_the_earliest_and_fullest_is_the_original() -> None:
    text = some_text(5)
    late, undated = a_document("d1", "2020-11-12", text), a_document("d2", None, text)
    early = a_document("d9", "2020-11-10", text)
    fuller = a_document("d8", "2020-11-10", text + " and a closing remark")
    copies = find_copies([late, undated, early, fuller])
    assert copies == {"d1": "d8", "d2": "d8", "d9": "d8"}


def test_equal_texts_of_any_length_are_copies_but_failed_documents_are_not() -> None:
    short = [a_document(f"d{n}", None, "Talks in Baku today") for n in range(3)]
    failed = replace(a_document("d7", None, "Talks in Baku today"), state="failed")
    assert find_copies([*short, failed, a_document("d8"), a_document("d9")]) == {"d1": "d0", "d2": "d0"}


def test_the_order_does_not_matter() -> None:
    documents = [a_document(f"d{n}", None, some_text(n % 7, 100 + n)) for n in range(40)]
    expected = find_copies(documents)
    random.Random(1).shuffle(documents)
    assert find_copies(documents) == expected
    assert len(expected) == 33


def test_a_thousand_copies_are_found_at_once() -> None:
    text = some_text(8).split()
    copies = [a_document(f"d{n:04}", "2020-11-11", " ".join([*text, f"end{n}"])) for n in range(1000)]
    others = [a_document(f"o{n:04}", "2020-11-11", some_text(100 + n)) for n in range(500)]
    assert len(find_copies([*copies, *others])) == 999
