"""Results of files become documents with ids that no two of them share."""

from __future__ import annotations

from pipeline.core.records import Document
from pipeline.run.per_item import FileResult, list_documents


def _result(path: str, document_id: str) -> FileResult:
    return FileResult(path, "key", "digest", (Document(document_id, path, "0", "txt"),), ())


def test_two_files_with_the_same_content_have_a_row_each() -> None:
    """A copy must not overwrite the document it repeats, and a new copy leaves the first one's id alone."""
    alone = list_documents([_result("a.txt", "d1")])
    both = list_documents([_result("a.txt", "d1"), _result("b.txt", "d1")])
    assert [document.path for document in both] == ["a.txt", "b.txt"]
    assert both[0] == alone[0]
    assert both[1].document_id not in ("d1", "")
