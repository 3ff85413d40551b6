"""The event types: what each means, and its codes in the field's ontologies.

Read from ``common/event_types.csv``, in the order of the file, which is the order people see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from pipeline.core.errors import LexiconError
from pipeline.lexicon.load import Lexicon, Row

QUAD_CLASSES = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict", "")
_TABLE = "common/event_types.csv"


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event.

    Attributes:
        id: Value of ``event_type`` in the tables.
        label: Name for people.
        definition: What counts as one, in a sentence.
        plover_type: PLOVER event type, or empty.
        plover_mode: PLOVER mode, or empty.
        cameo_code: CAMEO code with its leading zeros, or empty.
        quad_class: Verbal or material, cooperation or conflict; or empty.
        example_verbs: Typical English verbs.
    """

    id: str
    label: str
    definition: str
    plover_type: str
    plover_mode: str
    cameo_code: str
    quad_class: str
    example_verbs: tuple[str, ...]


@lru_cache(maxsize=8)
def load_event_types(lexicon: Lexicon) -> Mapping[str, EventType]:
    """Event types by id; a user's row replaces the shipped one of the same id.

    Raises:
        LexiconError: There are none, or a row lacks its id or has an unknown quad class.
    """
    types = {row.get("event_type", ""): _read_row(row) for row in lexicon.table(_TABLE)}
    if not types:
        raise LexiconError(f"{_TABLE}: no event types. Put the file back from the repository.")
    return MappingProxyType(types)


def _read_row(row: Row) -> EventType:
    if not row.get("event_type") or row.get("quad_class") not in QUAD_CLASSES:
        raise LexiconError(
            f"{row['_where']}: expected an event_type and one of the quad classes"
            f" {', '.join(QUAD_CLASSES[:-1])}, found {row.get('event_type')!r}, {row.get('quad_class')!r}."
        )
    return EventType(
        id=row["event_type"],
        label=row["label"],
        definition=row["definition"],
        plover_type=row["plover_type"],
        plover_mode=row["plover_mode"],
        cameo_code=row["cameo_code"],
        quad_class=row["quad_class"],
        example_verbs=tuple(verb.strip() for verb in row["example_verbs"].split(";") if verb.strip()),
    )
