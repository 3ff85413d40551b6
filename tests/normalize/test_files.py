"""The sample inputs of ``tests/files`` give what their list says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.records import Document
from pipeline.lexicon.load import load_lexicon
from pipeline.normalize.files import normalize_file

FOLDER = Path(__file__).parents[1] / "files"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    lexicon = load_lexicon()
    names = {name.split("#")[0] for name in EXPECTED}
    results = [normalize_file(FOLDER / name, FOLDER, lexicon) for name in sorted(names)]
    return {document.path: document for result in results for document in result.documents}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_sample_is_read(name: str, documents: dict[str, Document]) -> None:
    document, expected = documents[name], EXPECTED[name]
    assert document.title == expected["title"]
    assert (document.published_date and document.published_date.isoformat()) == expected["published"]
    assert document.language == expected["language"]
    assert len(document.sentences) == expected["sentences"]
    assert "2011" not in document.text
    assert "2017" not in document.text
