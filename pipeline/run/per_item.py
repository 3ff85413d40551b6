"""What a worker does: one shard of files to documents, one shard of documents to mentions.

Pure functions from what a task names to a part file. A row of the former part whose digest has not changed
is taken over as it stands; documents are worked on one by one under guard. The stage functions are
imported only when there is something to do, because their libraries take long to load.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.core.errors import Problem
from pipeline.core.records import Document, EventMention
from pipeline.lexicon.load import load_lexicon
from pipeline.run.guard import Failure, Guard
from pipeline.run.parts import PartInfo, PartWriter, Slot, read_columns, read_former, read_part
from pipeline.run.shards import Piece
from pipeline.run.state import digest_of, digest_records

_TRY_AGAIN = ""
"""Key of a result that is not to be reused: a lost worker or a slow machine may not repeat itself."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as normalize made it.

    Attributes:
        file: Path of the file that it came from.
        share: Number of the share of a large container.
        key: Digest of bytes, code and lexicon.
        digest: Digest of document and problems.
        document: Its id is that of the content; ``settle`` tells copies apart.
        problems: What went wrong.
    """

    file: str
    share: int
    key: str
    digest: str
    document: Document
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionsRow:
    """What one document gave; ``key`` and ``digest`` as in ``DocumentRow``.

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


