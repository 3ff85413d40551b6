"""Near-copies among documents: one article under several mastheads, headers and cut-offs aside.

Documents in, ``document_id -> document_id of the original`` out. Candidates come from MinHash signatures
(rensa); each is then checked on the exact sets of five-word runs, by the share of the shorter text that
the longer one repeats, so that a text cut off half-way still counts and a rewritten one does not.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b, sha256

from rensa import RMinHash, RMinHashLSH

from pipeline.core.records import Document
from pipeline.core.text import fold

_RUN = 5  # words in a shingle: shorter runs are shared by unrelated news, longer break on each edit
_LEAST_SHINGLES = 25  # a text below some thirty words is too short to call a copy, unless it is equal
_LEAST_SHARE = 0.5  # of the shorter text's shingles: each word changed breaks five of them, so that an edited
# copy keeps 0.6 to 0.9, while independent reports of one event share less than 0.05
_LEAST_LENGTH = 0.3  # of the longer text: less is a quotation, not a copy
_PERMUTATIONS = 128
_BANDS = 64  # of two rows: a Jaccard similarity of 0.3 becomes a candidate with 99.8 %, of 0.01 with 0.6 %
_LEAST_ESTIMATE = 4 / _PERMUTATIONS  # by the signatures alone: a copy is above 0.13, this far below once in 3,000
_SEED = 2020
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Original:
    """A text that others may copy: its id, the digests of its shingles in order, its signature."""

    document_id: str
    shingles: array[int]
    signature: RMinHash


def find_copies(documents: Sequence[Document]) -> dict[str, str]:
    """The original of each document that copies another; originals are absent.

    The original is the earliest published, undated ones last; of one day the longest, then the lowest id.
    Order of input does not matter.
    """
    index = RMinHashLSH(threshold=0.3, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    originals: list[_Original] = []
    by_text: dict[bytes, str] = {}
    copies: dict[str, str] = {}
    for document in sorted(documents, key=_seniority):
        words = _WORD.findall(fold(document.text))
        if document.state in ("empty", "failed") or not words:
            continue
        text_key = sha256(" ".join(words).encode()).digest()
        original = by_text.get(text_key)
        if original is None and len(words) >= _LEAST_SHINGLES + _RUN:
            runs = sorted({" ".join(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1)})
            signature = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
            signature.update(runs)
            shingles = {_digest(run) for run in runs}
            near = [number for number in sorted(index.query(signature)) if _is_near(signature, originals[number])]
            original = _best_original(shingles, near, originals)
            if original is None:
                index.insert(len(originals), signature)
                originals.append(_Original(document.document_id, array("Q", sorted(shingles)), signature))
        by_text.setdefault(text_key, original or document.document_id)
        if original is not None:
            copies[document.document_id] = original
    return copies


def _seniority(document: Document) -> tuple[date, int, str]:
    return (document.published_date or date.max, -len(document.text), document.document_id)


def _digest(run: str) -> int:
    """A number for a run of words: a tenth of the memory of the words."""
    return int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big")


def _is_near(signature: RMinHash, other: _Original) -> bool:
    """Whether it is worth to compare the shingles: most candidates of a large corpus are chance hits."""
    return float(signature.jaccard(other.signature)) >= _LEAST_ESTIMATE


def _best_original(shingles: set[int], candidates: Sequence[int], originals: Sequence[_Original]) -> str | None:
    """The candidate that repeats most of the shorter text, the senior one of equals."""
    best: tuple[float, int] | None = None
    for number in candidates:
        other = originals[number].shingles
        shorter, longer = sorted((len(shingles), len(other)))
        share = len(shingles.intersection(other)) / shorter
        if share >= _LEAST_SHARE and shorter >= _LEAST_LENGTH * longer and (best is None or -share < best[0]):
            best = (-share, number)
    return originals[best[1]].document_id if best else None
