"""Event timelines from folders of news texts: normalise, extract, link, validate, write."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.schema.read import Output

__version__ = "0.1.0"


def read(folder: str | PathLike[str] = "output") -> Output:
    """The tables of an output folder as typed pandas frames: ``read("output").timeline``.

    Raises:
        InputError: A table is missing or of another version.
    """
    from pipeline.schema.read import read_output  # not before it is asked for: loads pandas

    return read_output(folder)
