"""Every file of the input folder is found, in a fixed order, and only they."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.core.errors import InputError
from pipeline.run.inputs import find_inputs


def test_files_are_found_at_any_depth_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.html", ".hidden", ".git/config", "A.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [one.path for one in find_inputs(tmp_path)] == ["A.txt", "a/b/c.html", "a/z.txt", "b.txt"]


def test_the_digest_follows_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.txt").write_text("one")
    one, other = find_inputs(tmp_path)
    assert one.digest == other.digest
    (tmp_path / "b.txt").write_text("two")
    assert find_inputs(tmp_path)[1].digest != one.digest


def test_links_and_pipes_are_listed_but_not_followed(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("secret")
    raw.mkdir()
    (raw / "file.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (raw / "folder").symlink_to(tmp_path / "outside")
    (raw / "loop").symlink_to(raw)
    (raw / "gone.txt").symlink_to(raw / "nowhere.txt")
    os.mkfifo(raw / "pipe.txt")
    inputs = find_inputs(raw)
    assert [one.path for one in inputs] == ["file.txt", "folder", "gone.txt", "loop", "pipe.txt"]
    assert all(one.size == 0 for one in inputs)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "raw").write_text("not a folder")
    with pytest.raises(InputError, match="not a folder"):
        find_inputs(tmp_path / "raw")
