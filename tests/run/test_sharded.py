"""Shards are redone when they are stale and only then, and no document takes others down."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from pipeline.core.errors import PipelineError
from pipeline.run import executor, guard, sharded, shards
from pipeline.run.guard import Failure, Guard, call_guarded
from pipeline.run.inputs import InputFile, find_inputs
from pipeline.run.parts import Slot, is_complete, list_slots, read_info, read_part
from pipeline.run.per_item import DocumentRow, MentionsRow, ShardTask, work_on_shard
from pipeline.run.shards import share_out
from pipeline.run.workspace import SilentReporter, Workspace
from tests.run import fakes


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return fakes.install(monkeypatch)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(shards, "FILES_A_SHARD", 2)
    (tmp_path / "raw").mkdir()
    for number in range(1, 17):
        (tmp_path / "raw" / f"{number:02}.txt").write_text(f"2021-03-{number:02} meeting Azerbaijan Pakistan")
    return Workspace(tmp_path / "raw", tmp_path / "output", workers=1)


def _stamps(workspace: Workspace) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (workspace.stages / "extract").iterdir()}


def test_a_file_has_its_shard_whatever_else_there_is() -> None:
    inputs = [InputFile(f"{number}.txt", "d", 1) for number in range(1000)]
    shard_of = {piece.name: index for index, shard in enumerate(share_out(inputs)) for piece in shard}
    assert len(set(shard_of.values())) == 8
    fewer = {piece.name: index for index, shard in enumerate(share_out(inputs[::2])) for piece in shard}
    assert all(shard_of[name] % 4 == index for name, index in fewer.items())


def test_a_large_container_is_read_in_pieces() -> None:
    pieces = [piece for shard in share_out([InputFile("a.zip", "d", 2_100_000)]) for piece in shard]
    assert sorted((piece.share.index, piece.share.of) for piece in pieces) == [(0, 3), (1, 3), (2, 3)]
    assert sum(map(len, share_out([InputFile("a.zip", "d", 10**12)]))) == shards.MOST_PIECES
    assert [len(shard) for shard in share_out([InputFile("a.pdf", "d", 10_000_000)])] == [1]


def _work(workspace: Workspace, version: str = "v") -> tuple[sharded.Done, sharded.Done]:
    """The two stages that go by shards, alone."""
    inputs, silent = find_inputs(workspace.raw), SilentReporter()
    read = sharded.normalize_inputs(workspace, inputs, version, silent)
    return read, sharded.extract_documents(workspace, version, silent)


def _rows(workspace: Workspace) -> set[MentionsRow]:
    folder = workspace.stages / "extract"
    return {row for slot in list_slots(folder) for row in read_part(folder, slot, MentionsRow)}


def test_one_changed_file_redoes_one_shard(workspace: Workspace, calls: list[str]) -> None:
    _work(workspace)
    before = _stamps(workspace)
    assert len(before) == 8
    calls.clear()
    (workspace.raw / "05.txt").write_text("2021-04-01 visit Azerbaijan Pakistan")
    _work(workspace)
    assert calls == ["normalize 05.txt", "extract 05.txt"]
    assert sum(before[name] != stamp for name, stamp in _stamps(workspace).items()) == 1


def test_when_shards_split_or_join_no_document_is_read_again(
    workspace: Workspace, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _work(workspace)
    before = _rows(workspace)
    for files_a_shard in (1, 8, 100):
        monkeypatch.setattr(shards, "FILES_A_SHARD", files_a_shard)
        calls.clear()
        assert [done.n_new for done in _work(workspace)] == [0, 0]
        assert calls == []
        assert _rows(workspace) == before
        assert is_complete(workspace.stages / "normalize")
        assert is_complete(workspace.stages / "extract")


def test_a_removed_file_leaves_its_shard(workspace: Workspace, calls: list[str]) -> None:
    _work(workspace)
    (workspace.raw / "05.txt").unlink()
    read, extracted = _work(workspace)
    assert (read.counts["ok"], extracted.counts["mentions"], read.n_new, extracted.n_new) == (15, 15, 0, 0)


def test_copies_have_ids_of_their_own_wherever_they_are(workspace: Workspace, calls: list[str]) -> None:
    for name in ("copy", "another"):
        (workspace.raw / f"{name}.txt").write_bytes((workspace.raw / "05.txt").read_bytes())
    _work(workspace)
    assert len({row.document_id for row in _rows(workspace)}) == 18


@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_a_part_that_is_gone_is_made_again(workspace: Workspace, calls: list[str], damage: str) -> None:
    _work(workspace)
    part = Slot(3, 8).path(workspace.stages / "normalize")
    before = part.read_bytes()
    if damage == "missing":
        part.unlink()
    else:
        part.write_bytes(before[:100])
    calls.clear()
    _work(workspace)
    assert 0 < sum(call.startswith("normalize") for call in calls) < 16
    assert not any(call.startswith("extract") for call in calls)
    assert part.read_bytes() == before


def _task(workspace: Workspace) -> ShardTask:
    (shard,) = share_out(find_inputs(workspace.raw))
    return ShardTask("normalize", Slot(), "key", "version", workspace.raw, workspace.stages, pieces=shard)


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    (tmp_path / "raw").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "raw" / f"{name}.txt").write_text(f"A text named {name} which is short.")
    return Workspace(tmp_path / "raw", tmp_path / "output")


def _states(workspace: Workspace) -> dict[str, str]:
    rows = read_part(workspace.stages / "normalize", Slot(), DocumentRow)
    return {row.document.path: row.document.state for row in rows}


def test_a_document_that_kills_its_worker_is_left_out(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies at b; the next one leaves b out and comes to the end."""

    def run_alone(work: object, task: ShardTask) -> object:
        pid = os.fork()
        if pid == 0:
            monkeypatch.setattr("pipeline.normalize.files.normalize_source", _die_at_b)
            work_on_shard(task)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        return read_info(task.slot.path(task.folder)) if status == 0 else None

    monkeypatch.setattr(sharded, "run_alone", run_alone)
    info = sharded._work_carefully(_task(small))
    assert info.key == ""
    assert _states(small) == {"a.txt": "ok", "b.txt": "failed", "c.txt": "ok"}
    (row,) = [row for row in read_part(small.stages / "normalize", Slot(), DocumentRow) if row.problems]
    assert "worker process died" in row.problems[0].reason


