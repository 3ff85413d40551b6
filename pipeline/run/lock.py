"""One run at a time in an output folder, by an advisory lock of the operating system.

The lock vanishes with the process that holds it, however that process ends.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.core.errors import PipelineError


class BusyError(PipelineError):
    """Another run holds the lock of the output folder."""


class ReadOnlyError(PipelineError):
    """The output folder cannot be made or written to."""


@contextmanager
def hold_lock(output: Path) -> Iterator[None]:
    """Hold the output folder for this process.

    Raises:
        BusyError: Another process works in the folder at this moment.
        ReadOnlyError: The folder cannot be made or written to.
    """
    path = output / "stages" / "lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ReadOnlyError(
            f"{output}: cannot be written to ({error.strerror}). Free the folder or name another with --output."
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BusyError(
                f"{output}: another run is working here. Wait until it has finished, or give this one its own --output."
            ) from error
        yield
    finally:
        os.close(handle)
