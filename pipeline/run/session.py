"""What one run holds in memory: results of the stages, loaded from the store when they are not fresh."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.core.errors import Problem
from pipeline.core.records import Document, EventMention
from pipeline.lexicon.load import Lexicon
from pipeline.run.inputs import InputFile
from pipeline.run.per_item import DocumentResult, FileResult, list_documents
from pipeline.run.state import RunState, StageState, Value, write_state
from pipeline.run.store import read_records
from pipeline.run.workspace import Reporter, Workspace

_PRODUCTS = {
    "normalize": "normalize.parquet",
    "extract": "extract.parquet",
    "link": "link.parquet",
    "validate": "validated",
}


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
    file_results: list[FileResult] | None = None
    document_results: list[DocumentResult] | None = None
    linked: Any = None
    tables: dict[str, Any] | None = None
    _documents: list[Document] | None = None

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

    def files(self) -> list[FileResult]:
        """What normalize made."""
        if self.file_results is None:
            self.file_results = read_records(self.workspace.stages / "normalize.parquet", FileResult)
        return self.file_results

    def documents(self) -> list[Document]:
        """The documents of all files, each with an id of its own."""
        if self._documents is None:
            self._documents = list_documents(self.files())
        return self._documents

    def extracted(self) -> list[DocumentResult]:
        """What extract made."""
        if self.document_results is None:
            self.document_results = read_records(self.workspace.stages / "extract.parquet", DocumentResult)
        return self.document_results

    def judged_documents(self) -> list[Document]:
        """The documents, with those marked that extract found to be off topic."""
        off_topic = {result.document_id for result in self.extracted() if result.off_topic}
        return [replace(one, state="off_topic") if one.document_id in off_topic else one for one in self.documents()]

    def mentions(self) -> list[EventMention]:
        """The mentions of all documents, in document order."""
        return [mention for result in self.extracted() for mention in result.mentions]

    def problems(self) -> list[Problem]:
        """What normalize and extract complained about."""
        found = [problem for result in self.files() for problem in result.problems]
        return found + [problem for result in self.extracted() for problem in result.problems]

    def has_product(self, stage: str) -> bool:
        """Whether what the stage made is still there, unchanged."""
        if stage == "write":
            return bool(self.state.published) and all(
                self._is_untouched(name, seen) for name, seen in self.state.published.items()
            )
        return (self.workspace.stages / _PRODUCTS[stage]).exists()

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
