"""The table of languages tells what is there and what is shown by example."""

from __future__ import annotations

from pathlib import Path

from pipeline.lexicon.coverage import measure_coverage
from pipeline.lexicon.load import load_lexicon


def test_english_is_covered() -> None:
    english = measure_coverage(load_lexicon())["en"]
    assert english["triggers"].n_entries > 50
    assert english["dates"].n_examples > 50


def test_a_file_that_a_language_lacks_counts_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / "language.yml").write_text("code: xx\nname: Example\n", encoding="utf-8")
    (folder / "places.csv").write_text("id,place,names\none,p,Here\ntwo,q,There\n", encoding="utf-8")
    (folder / "places.examples.yml").write_text("cases:\n- {say: [a, b]}\nnever: [c]\n", encoding="utf-8")
    coverage = measure_coverage(load_lexicon(tmp_path))["xx"]
    assert (coverage["places"].n_entries, coverage["places"].n_examples) == (2, 3)
    assert (coverage["triggers"].n_entries, coverage["triggers"].n_examples) == (0, 0)
