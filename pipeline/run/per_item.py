"""The stages that work item by item: files to documents, documents to mentions.

Each item's result is stored with the digest of all it depended on; an item whose digest has not changed
is taken from the store. The stage functions are imported only when there is something to do, because
their libraries take longer to load than an unchanged run takes in all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.core.errors import Problem
from pipeline.core.records import Document, EventMention
from pipeline.lexicon.load import load_lexicon
from pipeline.run.executor import Failure, choose_workers, map_items
from pipeline.run.inputs import InputFile
from pipeline.run.state import digest_of, digest_records
from pipeline.run.store import read_records, write_records
from pipeline.run.workspace import Reporter, Workspace


@dataclass(frozen=True, slots=True)
class FileResult:
    """What one input file gave.

    Attributes:
        path: Relative to the input folder.
        key: Digest of bytes, code and lexicon.
        digest: Digest of the documents and problems.
        documents: At least one; a file that could not be read has one in state ``failed``.
        problems: What went wrong.
    """

    path: str
    key: str
    digest: str
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What one document gave; ``key`` and ``digest`` as in ``FileResult``.

    Attributes:
        off_topic: It has nothing to do with the subject.
        failed: The extraction broke off.
    """

    document_id: str
    key: str
    digest: str
    mentions: tuple[EventMention, ...] = ()
    problems: tuple[Problem, ...] = ()
    off_topic: bool = False
    failed: bool = False


@dataclass(frozen=True)
class Done:
    """What a per-item stage did.

    Attributes:
        results: Every item's result, in input order.
        n_new: Items worked on now; the others came from the store.
    """

    results: list[Any]
    n_new: int


def normalize_inputs(workspace: Workspace, inputs: Sequence[InputFile], *, version: str, reporter: Reporter) -> Done:
    """Read every new or changed file; the others come from the store.

    Args:
        workspace: Folders and workers.
        inputs: All files, in order.
        version: Digest of code and lexicon.
        reporter: Hears of the progress.
    """
    table = workspace.stages / "normalize.parquet"
    known = {result.path: result for result in read_records(table, FileResult)}
    keys = {one.path: digest_of(one.path, one.digest, version) for one in inputs}
    stale = [one for one in inputs if one.path not in known or known[one.path].key != keys[one.path]]
    work = partial(_normalize_one, raw=workspace.raw, lexicon_folder=workspace.lexicon_folder)
    made = _work_on("normalize", work, stale, workspace, reporter)
    fresh = {one.path: _file_result(one, keys[one.path], answer) for one, answer in zip(stale, made, strict=True)}
    results = [fresh.get(one.path) or known[one.path] for one in inputs]
    write_records(table, results, FileResult)
    return Done(results, len(stale))


def extract_documents(workspace: Workspace, documents: Sequence[Document], *, version: str, reporter: Reporter) -> Done:
    """Find the mentions of every new or changed document; the others come from the store.

    Args:
        workspace: Folders and workers.
        documents: All documents, in order; those not in state ``ok`` give nothing.
        version: Digest of code and lexicon.
        reporter: Hears of the progress.
    """
    table = workspace.stages / "extract.parquet"
    known = {result.document_id: result for result in read_records(table, DocumentResult)}
    keys = {one.document_id: digest_of(repr(one), version) for one in documents}
    stale = [
        one for one in documents if one.document_id not in known or known[one.document_id].key != keys[one.document_id]
    ]
    work = partial(_extract_one, lexicon_folder=workspace.lexicon_folder)
    made = _work_on("extract", work, stale, workspace, reporter)
    fresh = {
        one.document_id: _document_result(one, keys[one.document_id], answer)
        for one, answer in zip(stale, made, strict=True)
    }
    results = [fresh.get(one.document_id) or known[one.document_id] for one in documents]
    write_records(table, results, DocumentResult)
    return Done(results, len(stale))


def list_documents(results: Sequence[FileResult]) -> list[Document]:
    """All documents in the order of their paths, each with an id of its own.

    Two files with the same content give the same id; ``settle_ids`` tells them apart, so that every input
    has its row.
    """
    from pipeline.normalize.identity import settle_ids

    return list(settle_ids(document for result in results for document in result.documents))


def _work_on(
    stage: str,
    work: Callable[[Any], Any],
    items: Sequence[Any],
    workspace: Workspace,
    reporter: Reporter,
) -> list[Any]:
    reporter.stage_started(stage, len(items))
    answers: list[Any] = [None] * len(items)
    for index, answer in map_items(work, items, workers=choose_workers(workspace.workers, len(items))):
        answers[index] = answer
        reporter.item_done(stage)
    return answers


def _normalize_one(one: InputFile, *, raw: Path, lexicon_folder: Path | None) -> Any:
    from pipeline.normalize.files import normalize_file

    return normalize_file(raw / one.path, raw, load_lexicon(lexicon_folder))


def _extract_one(document: Document, *, lexicon_folder: Path | None) -> Any:
    from pipeline.extract.document import extract_document

    if document.state != "ok":
        return None
    return extract_document(document, load_lexicon(lexicon_folder))


_TRY_AGAIN = ""
"""Key of a result that is not to be reused: a lost worker or a slow machine may not repeat itself."""


def _file_result(one: InputFile, key: str, answer: Any) -> FileResult:
    if isinstance(answer, Failure):
        key, (documents, problems) = _TRY_AGAIN, _failed_file(one, answer)
    else:
        documents, problems = tuple(answer.documents), tuple(answer.problems)
    if one.is_regular:  # of all bytes, also where the reader gave up early
        documents = tuple(replace(document, sha256=one.digest) for document in documents)
    return FileResult(one.path, key, digest_records([*documents, *problems]), documents, problems)


def _failed_file(one: InputFile, failure: Failure) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    reason = _reason(failure, "reading this file")
    document = Document(
        document_id="d" + digest_of(one.path, one.digest)[:16],
        path=one.path,
        sha256=one.digest,
        format=Path(one.path).suffix.lstrip(".").lower(),
        state="failed",
        warning=reason,
    )
    return (document,), (_problem("normalize", document, failure, reason),)


def _document_result(document: Document, key: str, answer: Any) -> DocumentResult:
    if answer is None:
        return DocumentResult(document.document_id, key, digest_of("nothing"))
    if isinstance(answer, Failure):
        problem = _problem("extract", document, answer, _reason(answer, "extracting from this document"))
        return DocumentResult(
            document.document_id, _TRY_AGAIN, digest_records([problem]), problems=(problem,), failed=True
        )
    mentions, problems = tuple(answer.mentions), tuple(answer.problems)
    return DocumentResult(
        document_id=document.document_id,
        key=key,
        digest=digest_records([*mentions, *problems, answer.off_topic]),
        mentions=mentions,
        problems=problems,
        off_topic=answer.off_topic,
    )


def _reason(failure: Failure, doing: str) -> str:
    return (
        f"The pipeline itself failed while {doing}: {failure.error}: {failure.message}."
        " The others went on; please report this with the file."
    )


def _problem(stage: str, document: Document, failure: Failure, reason: str) -> Problem:
    return Problem(
        stage=stage,
        check="internal_error",
        path=document.path,
        reason=reason,
        document_id=document.document_id,
        value=failure.message[:200],
    )
