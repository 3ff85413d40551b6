"""The only reader of rule files: CSV tables and YAML rules, from the shipped folder and the user's own.

A user's folder has the layout of the shipped one. Table rows with an ``id`` already known replace
the shipped row, others are added; YAML mappings are merged key by key: the user's word wins, lists grow
(an entry with an ``id`` already known replaces it).
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.core.errors import LexiconError

SHIPPED = Path(__file__).parent
Row = Mapping[str, str]


class _TextLoader(yaml.CSafeLoader):
    """YAML with every scalar as text: a bare ``on`` is a word here, and 12:30 is no number."""


_TextLoader.yaml_implicit_resolvers = {}


@dataclass(frozen=True)
class Lexicon:
    """Knowledge as data: where the rule files lie. Cheap to copy to a worker; the readers cache.

    Attributes:
        folders: The shipped folder first, then the user's.
    """

    folders: tuple[Path, ...]

    def table(self, name: str) -> list[Row]:
        """Rows of a CSV table, e.g. ``common/places.csv``; empty when no folder has it.

        Lines that start with ``#`` are comments. Every row has the key ``_where`` (file and line).

        Raises:
            LexiconError: A row has more cells than the header, or an id stands twice in one file.
        """
        return _read_table(self.folders, name)

    def rules(self, name: str) -> Mapping[str, Any]:
        """A YAML file, e.g. ``en/dates.yml``, every scalar as text; empty when no folder has it."""
        return _read_rules(self.folders, name)

    def languages(self) -> list[str]:
        """Codes of the language folders, sorted."""
        found = {path.parent.name for folder in self.folders for path in folder.glob("*/language.yml")}
        return sorted(found)

    def files(self) -> list[Path]:
        """Every rule file, in a fixed order."""
        return [
            path
            for folder in self.folders
            for path in sorted(folder.rglob("*"))
            if path.suffix in (".csv", ".yml") and path.is_file()
        ]

    def digest(self) -> str:
        """SHA-256 over the names and bytes of every rule file, examples left out."""
        return _digest(self.folders)


def load_lexicon(user_folder: Path | None = None) -> Lexicon:
    """The shipped lexicon, with the user's folder laid over it.

    Raises:
        LexiconError: ``user_folder`` is not a folder.
    """
    if user_folder is None:
        return Lexicon((SHIPPED,))
    if not user_folder.is_dir():
        raise LexiconError(f"{user_folder}: no such folder. --lexicon takes a folder laid out like pipeline/lexicon")
    return Lexicon((SHIPPED, user_folder))


@lru_cache(maxsize=256)
def _read_table(folders: tuple[Path, ...], name: str) -> list[Row]:
    rows: dict[str, Row] = {}
    for folder in folders:
        path = folder / name
        if path.is_file():
            seen: dict[str, str] = {}
            for number, row in enumerate(_csv_rows(path)):
                key = row.get("id") or f"{folder}#{number}"
                if key in seen:
                    raise LexiconError(
                        f"{row['_where']}: id {key!r} is listed twice (first at {seen[key]}). Keep one of them."
                    )
                seen[key] = row["_where"]
                rows[key] = row
    return list(rows.values())


def _csv_rows(path: Path) -> Iterable[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header: list[str] | None = None
        reader = csv.reader(lines)
        for cells in reader:
            if not cells or cells[0].startswith("#"):
                continue
            if header is None:
                header = cells
                continue
            where = f"{path.parent.name}/{path.name}:{reader.line_num}"
            if len(cells) > len(header):
                raise LexiconError(
                    f"{where}: {len(cells)} cells, but the header has {len(header)}. Quote cells that contain a comma."
                )
            padded = [cell.strip() for cell in cells] + [""] * (len(header) - len(cells))
            yield {**dict(zip(header, padded, strict=True)), "_where": where}


@lru_cache(maxsize=256)
def _read_rules(folders: tuple[Path, ...], name: str) -> Mapping[str, Any]:
    merged: dict[str, Any] = {}
    for folder in folders:
        path = folder / name
        if path.is_file():
            try:
                content = yaml.load(path.read_text(encoding="utf-8"), Loader=_TextLoader)  # noqa: S506
            except yaml.YAMLError as error:
                raise LexiconError(f"{path.parent.name}/{path.name}: not valid YAML. {error}") from error
            if not isinstance(content, dict):
                raise LexiconError(f"{path.parent.name}/{path.name}: expected a mapping at the top.")
            merged = _merge(merged, content)
    return merged


def _merge(base: dict[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for key, value in added.items():
        if isinstance(value, Mapping) and isinstance(result.get(key), Mapping):
            result[key] = _merge(dict(result[key]), value)
        elif isinstance(value, list) and isinstance(result.get(key), list):
            result[key] = _merge_lists(result[key], value)
        else:
            result[key] = value
    return result


def _merge_lists(base: list[Any], added: list[Any]) -> list[Any]:
    """The user's entries after the shipped ones; an entry with a known id takes the place of the old one."""
    ids = {entry["id"]: entry for entry in added if isinstance(entry, Mapping) and "id" in entry}
    merged = [ids.pop(e["id"], e) if isinstance(e, Mapping) and "id" in e else e for e in base]
    return merged + [e for e in added if (e["id"] in ids if isinstance(e, Mapping) and "id" in e else e not in base)]


@lru_cache(maxsize=16)
def _digest(folders: tuple[Path, ...]) -> str:
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".csv", ".yml") and ".examples." not in path.name and path.is_file():
                total.update(path.relative_to(folder).as_posix().encode())
                total.update(path.read_bytes())
    return total.hexdigest()
