"""The finished tables appear together: written aside, then moved into place name by name.

All files are complete under ``output/stages/new`` before the first one moves, and a marker there says so.
A run that is killed between two moves leaves the marker; the next run carries on from it. A run that is
killed before leaves no marker, and its half-written files are dropped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.run.store import StoreError, write_text

_MARKER = "complete"


def publish(output: Path, write: Callable[[Path], Iterable[Path]], *, last: str = "run.json") -> list[Path]:
    """Let ``write`` fill a fresh folder, then move its files into the output folder.

    Args:
        output: The output folder.
        write: Fills the folder it is given and returns the files.
        last: Name of the file that moves last: who sees it sees the whole of its run.

    Returns:
        The published files, in the order of their names.

    Raises:
        StoreError: The disk is full or the folder read-only; the files of the run before stay.
    """
    new = _new_folder(output)
    try:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        written = sorted(Path(path).relative_to(new).as_posix() for path in write(new))
        for name in written:
            _flush(new / name)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        raise StoreError(f"{output}: cannot be written to ({error.strerror or error}).") from error
    names = [name for name in written if name != last] + [name for name in written if name == last]
    write_text(new / _MARKER, "\n".join(names) + "\n")
    return sorted(_move(output, names))


def finish_publishing(output: Path) -> bool:
    """Carry a publication to its end that was cut off, or drop one that never was complete.

    Returns:
        Whether files were moved.

    Raises:
        StoreError: The folder cannot be written to.
    """
    new = _new_folder(output)
    if not new.exists():
        return False
    marker = new / _MARKER
    if not marker.is_file():
        shutil.rmtree(new, ignore_errors=True)
        return False
    _move(output, marker.read_text(encoding="utf-8").split("\n")[:-1])
    return True


def _new_folder(output: Path) -> Path:
    return output / "stages" / "new"


def _move(output: Path, names: list[str]) -> list[Path]:
    new = _new_folder(output)
    try:
        for name in names:
            if (new / name).exists():  # moved already before a run was cut off
                (output / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).replace(output / name)
        shutil.rmtree(new)
    except OSError as error:
        raise StoreError(f"{output}: cannot be written to ({error.strerror or error}).") from error
    return [output / name for name in names]


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
