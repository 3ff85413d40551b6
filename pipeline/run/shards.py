"""Input files shared out to shards, the unit of work and of storage.

A file belongs to a shard by the digest of its path, whatever else is in the folder. There are twice as many
shards once they would hold too many files; a shard then splits in two, and what is known of it is kept. A
large container is read in pieces that belong to shards of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.normalize.readers.members import STREAMED_BYTES, Share, is_container
from pipeline.run.inputs import InputFile
from pipeline.run.parts import Slot

FILES_A_SHARD = 128
MOST_SHARDS = 1024
MOST_PIECES = 256
"""Of one container: each piece unpacks it from the start."""
_FILES_IN_A_PIECE = 64
"""What a piece of a container counts for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or one of the shares in which a large container is read."""

    file: InputFile
    share: Share

    @property
    def name(self) -> str:
        """The path, with the share where there are several."""
        return self.file.path if self.share.of == 1 else f"{self.file.path} {self.share.index}/{self.share.of}"


def share_out(inputs: Sequence[InputFile]) -> list[tuple[Piece, ...]]:
    """The pieces of each shard, in order; the number of shards is a power of two."""
    pieces = [piece for one in inputs for piece in _pieces(one)]
    weight = sum(1 if piece.share.of == 1 else _FILES_IN_A_PIECE for piece in pieces)
    count = 1
    while count < MOST_SHARDS and weight > FILES_A_SHARD * count:
        count *= 2
    shards: list[list[Piece]] = [[] for _ in range(count)]
    for piece in pieces:
        shards[_number(piece.name) % count].append(piece)
    return [tuple(shard) for shard in shards]


def slots(count: int) -> list[Slot]:
    """All shards of a number of shards."""
    return [Slot(index, count) for index in range(count)]


def _pieces(one: InputFile) -> list[Piece]:
    if one.size <= STREAMED_BYTES or not is_container(Path(one.path)):
        return [Piece(one, Share())]
    of = min(MOST_PIECES, -(-one.size // STREAMED_BYTES))
    return [Piece(one, Share(index, of)) for index in range(of)]


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest()[:8], "big")
