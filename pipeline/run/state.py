"""What is stale: digests of inputs, code and lexicon, remembered in ``output/stages/state.json``.

A stage is fresh when the digest of all it depends on is the one it was last run with. Digests come from
contents, never from clocks; only whether a published file was edited is judged by its size and time.
"""

from __future__ import annotations

import hashlib
import json
import platform
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from pipeline.run.store import write_text

_PACKAGE = Path(__file__).parent.parent
# Libraries whose version can change what a document yields.
_LIBRARIES = (
    "ahocorasick-rs", "charset-normalizer", "dateparser", "ftfy", "lxml", "pandas", "pandera",
    "py3langid", "pyarrow", "pypdf", "pyyaml", "rensa", "sentencex", "trafilatura", "xlsxwriter",
)  # fmt: skip

Value = int | str
"""A figure or a day in the closing summary."""


@dataclass(frozen=True)
class StageState:
    """How a stage was last run.

    Attributes:
        key: Digest of all that it depended on.
        digest: Digest of what it made, the input of the next stage.
        counts: Figures for the closing summary.
    """

    key: str
    digest: str
    counts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class RunState:
    """The stages as last run, and the published files with their sizes and modification times."""

    stages: Mapping[str, StageState] = field(default_factory=dict)
    published: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def read_state(path: Path) -> RunState:
    """Read the state; an absent or damaged file means that everything is stale."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        stages = {name: StageState(**one) for name, one in content["stages"].items()}
        published = {name: (int(size), int(time)) for name, (size, time) in content["published"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return RunState()
    return RunState(stages, published)


def write_state(path: Path, state: RunState) -> None:
    """Write the state whole or not at all."""
    write_text(path, json.dumps(asdict(state), indent=1, sort_keys=True) + "\n")


def digest_of(*parts: str) -> str:
    """SHA-256 over texts, each kept apart from the next."""
    total = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        total.update(f"{len(encoded)}:".encode())
        total.update(encoded)
    return total.hexdigest()


def digest_records(records: Iterable[Any]) -> str:
    """SHA-256 over frozen dataclasses: equal records give equal digests in every process."""
    return digest_of(*(repr(record) for record in records))


@lru_cache(maxsize=32)
def digest_code(packages: tuple[str, ...]) -> str:
    """SHA-256 over the source of packages or modules below ``pipeline`` and the versions of the libraries.

    Args:
        packages: Names such as ``core`` or ``lexicon/load.py``.
    """
    files = sorted({path for package in packages for path in _sources(package)})
    sources = [part for path in files for part in (path.relative_to(_PACKAGE).as_posix(), _read(path))]
    return digest_of(*sources, *_versions())


def _sources(package: str) -> list[Path]:
    target = _PACKAGE / package
    if target.is_file():
        return [target]
    return [path for path in target.rglob("*") if path.suffix in (".py", ".html", ".css", ".js", ".csv", ".md")]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _versions() -> tuple[str, ...]:
    return (
        platform.python_version(),
        unicodedata.unidata_version,
        *(f"{name} {library_version(name)}" for name in _LIBRARIES),
    )


def library_version(name: str) -> str:
    """Installed version of a library, or an empty text when it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def library_versions() -> dict[str, str]:
    """Versions of Python and of the libraries that shape the result, for ``run.json``."""
    return {"python": platform.python_version(), **{name: library_version(name) for name in _LIBRARIES}}
