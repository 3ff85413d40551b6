"""The stages in their order, what each depends on, and a run through those that are stale.

This is the one place that knows the order. Each stage reads the stored tables of those before it, so
that it can run alone; what it made is remembered with the digest of all it depended on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pipeline.core.errors import PipelineError
from pipeline.run.history import PastRun, read_history, remember_run, stamp, too_few_events, too_many_failures
from pipeline.run.inputs import InputFile, find_inputs
from pipeline.run.lock import hold_lock
from pipeline.run.merging import link_stage, validate_stage, write_stage
from pipeline.run.publish import finish_publishing
from pipeline.run.report import RunReport
from pipeline.run.session import Made, Session
from pipeline.run.sharded import extract_documents, normalize_inputs
from pipeline.run.state import StageState, digest_code, digest_of, read_state
from pipeline.run.tables import load_problems
from pipeline.run.workspace import Reporter, SilentReporter, Workspace

_KNOWLEDGE = ("core", "lexicon")


class StageError(PipelineError):
    """A stage was asked for alone, but the one before it has not run."""


@dataclass(frozen=True)
class Stage:
    """One step of the pipeline.

    Attributes:
        name: Verb, also the name of its command.
        summary: What it does, in a few words.
        code: Packages below ``pipeline`` whose source decides what it makes.
        work: Does it, and returns what it made.
    """

    name: str
    summary: str
    code: tuple[str, ...]
    work: Callable[[Session, str], Made]


def _normalize(session: Session, version: str) -> Made:
    done = normalize_inputs(session.workspace, session.inputs, version, session.reporter)
    session.forget_documents()
    n_files = len(session.inputs)
    states = {state: done.counts.get(state, 0) for state in ("failed", "empty")}
    return Made(
        digest=done.digest,
        counts={"files": n_files, "documents": sum(done.counts.values()), **states},
        message=f"{n_files} files: {done.n_new} read, {max(0, n_files - done.n_new)} unchanged",
    )


def _extract(session: Session, version: str) -> Made:
    done = extract_documents(session.workspace, version, session.reporter)
    session.forget_documents()
    n_documents = int(session.state.stages["normalize"].counts["documents"])
    counts = {name: done.counts.get(name, 0) for name in ("mentions", "off_topic", "unfinished")}
    return Made(
        digest=done.digest,
        counts=counts,
        message=f"{counts['mentions']} mentions in {n_documents} documents"
        f" ({done.n_new} worked on, {n_documents - done.n_new} unchanged)",
    )


STAGES: tuple[Stage, ...] = (
    Stage(
        "normalize",
        "files to clean texts with sentences and a publication date",
        (*_KNOWLEDGE, "times", "normalize"),
        _normalize,
    ),
    Stage(
        "extract",
        "texts to mentions of events with dates, actors and places",
        (*_KNOWLEDGE, "times", "extract"),
        _extract,
    ),
    Stage("link", "mentions to events", (*_KNOWLEDGE, "link"), link_stage),
    Stage(
        "validate",
        "tables checked; bad rows set aside with the reason",
        (*_KNOWLEDGE, "schema", "validate"),
        validate_stage,
    ),
    Stage("write", "tables to files that people open", (*_KNOWLEDGE, "schema", "write"), write_stage),
)
STAGE_NAMES = tuple(stage.name for stage in STAGES)


def run_all(workspace: Workspace, reporter: Reporter | None = None) -> RunReport:
    """Run every stale stage and publish the tables.

    Raises:
        InputError: The input folder is missing or empty.
        BusyError: Another run works in the output folder.
        PipelineError: A rule file is broken, or the output folder cannot be written to.
    """
    inputs = find_inputs(workspace.raw)
    return _run(workspace, STAGES, inputs, reporter or SilentReporter(), only_stale=True)


def run_stage(workspace: Workspace, name: str, reporter: Reporter | None = None) -> RunReport:
    """Run one stage from the stored tables of the stages before it, stale or not.

    Raises:
        StageError: The stage before it has never run.
        PipelineError: As for ``run_all``.
    """
    stage = next(stage for stage in STAGES if stage.name == name)
    inputs = find_inputs(workspace.raw) if name == "normalize" else []
    return _run(workspace, (stage,), inputs, reporter or SilentReporter(), only_stale=False)


def _run(
    workspace: Workspace,
    stages: Sequence[Stage],
    inputs: Sequence[InputFile],
    reporter: Reporter,
    *,
    only_stale: bool,
) -> RunReport:
    with hold_lock(workspace.output):
        finish_publishing(workspace.output)
        session = Session(workspace, reporter, list(inputs), read_state(workspace.state_file))
        try:
            report = _run_stages(session, stages, only_stale)
        except PipelineError as error:
            with suppress(PipelineError):  # a full disk has no room for its history either
                remember_run(workspace.output, PastRun(stamp(), 1, published=False, reason=str(error)))
            raise
        if stages is STAGES:
            remember_run(workspace.output, _as_past(report))
        return report


def _run_stages(session: Session, stages: Sequence[Stage], only_stale: bool) -> RunReport:
    worked, missed, published = [], None, True
    for stage in stages:
        if stage.name == "write" and stages is STAGES:
            missed, is_good = _judge(session)
            published = is_good or not session.has_product("write")
            if not published:
                break
        if _run_if_needed(stage, session, only_stale):
            worked.append(stage.name)
    return RunReport(
        counts=session.counts(),
        worked=tuple(worked),
        seconds=dict(session.seconds),
        output=session.workspace.output,
        missed=missed,
        published=published,
        problems=tuple(load_problems(session.workspace.stages / "validated")) if stages is STAGES else (),
    )


def _judge(session: Session) -> tuple[str | None, bool]:
    """Why what was made is not good, and whether it may be published all the same: it is published already."""
    counts, workspace = session.counts(), session.workspace
    missed = too_many_failures(counts, workspace.max_failed)
    missed = missed or too_few_events(counts, read_history(workspace.output), workspace.max_drop)
    return missed, missed is None or not _is_stale(STAGES[-1], session)


def _as_past(report: RunReport) -> PastRun:
    return PastRun(
        finished_at=stamp(),
        code=3 if report.missed else 0,
        published=report.published,
        worked=report.worked,
        seconds=round(sum(report.seconds.values()), 3),
        counts=report.counts,
        reason=report.missed,
    )


def _run_if_needed(stage: Stage, session: Session, only_stale: bool) -> bool:
    key = _key(stage, session)
    if only_stale and not _is_stale(stage, session):
        return False
    started = time.perf_counter()
    made = stage.work(session, _version(stage, session))
    session.seconds[stage.name] = time.perf_counter() - started
    session.remember(stage.name, StageState(key, made.digest, made.counts))
    session.reporter.stage_finished(stage.name, made.message)
    return True


def _version(stage: Stage, session: Session) -> str:
    return digest_of(digest_code(stage.code), session.lexicon.digest())


def _key(stage: Stage, session: Session) -> str:
    return digest_of(_version(stage, session), *_upstream(stage, session))


def _is_stale(stage: Stage, session: Session) -> bool:
    known = session.state.stages.get(stage.name)
    return known is None or known.key != _key(stage, session) or not session.has_product(stage.name)


def _upstream(stage: Stage, session: Session) -> list[str]:
    position = STAGE_NAMES.index(stage.name)
    if position == 0:
        return [part for one in session.inputs for part in (one.path, one.digest)]
    before = STAGE_NAMES[:position]
    for name in before:
        if name not in session.state.stages or not session.has_product(name):
            raise StageError(
                f"{stage.name} needs what {name} makes, and {session.workspace.stages} has none of it."
                f" Run `make {name}` first, or `make run` for everything."
            )
    digests = [session.state.stages[name].digest for name in before]
    return [*digests, session.curation_digest()] if stage.name == "link" else digests
