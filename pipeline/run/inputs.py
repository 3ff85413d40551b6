"""The files of the input folder, in a fixed order, with the digest of their bytes.

Hidden files and folders are skipped. Links are listed but never followed out of the folder here:
what to say about them is the reader's business.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import InputError

_REMEDY = (
    "Put documents (.txt .html .md .json .jsonl .eml .pdf, tables, archives) there, or name another folder with --raw."
)


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read.

    Attributes:
        path: Relative to the input folder, ``/`` separated; bytes of its name that are no UTF-8 stand
            as surrogates, as everywhere in Python.
        digest: SHA-256 of its bytes; of the reason for a file that cannot be read.
        size: Bytes.
        is_regular: An ordinary file in the folder that can be read: no pipe, no link that leads out.
    """

    path: str
    digest: str
    size: int
    is_regular: bool = True


def find_inputs(raw: Path) -> list[InputFile]:
    """List every file below the input folder, sorted by path.

    Raises:
        InputError: The folder is missing, not a folder, or holds no file.
    """
    if not raw.exists():
        raise InputError(f"{raw}: no such folder. {_REMEDY}")
    if not raw.is_dir():
        raise InputError(f"{raw}: not a folder. {_REMEDY}")
    paths = sorted(_walk(raw))
    if not paths:
        raise InputError(f"{raw}: the folder holds no documents. {_REMEDY}")
    return [_describe(raw, path) for path in paths]


def _walk(raw: Path) -> list[str]:
    found: list[str] = []
    for folder, folders, names in os.walk(raw):
        base = Path(folder)
        linked = [name for name in folders if (base / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in linked)
        visible = [name for name in [*names, *linked] if not name.startswith(".")]
        found.extend((base / name).relative_to(raw).as_posix() for name in visible)
    return found


def _describe(raw: Path, path: str) -> InputFile:
    full = raw / path
    try:
        if full.is_symlink() and not full.resolve().is_relative_to(raw.resolve()):
            return InputFile(path, _digest_text(f"link to {full.readlink()}"), 0, is_regular=False)
        status = full.stat()
        if not stat.S_ISREG(status.st_mode):
            return InputFile(path, _digest_text(f"mode {stat.S_IFMT(status.st_mode)}"), 0, is_regular=False)
        with full.open("rb") as content:
            return InputFile(path, hashlib.file_digest(content, "sha256").hexdigest(), status.st_size)
    except OSError as error:
        return InputFile(path, _digest_text(f"unreadable: {error.strerror}"), 0, is_regular=False)


def _digest_text(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
