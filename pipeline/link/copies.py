"""Near-copies among documents: one article under several mastheads, headers and cut-offs aside.

Documents in, ``document_id -> document_id of the original`` out. Candidates come from MinHash signatures
(rensa); each is then checked on the exact sets of five-word runs, by the share of the shorter text that
the longer one repeats, so that a text cut off half-way still counts and a rewritten one does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from rensa import RMinHash, RMinHashLSH

from pipeline.core.records import Document
from pipeline.core.text import fold

_RUN = 5  # words in a shingle: shorter runs are shared by unrelated news, longer break on each edit
_LEAST_SHINGLES = 25  # a text below some thirty words is too short to call a copy, unless it is equal
_LEAST_SHARE = 0.8  # of the shorter text's shingles
_LEAST_LENGTH = 0.3  # of the longer text: less is a quotation, not a copy
_PERMUTATIONS = 128
_BANDS = 32  # of four rows: a Jaccard similarity of 0.4 becomes a candidate with 56 %, of 0.6 with 99 %
_SEED = 2020
_WORD = re.compile(r"\w+")


def find_copies(documents: Sequence[Document]) -> dict[str, str]:
    """The original of each document that copies another; originals are absent.

    The original is the earliest published, undated ones last; of one day the longest, then the lowest id.
    Order of input does not matter.
    """
    index = RMinHashLSH(threshold=0.5, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    originals: list[tuple[str, frozenset[str]]] = []
    by_text: dict[frozenset[str], str] = {}
    copies: dict[str, str] = {}
    for document in sorted(documents, key=_seniority):
        shingles = frozenset(_shingles(document.text))
        if document.state in ("empty", "failed") or not shingles:
            continue
        original = by_text.get(shingles)
        if original is None and len(shingles) >= _LEAST_SHINGLES:
            signature = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
            signature.update(sorted(shingles))
            original = _best_original(shingles, sorted(index.query(signature)), originals)
            if original is None:
                index.insert(len(originals), signature)
                originals.append((document.document_id, shingles))
        if original is None:
            by_text[shingles] = document.document_id
        elif original != document.document_id:
            by_text.setdefault(shingles, original)
            copies[document.document_id] = original
    return copies


def _seniority(document: Document) -> tuple[date, int, str]:
    return (document.published_date or date.max, -len(document.text), document.document_id)


def _shingles(text: str) -> Iterator[str]:
    words = _WORD.findall(fold(text))
    for start in range(max(1, len(words) - _RUN + 1) if words else 0):
        yield " ".join(words[start : start + _RUN])


def _best_original(
    shingles: frozenset[str], candidates: Sequence[int], originals: Sequence[tuple[str, frozenset[str]]]
) -> str | None:
    """The candidate that repeats most of the shorter text, the senior one of equals."""
    best: tuple[float, int] | None = None
    for number in candidates:
        other = originals[number][1]
        shorter, longer = sorted((len(shingles), len(other)))
        share = len(shingles & other) / shorter
        if share >= _LEAST_SHARE and shorter >= _LEAST_LENGTH * longer and (best is None or -share < best[0]):
            best = (-share, number)
    return originals[best[1]][0] if best else None
