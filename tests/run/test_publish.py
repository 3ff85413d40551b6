"""Readers see the files of one run or of the other, never half a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.run import publish as publishing
from pipeline.run.publish import finish_publishing, publish
from pipeline.run.store import StoreError


def _writer(text: str) -> object:
    def write(folder: Path) -> Iterable[Path]:
        for name in ("a.csv", "b.csv", "run.json"):
            (folder / name).write_text(text)
        return [folder / name for name in ("run.json", "b.csv", "a.csv")]

    return write


def _contents(output: Path) -> set[str]:
    return {(output / name).read_text() for name in ("a.csv", "b.csv", "run.json")}


def test_files_appear_together(tmp_path: Path) -> None:
    paths = publish(tmp_path, _writer("one"))  # type: ignore[arg-type]
    assert [path.name for path in paths] == ["a.csv", "b.csv", "run.json"]
    assert _contents(tmp_path) == {"one"}
    assert not (tmp_path / "stages" / "new").exists()
    assert not finish_publishing(tmp_path)


def test_a_failed_writer_leaves_the_old_files(tmp_path: Path) -> None:
    publish(tmp_path, _writer("one"))  # type: ignore[arg-type]

    def fail(folder: Path) -> Iterable[Path]:
        (folder / "a.csv").write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left"):
        publish(tmp_path, fail)
    assert _contents(tmp_path) == {"one"}


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_a_publication_that_was_cut_off_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    publish(tmp_path, _writer("one"))  # type: ignore[arg-type]
    done: list[Path] = []
    replace = Path.replace

    def cut_off(self: Path, target: Path) -> Path:
        if self.parent.name == "new" and not self.name.startswith("."):
            if len(done) == moves:
                raise KeyboardInterrupt
            done.append(self)
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(publishing.Path, "replace", cut_off)
        with pytest.raises(KeyboardInterrupt):
            publish(tmp_path, _writer("two"))  # type: ignore[arg-type]
    assert (tmp_path / "run.json").read_text() == "one"
    assert finish_publishing(tmp_path)
    assert _contents(tmp_path) == {"two"}


def test_an_incomplete_publication_is_dropped(tmp_path: Path) -> None:
    publish(tmp_path, _writer("one"))  # type: ignore[arg-type]
    (tmp_path / "stages" / "new").mkdir()
    (tmp_path / "stages" / "new" / "a.csv").write_text("half")
    assert not finish_publishing(tmp_path)
    assert _contents(tmp_path) == {"one"}
