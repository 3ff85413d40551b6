"""What one run holds in memory: results of the stages, loaded from the store when they are not fresh."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.core.errors import Problem
from pipeline.core.records import Document, EventMention
from pipeline.lexicon.load import Lexicon
from pipeline.normalize.identity import path_order
from pipeline.run.inputs import InputFile
from pipeline.run.parts import Slot, is_complete, list_slots, read_columns, read_part
from pipeline.run.per_item import MentionsRow, read_documents
from pipeline.run.sharded import settle
from pipeline.run.state import RunState, StageState, Value, write_state
from pipeline.run.store import from_table
from pipeline.run.workspace import Reporter, Workspace

_PRODUCTS = {
    "normalize": "normalize",
    "extract": "extract",
    "link": "link.parquet",
    "validate": "validated",
}


@dataclass(frozen=True)
class ProblemsRow:
    """The problems of a document, without it."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Made:
    """What a stage made.

    Attributes:
        digest: Digest of the product, by which the next stage knows whether it is stale.
        counts: Figures for the closing summary.
        message: One line for people.
    """

    digest: str
    counts: Mapping[str, Value]
    message: str


@dataclass
class Session:
    """One run through the stages.

    Attributes:
        workspace: The settings.
        reporter: Hears how it goes.
        inputs: The files of the input folder; empty when a later stage runs alone.
        state: The stages as last run; kept up to date on disk.
        seconds: Wall time of each stage that worked.
    """

    workspace: Workspace
    reporter: Reporter
    inputs: list[InputFile]
    state: RunState
    seconds: dict[str, float] = field(default_factory=dict)
    linked: Any = None
    tables: dict[str, Any] | None = None
    _documents: list[Document] | None = None
    _extracted: list[MentionsRow] | None = None

    @property
    def lexicon(self) -> Lexicon:
        """The knowledge of this run."""
        return self.workspace.lexicon()

    def counts(self) -> dict[str, Value]:
        """The figures of all stages, in an order that does not depend on which of them ran now."""
        return dict(sorted(item for one in self.state.stages.values() for item in one.counts.items()))

    def curation_digest(self) -> str:
        """Digest of the corrections by people; empty when there are none."""
        try:
            return hashlib.sha256(self.workspace.curation.read_bytes()).hexdigest()
        except OSError:
            return ""

    def documents(self) -> list[Document]:
        """The documents of all files in the order of their paths, each with an id of its own."""
        if self._documents is None:
            renames = settle(self.workspace.stages)
            found = [
                document
                for slot in self._slots()
                for document in read_documents(self.workspace.stages, slot, renames.get(slot, {}))
            ]
            self._documents = sorted(found, key=lambda document: path_order(document.path))
        return self._documents

    def paths(self) -> dict[str, str]:
        """Path of each document by its settled id, in the order of the paths; no document is read for it."""
        renames, found = settle(self.workspace.stages), []
        for slot in self._slots():
            columns = ["document.document_id", "document.path"]
            rows = read_columns(self.workspace.stages / "normalize", slot, columns)["document"].to_pylist()
            renamed = renames.get(slot, {})
            found += [(renamed.get(number, row["document_id"]), row["path"]) for number, row in enumerate(rows)]
        return dict(sorted(found, key=lambda one: path_order(one[1])))

    def forget_documents(self) -> None:
        """The parts have changed: read them again when they are asked for."""
        self._documents = self._extracted = None

    def input_digests(self) -> dict[str, str]:
        """Digest of each input file by its path."""
        digests: dict[str, str] = {}
        for slot in self._slots():
            table = read_columns(self.workspace.stages / "normalize", slot, ["file", "document.sha256"])
            shas = table["document"].combine_chunks().field(0).to_pylist()
            digests |= dict(zip(table["file"].to_pylist(), shas, strict=True))
        return dict(sorted(digests.items()))

    def extracted(self) -> list[MentionsRow]:
        """What extract made of each document."""
        if self._extracted is None:
            folder = self.workspace.stages / "extract"
            self._extracted = [row for slot in self._slots() for row in read_part(folder, slot, MentionsRow)]
        return self._extracted

    def judged_documents(self) -> list[Document]:
        """The documents, with those marked that extract found to be off topic."""
        off_topic = {row.document_id for row in self.extracted() if row.off_topic}
        return [replace(one, state="off_topic") if one.document_id in off_topic else one for one in self.documents()]

    def mentions(self) -> list[EventMention]:
        """The mentions of all documents."""
        return [mention for row in self.extracted() for mention in row.mentions]

    def problems(self) -> list[Problem]:
        """What normalize and extract complained about."""
        found: list[Problem] = []
        for slot in self._slots():
            table = read_columns(self.workspace.stages / "normalize", slot, ["problems"])
            found += [problem for row in from_table(table, ProblemsRow) for problem in row.problems]
        return found + [problem for row in self.extracted() for problem in row.problems]

    def _slots(self) -> list[Slot]:
        return list_slots(self.workspace.stages / "normalize")

    def has_product(self, stage: str) -> bool:
        """Whether what the stage made is still there, unchanged."""
        if stage == "write":
            return bool(self.state.published) and all(
                self._is_untouched(name, seen) for name, seen in self.state.published.items()
            )
        product = self.workspace.stages / _PRODUCTS[stage]
        return is_complete(product) if stage in ("normalize", "extract") else product.exists()

    def remember(self, stage: str, state: StageState) -> None:
        """Note that a stage has run, on disk too."""
        self.state = replace(self.state, stages={**self.state.stages, stage: state})
        write_state(self.workspace.state_file, self.state)

    def remember_published(self, names: list[str]) -> None:
        """Note the published files, so that a run sees when one was deleted or edited."""
        seen = {name: self._look_at(name) for name in names}
        self.state = replace(self.state, published={name: one for name, one in seen.items() if one})

    def _is_untouched(self, name: str, seen: tuple[int, int]) -> bool:
        return self._look_at(name) == seen

    def _look_at(self, name: str) -> tuple[int, int] | None:
        try:
            status = (self.workspace.output / name).stat()
        except OSError:
            return None
        return status.st_size, status.st_mtime_ns