def _die_at_b(source: object, lexicon: object) -> object:
    from pipeline.core.records import Document
    from pipeline.normalize.files import NormalizeResult

    name: str = source.name  # type: ignore[attr-defined]
    if name == "b.txt":
        os._exit(9)
    return NormalizeResult((Document("d" + name, name, "", "txt"),), ())


def test_workers_that_die_between_documents_stop_the_run(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharded, "run_alone", lambda work, task: None)
    with pytest.raises(PipelineError, match="again and again"):
        sharded._work_carefully(_task(small))


def test_a_document_that_takes_too_long_is_given_up() -> None:
    answer = call_guarded(partial(time.sleep, 5), seconds=0.05)
    assert isinstance(answer, Failure)
    assert "more than" in answer.message


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell what a process has")
def test_a_document_that_takes_too_much_memory_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MEMORY_PER_ITEM", 50_000_000)
    answer = call_guarded(lambda: len(bytes(200_000_000)), seconds=5)
    assert isinstance(answer, Failure)
    assert answer.error == "MemoryError"
    assert call_guarded(lambda: len(bytes(20_000_000)), seconds=5) == 20_000_000


def test_a_worker_that_hears_no_signal_is_ended(tmp_path: Path) -> None:
    script = (
        "import multiprocessing, signal\n"
        "from pathlib import Path\n"
        "from pipeline.run.guard import call_guarded\n"
        "multiprocessing.parent_process = lambda: True\n"
        "def deaf():\n"
        "    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\n"
        "    import time; time.sleep(30)\n"
        "call_guarded(deaf, seconds=0.2)\n"
    )
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 1
    assert time.perf_counter() - started < 5


def test_the_note_says_where_a_process_died(tmp_path: Path) -> None:
    note = tmp_path / "note"
    pid = os.fork()
    if pid == 0:
        with Guard(note) as at:
            at.call("long-name.txt", lambda: None)
            at.call("b.txt", partial(os.kill, os.getpid(), signal.SIGKILL))
    os.waitpid(pid, 0)
    assert guard.read_note(note) == "b.txt"
    with Guard(note, ["b.txt"]) as at:
        assert at.call("b.txt", lambda: 1) == Failure("WorkerLost", guard.LOST)
        assert at.call("c.txt", lambda: 1) == 1
    assert not note.exists()


def test_a_dask_cluster_gives_the_same_parts(workspace: Workspace, calls: list[str], tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is an extra: pip install 'event-timeline[dask]'")
    _work(workspace)
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    with distributed.LocalCluster(protocol="tcp", silence_logs=50, **options) as cluster:
        address = cluster.scheduler_address
        other = Workspace(workspace.raw, tmp_path / "dask", executor="dask", scheduler=address)
        _work(other)
    for stage in ("normalize", "extract"):
        for slot in list_slots(workspace.stages / stage):
            parts = [slot.path(one.stages / stage).read_bytes() for one in (workspace, other)]
            assert parts[0] == parts[1]


def test_a_scheduler_that_is_not_there_is_named(
    workspace: Workspace, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="Dask is an extra: pip install 'event-timeline[dask]'")
    monkeypatch.setattr(executor, "SECONDS_TO_CONNECT", 1)
    nowhere = replace(workspace, executor="dask", scheduler="tcp://127.0.0.1:9")
    with pytest.raises(PipelineError, match="no Dask scheduler"):
        _work(nowhere)
