"""Ids of documents: made from their content, and settled where two files hold the very same one.

Imports nothing heavy, so that a run without new files can settle ids quickly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.core.records import Document


def content_id(content: bytes) -> str:
    """``d`` and 16 hex digits of the SHA-256 of an article's content."""
    return "d" + hashlib.sha256(content).hexdigest()[:16]


def settle_ids(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Documents in the order of their paths, each with an id of its own.

    The id follows the content alone, so that moving or renaming a file changes nothing. Only where two
    files hold the very same content does the path come in: the first in path order keeps the plain
    id, the others mix their path into it. The run stage calls this once over all documents.
    """
    ordered = sorted(documents, key=lambda document: path_order(document.path))
    ids = share_out_ids([(document.document_id, document.path) for document in ordered])
    return tuple(
        document if key == document.document_id else replace(document, document_id=key)
        for document, key in zip(ordered, ids, strict=True)
    )


def share_out_ids(documents: Sequence[tuple[str, str]]) -> list[str]:
    """The ids of documents, given by id and path in the order of ``path_order``, no two the same."""
    seen: set[str] = set()
    ids: list[str] = []
    for document_id, path in documents:
        key = document_id
        while key in seen:
            key = _joined_id(key, path)
        seen.add(key)
        ids.append(key)
    return ids


def _joined_id(document_id: str, path: str) -> str:
    """An id made from two texts, each with its length in front so that no two pairs run into one."""
    parts = [part.encode("utf-8", "surrogatepass") for part in (document_id, path)]
    return content_id(b"".join(f"{len(part)}:".encode() + part for part in parts))


def path_order(path: str) -> tuple[str, int]:
    """Sort key of paths: the tenth article of a file comes after its second."""
    file, mark, fragment = path.rpartition("#")
    return (file, int(fragment)) if mark and fragment.isdecimal() else (path, 0)