@dataclass(frozen=True, slots=True)
class ShardTask:
    """One shard of one stage: all that a worker has to know, and no text.

    Attributes:
        stage: normalize or extract.
        slot: The shard.
        key: Digest of all that its part depends on.
        version: Digest of code and lexicon.
        raw: Input folder.
        stages: Folder of the parts.
        lexicon_folder: The user's rules, or ``None``.
        pieces: Files to normalize.
        renames: For extract, the settled ids of documents by their row, where they are not those of the content.
        lost: Documents whose worker died before.
    """

    stage: str
    slot: Slot
    key: str
    version: str
    raw: Path
    stages: Path
    lexicon_folder: Path | None = None
    pieces: tuple[Piece, ...] = ()
    renames: Mapping[int, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """Where the parts of the stage are."""
        return self.stages / self.stage

    @property
    def note(self) -> Path:
        """Says which document is worked on."""
        return self.stages / "working" / f"{self.stage}-{self.slot.index}"


def work_on_shard(task: ShardTask) -> PartInfo:
    """Make the part of a shard.

    Raises:
        PipelineError: A rule file is broken, or the part cannot be written.
    """
    return _normalize_shard(task) if task.stage == "normalize" else _extract_shard(task)


def count_new(task: ShardTask) -> int:
    """Items of the task that no part holds yet: what there is to do."""
    known = _Former(task)
    if task.stage == "normalize":
        return sum(known.rows_of(_piece_key(piece, task.version)) is None for piece in task.pieces)
    return sum(known.rows_of(key) is None for key in _document_keys(task))


class _Former:
    """Rows of the parts of the run before, by key."""

    def __init__(self, task: ShardTask) -> None:
        self._table = read_former(task.folder, task.slot)
        self._rows: dict[str, list[int]] = {}
        if self._table is None:
            return
        keys = self._table["key"].to_pylist()
        # What is taken over whole or not at all: the documents of a file.
        whole = ("file", "share") if task.stage == "normalize" else ("document_id",)
        names = list(zip(*(self._table[column].to_pylist() for column in whole), strict=True))
        unfinished = {name for name, key in zip(names, keys, strict=True) if key == _TRY_AGAIN}
        for number, (name, key) in enumerate(zip(names, keys, strict=True)):
            if name not in unfinished:
                self._rows.setdefault(key, []).append(number)

    def rows_of(self, key: str) -> list[int] | None:
        """Where the rows with this key stand."""
        return self._rows.get(key)

    def take(self, rows: list[int]) -> pa.Table:
        """Some of the rows."""
        assert self._table is not None
        return self._table.take(rows)


def _piece_key(piece: Piece, version: str) -> str:
    return digest_of(piece.name, piece.file.digest, version)


def _document_keys(task: ShardTask) -> list[str]:
    digests = read_columns(task.stages / "normalize", task.slot, ["digest"])["digest"].to_pylist()
    return [digest_of(digest, task.renames.get(row, ""), task.version) for row, digest in enumerate(digests)]


def _normalize_shard(task: ShardTask) -> PartInfo:
    known = _Former(task)
    with PartWriter(task.slot.path(task.folder), DocumentRow) as part, Guard(task.note, task.lost) as guard:
        for piece in task.pieces:
            rows = known.rows_of(_piece_key(piece, task.version))
            if rows is None:
                for row in _read_piece(piece, task, guard):
                    part.add(row)
                    part.count(**{row.document.state: 1})
            else:
                kept = known.take(rows)
                part.add_table(kept)
                for state in kept["document"].combine_chunks().field("state").to_pylist():
                    part.count(**{state: 1})
        return part.finish(task.key)


def _read_piece(piece: Piece, task: ShardTask, guard: Guard) -> Iterator[DocumentRow]:
    """The documents of a file, one after the other."""
    from pipeline.normalize.files import normalize_source, open_sources

    lexicon = load_lexicon(task.lexicon_folder)
    key = _piece_key(piece, task.version)
    sources = open_sources(task.raw / piece.file.path, task.raw, piece.share)
    while True:
        source = guard.call(piece.file.path, partial(next, sources, None))
        if source is None:
            return
        if isinstance(source, Failure):
            yield _failed_row(piece, piece.file.path, source)
            return
        result = guard.call(source.name, partial(normalize_source, source, lexicon), size=len(source.data))
        if isinstance(result, Failure):
            yield _failed_row(piece, source.name, result)
            continue
        yield from _rows(piece, key, result.documents, result.problems)


def _rows(piece: Piece, key: str, documents: Sequence[Document], problems: Sequence[Problem]) -> Iterator[DocumentRow]:
    left = tuple(problems)
    for document in documents:
        # Of all bytes of the file, also where the reader gave up early.
        stated = replace(document, sha256=piece.file.digest) if piece.file.is_regular else document
        yield DocumentRow(piece.file.path, piece.share.index, key, digest_records([stated, *left]), stated, left)
        left = ()


def _failed_row(piece: Piece, name: str, failure: Failure) -> DocumentRow:
    reason = _reason(failure, "reading this file")
    document = Document(
        document_id="d" + digest_of(name, piece.file.digest)[:16],
        path=name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"),
        sha256=piece.file.digest,
        format=Path(name).suffix.lstrip(".").lower(),
        state="failed",
        warning=reason,
    )
    problem = _problem("normalize", document, failure, reason)
    digest = digest_records([document, problem])
    return DocumentRow(piece.file.path, piece.share.index, _TRY_AGAIN, digest, document, (problem,))


def _extract_shard(task: ShardTask) -> PartInfo:
    known, keys = _Former(task), _document_keys(task)
    fresh = [row for row, key in enumerate(keys) if known.rows_of(key) is None]
    documents = _settled_documents(task, fresh)
    with PartWriter(task.slot.path(task.folder), MentionsRow) as part, Guard(task.note, task.lost) as guard:
        for number, key in enumerate(keys):
            rows = known.rows_of(key)
            if rows is None:
                row = _extract_one(documents[number], key, task, guard)
                part.add(row)
                part.count(mentions=len(row.mentions), off_topic=row.off_topic, unfinished=row.failed)
            else:
                kept = known.take(rows[:1])
                part.add_table(kept)
                (off_topic,), (failed,) = kept["off_topic"].to_pylist(), kept["failed"].to_pylist()
                n_mentions = len(kept["mentions"].combine_chunks().flatten())
                part.count(mentions=n_mentions, off_topic=off_topic, unfinished=failed)
        return part.finish(task.key)


def _settled_documents(task: ShardTask, rows: Sequence[int]) -> Mapping[int, Document]:
    if not rows:
        return {}
    documents = read_documents(task.stages, task.slot, task.renames)
    return {row: documents[row] for row in rows}


def read_documents(stages: Path, slot: Slot, renames: Mapping[int, str]) -> list[Document]:
    """The documents of a shard, each with an id of its own."""
    rows = read_part(stages / "normalize", slot, DocumentRow)
    return [
        replace(one.document, document_id=renames[number]) if number in renames else one.document
        for number, one in enumerate(rows)
    ]


def _extract_one(document: Document, key: str, task: ShardTask, guard: Guard) -> MentionsRow:
    from pipeline.extract.document import extract_document

    if document.state != "ok":
        return MentionsRow(document.document_id, key, digest_of("nothing"))
    lexicon = load_lexicon(task.lexicon_folder)
    answer: Any = guard.call(document.path, partial(extract_document, document, lexicon), size=len(document.text))
    if isinstance(answer, Failure):
        problem = _problem("extract", document, answer, _reason(answer, "extracting from this document"))
        return MentionsRow(
            document.document_id, _TRY_AGAIN, digest_records([problem]), problems=(problem,), failed=True
        )
    mentions, problems = tuple(answer.mentions), tuple(answer.problems)
    return MentionsRow(
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
