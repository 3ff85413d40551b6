"""A run does what is stale and nothing else, and says so; tested with stand-ins for the stages."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.core.errors import InputError
from pipeline.run.history import MOST_RUNS, PastRun, read_history, remember_run, stamp
from pipeline.run.lock import BusyError, ReadOnlyError, hold_lock
from pipeline.run.report import summarize
from pipeline.run.session import Session
from pipeline.run.stages import STAGE_NAMES, StageError, run_all, run_stage
from pipeline.run.store import StoreError
from pipeline.run.workspace import Workspace
from tests.run import fakes

MEETING = "2020-11-10 meeting Azerbaijan Pakistan"
VISIT = "2021-01-13 visit Turkey Pakistan"
TABLES = ("timeline", "mentions", "event_actors", "actors", "documents", "rejected", "changes")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return fakes.install(monkeypatch)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "one.txt").write_text(MEETING)
    (raw / "two.txt").write_text(VISIT)
    return Workspace(raw, tmp_path / "output", workers=1)


def _tables(output: Path) -> dict[str, bytes]:
    return {name: (output / f"{name}.csv").read_bytes() for name in TABLES}


def test_a_first_run_does_every_stage(workspace: Workspace, calls: list[str]) -> None:
    report = run_all(workspace)
    assert report.worked == STAGE_NAMES
    assert report.counts["documents"] == 2
    assert report.counts["events"] == 2
    assert (workspace.output / "timeline.csv").read_text("utf-8-sig").count("\n") == 3


def test_an_unchanged_run_does_nothing_and_says_so(workspace: Workspace, calls: list[str]) -> None:
    run_all(workspace)
    calls.clear()
    before = _tables(workspace.output)
    report = run_all(workspace)
    assert (report.worked, calls) == ((), [])
    assert "up to date" in summarize(report)[0]
    assert report.counts["events"] == 2
    assert _tables(workspace.output) == before


def test_one_new_file_costs_one_file(workspace: Workspace, calls: list[str]) -> None:
    run_all(workspace)
    calls.clear()
    (workspace.raw / "three.txt").write_text("2022-05-01 call Azerbaijan Turkey")
    run_all(workspace)
    assert calls == ["normalize three.txt", "extract three.txt", "link"]


def test_a_deleted_file_leaves_no_trace(workspace: Workspace, calls: list[str]) -> None:
    run_all(workspace)
    (workspace.raw / "two.txt").unlink()
    run_all(workspace)
    tables = _tables(workspace.output)
    assert b"two.txt" not in tables["documents"]
    assert b"visit" not in tables["timeline"] + tables["mentions"]
    assert b"withdrawn" in tables["changes"]


def test_a_touched_file_with_the_same_bytes_is_not_stale(workspace: Workspace, calls: list[str]) -> None:
    run_all(workspace)
    calls.clear()
    os.utime(workspace.raw / "one.txt", (1, 1))
    assert run_all(workspace).worked == ()


def test_an_edited_output_is_written_again(workspace: Workspace, calls: list[str]) -> None:
    run_all(workspace)
    before = _tables(workspace.output)
    (workspace.output / "timeline.csv").unlink()
    (workspace.output / "mentions.csv").write_text("oops")
    assert run_all(workspace).worked == ("write",)
    assert _tables(workspace.output) == before


def test_another_rule_makes_the_stages_stale(workspace: Workspace, calls: list[str], tmp_path: Path) -> None:
    run_all(workspace)
    rules = tmp_path / "rules" / "en"
    rules.mkdir(parents=True)
    (rules / "own.yml").write_text("words: [one]\n")
    calls.clear()
    again = Workspace(workspace.raw, workspace.output, tmp_path / "rules", workers=1)
    run_all(again)
    assert [call.split()[0] for call in calls] == ["normalize", "normalize", "extract", "extract", "link"]


def test_a_reader_that_fails_takes_no_other_file_down(workspace: Workspace, calls: list[str]) -> None:
    (workspace.raw / "bad.txt").write_text("boom")
    report = run_all(workspace)
    assert (report.counts["documents"], report.counts["failed"], report.counts["events"]) == (3, 1, 2)
    rejected = (workspace.output / "rejected.csv").read_text("utf-8-sig")
    assert "bad.txt" in rejected
    assert "cannot read this" in rejected
    assert any("bad.txt" in line for line in summarize(report))


def test_more_failures_than_allowed_are_reported(workspace: Workspace, calls: list[str]) -> None:
    for number in range(3):
        (workspace.raw / f"bad{number}.txt").write_text("boom")
    report = run_all(workspace)
    assert report.missed
    assert any("Exit code 3" in line for line in summarize(report))


def test_copies_of_one_file_have_a_row_each(workspace: Workspace, calls: list[str]) -> None:
    (workspace.raw / "sub").mkdir()
    (workspace.raw / "sub" / "one.txt").write_text(MEETING)
    report = run_all(workspace)
    documents = (workspace.output / "documents.csv").read_text("utf-8-sig").splitlines()[1:]
    assert len({line.split(",")[0] for line in documents}) == 3
    assert report.counts["events"] == 2


def test_stages_run_alone_from_the_stored_tables(workspace: Workspace, calls: list[str]) -> None:
    for name in STAGE_NAMES:
        assert run_stage(workspace, name).worked == (name,)
    alone = _tables(workspace.output)
    whole = Workspace(workspace.raw, workspace.output.with_name("whole"), workers=1)
    run_all(whole)
    assert _tables(whole.output) == alone
    for name in ("timeline.html", "timeline.xlsx", "CODEBOOK.md", "datapackage.json"):
        assert (whole.output / name).read_bytes() == (workspace.output / name).read_bytes()


@pytest.mark.parametrize("name", STAGE_NAMES[1:])
def test_a_stage_without_the_one_before_says_which(workspace: Workspace, calls: list[str], name: str) -> None:
    before = STAGE_NAMES[STAGE_NAMES.index(name) - 1]
    with pytest.raises(StageError, match="make normalize"):
        run_stage(workspace, name)
    for stage in STAGE_NAMES[: STAGE_NAMES.index(before)]:
        run_stage(workspace, stage)
    with pytest.raises(StageError, match=f"make {before}"):
        run_stage(workspace, name)


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no such folder.*--raw"):
        run_all(Workspace(tmp_path / "none", tmp_path / "output"))
    assert not (tmp_path / "output").exists()


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "raw" / ".hidden").mkdir(parents=True)
    (tmp_path / "raw" / ".hidden" / "a.txt").write_text(MEETING)
    with pytest.raises(InputError, match=r"no documents.*\.txt"):
        run_all(Workspace(tmp_path / "raw", tmp_path / "output"))


def test_a_second_run_at_the_same_time_leaves(workspace: Workspace, calls: list[str]) -> None:
    with hold_lock(workspace.output), pytest.raises(BusyError, match="another run"):
        run_all(workspace)
    assert run_all(workspace).worked == STAGE_NAMES


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_output_gives_a_message(workspace: Workspace, calls: list[str]) -> None:
    workspace.output.mkdir()
    workspace.output.chmod(0o555)
    with pytest.raises(ReadOnlyError, match="cannot be written"):
        run_all(workspace)


def test_an_output_that_is_a_file_gives_a_message(workspace: Workspace, calls: list[str]) -> None:
    workspace.output.write_text("not a folder")
    with pytest.raises(ReadOnlyError, match="--output"):
        run_all(workspace)


@pytest.mark.parametrize("name", ["normalize", "extract", "link", "validate", "write"])
def test_a_run_cut_off_after_any_stage_completes_with_the_same_tables(
    workspace: Workspace, calls: list[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    run_all(workspace)
    (workspace.raw / "one.txt").write_text("2020-11-10 ceasefire Azerbaijan Armenia")
    undisturbed = Workspace(workspace.raw, workspace.output.with_name("undisturbed"), workers=1)
    _copy_folder(workspace.output, undisturbed.output)
    run_all(undisturbed)

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.run.session.Session.remember", _cutting(name))
        with pytest.raises(KeyboardInterrupt):
            run_all(workspace)
    run_all(workspace)
    assert _tables(workspace.output) == _tables(undisturbed.output)


def _cutting(name: str) -> object:
    remember = Session.remember

    def cut(self: Session, stage: str, state: object) -> None:
        if stage == name:
            raise KeyboardInterrupt
        remember(self, stage, state)  # type: ignore[arg-type]

    return cut


def _copy_folder(source: Path, target: Path) -> None:
    shutil.copytree(source, target)


def test_a_run_with_too_many_failures_leaves_the_last_good_tables(workspace: Workspace, calls: list[str]) -> None:
    run_all(workspace)
    before = _tables(workspace.output)
    for number in range(3):
        (workspace.raw / f"bad{number}.txt").write_text("boom")
    for _ in range(2):
        report = run_all(workspace)
        assert report.missed
        assert not report.published
        assert _tables(workspace.output) == before
    assert run_all(replace(workspace, max_failed=1.0)).worked == ("write",)
    assert _tables(workspace.output) != before


def test_a_sudden_drop_in_events_leaves_the_last_good_tables(workspace: Workspace, calls: list[str]) -> None:
    for number in range(1, 29):
        (workspace.raw / f"{number}.txt").write_text(f"2022-02-{number:02} call Azerbaijan Turkey")
    run_all(workspace)
    before = _tables(workspace.output)
    for number in range(1, 25):
        (workspace.raw / f"{number}.txt").unlink()
    report = run_all(workspace)
    assert "6 events, where the last good run had 30" in str(report.missed)
    assert _tables(workspace.output) == before
    assert run_all(replace(workspace, max_drop=1.0)).published
    assert run_all(workspace).missed is None
    assert [(run.code, run.published) for run in read_history(workspace.output)] == [
        (0, True), (3, False), (0, True), (0, True),
    ]  # fmt: skip


def test_the_history_is_bounded(tmp_path: Path) -> None:
    for number in range(MOST_RUNS + 2):
        remember_run(tmp_path, PastRun(stamp(), 0, published=True, counts={"events": number}))
    runs = read_history(tmp_path)
    assert (len(runs), runs[0].counts["events"]) == (MOST_RUNS, 2)
    (tmp_path / "history.jsonl").write_text("damaged\n{}\n")
    assert read_history(tmp_path) == []


def test_a_failed_run_is_in_the_history(
    workspace: Workspace, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr("pipeline.run.merging.write_records", fail)
    with pytest.raises(StoreError):
        run_all(workspace)
    (run,) = read_history(workspace.output)
    assert (run.code, run.published, run.reason) == (1, False, "the disk is full")
