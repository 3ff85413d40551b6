"""The gold standard: annotated documents, as described in the annotation guide, read and checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.core.errors import InputError

Half = Literal["tune", "held"]
_PRECISIONS = ("day", "week", "month", "season", "year", "decade")


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """One annotated event.

    Attributes:
        id: Unique in its document.
        type: Event type that fits best.
        types: All types that a careful reader accepts, ``type`` included.
        starts: Accepted first days, ISO.
        ends: Accepted last days, ISO.
        start: The best first day, ISO.
        precision: Finest unit in which the document gives the date.
        actors: Principal participants.
        actors_ok: Optional participants: right if given, not missed if absent.
        status: occurred, ongoing, planned, denied.
        core: A timeline without it is incomplete.
        same_event: Key shared by the annotations of one event in several documents, or ``None``.
    """

    id: str
    type: str
    types: frozenset[str]
    starts: frozenset[str]
    ends: tuple[str, ...]
    start: str
    precision: str
    actors: tuple[str, ...]
    actors_ok: tuple[str, ...]
    status: str
    core: bool
    same_event: str | None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated document.

    Attributes:
        document: File name; ``file.json#1`` for the second article of a file.
        language: Code; ``en`` where the gold does not say, ``none`` where there is nothing to tell it by.
        published_known: The gold says when it was published, or that nobody can tell.
        published: Day of publication, ISO, or ``None``.
        published_year: Year, where only that can be told; or ``None``.
        events: In the order of the file.
    """

    document: str
    language: str
    published_known: bool
    published: str | None
    published_year: int | None
    events: tuple[GoldEvent, ...]

    @property
    def half(self) -> Half:
        """The half of the gold that the document belongs to, by the digest of its file's name."""
        return half_of(self.document.partition("#")[0])


def half_of(file_name: str) -> Half:
    """``tune`` for files that rules are developed on, ``held`` for those kept back to measure."""
    return "held" if hashlib.sha256(file_name.encode()).digest()[0] % 2 else "tune"


def read_gold(path: Path) -> list[GoldDocument]:
    """Read a gold file.

    Raises:
        InputError: The file is missing or does not follow the annotation guide; the message says where.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}). Name a gold file with --gold.") from error
    except ValueError as error:
        raise InputError(f"{path}: not valid JSON ({error}).") from error
    if not isinstance(content, list):
        raise InputError(f"{path}: expected a list of documents, found {type(content).__name__}.")
    return [_read_document(path, one) for one in content]


def digest_gold(path: Path) -> str:
    """SHA-256 of a gold file: floors hold for exactly this one."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_document(path: Path, content: Mapping[str, Any]) -> GoldDocument:
    try:
        return GoldDocument(
            document=content["document"],
            language=content.get("language", "en") or "none",
            published_known="published" in content,
            published=content.get("published"),
            published_year=content.get("published_year"),
            events=tuple(_read_event(event) for event in content["events"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        name = content.get("document", "?") if isinstance(content, Mapping) else "?"
        raise InputError(f"{path}: document {name!r} lacks or misstates {error}.") from error


def _read_event(content: Mapping[str, Any]) -> GoldEvent:
    if content["precision"] not in _PRECISIONS:
        raise ValueError(f"precision {content['precision']!r}")
    return GoldEvent(
        id=content["id"],
        type=content["type"],
        types=frozenset({content["type"], *content.get("alt", ())}),
        starts=frozenset({content["start"], *content.get("start_ok", ())}),
        ends=(content["end"], *content.get("end_ok", ())),
        start=content["start"],
        precision=content["precision"],
        actors=tuple(content["actors"]),
        actors_ok=tuple(content.get("actors_ok", ())),
        status=content["status"],
        core=content["weight"] == "core",
        same_event=content.get("same_event"),
    )
