"""The stages that work document by document: stale shards go to workers, what they made is put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.core.errors import PipelineError
from pipeline.run.executor import choose_workers, run_alone, run_tasks
from pipeline.run.guard import read_note
from pipeline.run.inputs import InputFile
from pipeline.run.parts import PartInfo, Slot, drop_others, list_slots, read_columns, read_info
from pipeline.run.per_item import ShardTask, count_new, work_on_shard
from pipeline.run.shards import share_out, slots
from pipeline.run.state import digest_of
from pipeline.run.workspace import Reporter, Workspace

Renames = Mapping[Slot, Mapping[int, str]]


@dataclass(frozen=True)
class Done:
    """What a stage did.

    Attributes:
        digest: Digest of all parts.
        counts: Their figures together.
        n_new: Items worked on now; the others were known.
    """

    digest: str
    counts: Mapping[str, int]
    n_new: int


def normalize_inputs(workspace: Workspace, inputs: Sequence[InputFile], version: str, reporter: Reporter) -> Done:
    """Read every new or changed file.

    Args:
        workspace: Folders and workers.
        inputs: All files.
        version: Digest of code and lexicon.
        reporter: Hears of the progress.
    """
    shards = share_out(inputs)
    tasks = [
        replace(
            _task("normalize", slot, workspace, version),
            key=digest_of(version, *(part for piece in pieces for part in (piece.name, piece.file.digest))),
            pieces=pieces,
        )
        for slot, pieces in zip(slots(len(shards)), shards, strict=True)
    ]
    return _work(tasks, workspace, reporter)


def extract_documents(workspace: Workspace, version: str, reporter: Reporter) -> Done:
    """Find the mentions of every new or changed document; arguments as for ``normalize_inputs``."""
    folder = workspace.stages / "normalize"
    renames = settle(workspace.stages)
    tasks = []
    for slot in list_slots(folder):
        info = read_info(slot.path(folder))
        renamed = renames.get(slot, {})
        spelled = [f"{row} {key}" for row, key in sorted(renamed.items())]
        key = digest_of(version, info.digest if info else "", *spelled)
        tasks.append(replace(_task("extract", slot, workspace, version), key=key, renames=renamed))
    return _work(tasks, workspace, reporter)


def settle(stages: Path) -> Renames:
    """The ids of documents by shard and row where they are not those of the content: copies of others."""
    from pipeline.normalize.identity import path_order, share_out_ids

    folder = stages / "normalize"
    counts: Counter[str] = Counter()
    for slot in list_slots(folder):
        counts.update(
            read_columns(folder, slot, ["document.document_id"])["document"].combine_chunks().field(0).to_pylist()
        )
    shared = {document_id for document_id, number in counts.items() if number > 1}
    if not shared:
        return {}
    found: list[tuple[str, str, Slot, int]] = []
    for slot in list_slots(folder):
        columns = read_columns(folder, slot, ["document.document_id", "document.path"])["document"].to_pylist()
        for row, one in enumerate(columns):
            if one["document_id"] in shared:
                found.append((one["document_id"], one["path"], slot, row))
    found.sort(key=lambda one: (path_order(one[1]), one[0]))
    renames: dict[Slot, dict[int, str]] = {}
    for new, (old, _, slot, row) in zip(share_out_ids([one[:2] for one in found]), found, strict=True):
        if new != old:
            renames.setdefault(slot, {})[row] = new
    return renames


def _task(stage: str, slot: Slot, workspace: Workspace, version: str) -> ShardTask:
    return ShardTask(stage, slot, "", version, workspace.raw, workspace.stages, workspace.lexicon_folder)


def _work(tasks: Sequence[ShardTask], workspace: Workspace, reporter: Reporter) -> Done:
    """Make the parts that are missing or stale, and sum up all."""
    infos = [read_info(task.slot.path(task.folder)) for task in tasks]
    stale = [number for number, task in enumerate(tasks) if (known := infos[number]) is None or known.key != task.key]
    news = {number: count_new(tasks[number]) for number in stale}
    n_new = sum(news.values())
    stage = tasks[0].stage
    reporter.stage_started(stage, n_new)
    workers = choose_workers(workspace.workers, n_new, sum(new > 0 for new in news.values()))
    answers = run_tasks(
        work_on_shard,
        [tasks[number] for number in stale],
        workers=workers,
        executor=workspace.executor,
        scheduler=workspace.scheduler if n_new else None,
    )
    lost: list[int] = []
    for index, info in answers:
        number = stale[index]
        if info is None:
            lost.append(number)
        else:
            infos[number] = info
            reporter.items_done(stage, news[number])
    for number in lost:
        infos[number] = _work_carefully(tasks[number])
        reporter.items_done(stage, news[number])
    drop_others(tasks[0].folder, [task.slot for task in tasks])
    return _sum_up([info for info in infos if info is not None], n_new)


def _work_carefully(task: ShardTask) -> PartInfo:
    """A shard whose worker died, alone; the document that kills its process again is left out.

    Raises:
        PipelineError: The process dies without working on any document.
    """
    while (info := run_alone(work_on_shard, task)) is None:
        culprit = read_note(task.note)
        if culprit is None or culprit in task.lost:
            raise PipelineError(f"{task.stage}: worker processes die again and again. Is there memory left?")
        task = replace(task, lost=(*task.lost, culprit))
    return info


def _sum_up(infos: Sequence[PartInfo], n_new: int) -> Done:
    counts: Counter[str] = Counter()
    for info in infos:
        counts.update(info.counts)
    return Done(digest_of(*(info.digest for info in infos)), counts, n_new)
