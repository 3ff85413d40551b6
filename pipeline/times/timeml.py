"""Write expressions as TimeML has them: JSON rows of TIMEX3 attributes, or inline XML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pipeline.core.records import Timex


def timex_rows(timexes: Sequence[Timex]) -> list[dict[str, Any]]:
    """One mapping an expression: start, end, text, type, value and the days, for JSON."""
    return [_row(timex) for timex in timexes]


def _row(timex: Timex) -> dict[str, Any]:
    days = timex.interval
    return {
        "start": timex.start,
        "end": timex.end,
        "text": timex.text,
        "type": timex.type,
        "value": timex.value,
        "mod": timex.mod,
        "first_day": days.start.isoformat() if days else None,
        "last_day": days.end.isoformat() if days else None,
        "precision": days.precision if days else None,
        "approximate": days.approximate if days else None,
        "basis": timex.basis,
        "anchor": timex.anchor,
        "ambiguous": timex.ambiguous,
        "rule_id": timex.rule_id,
        "confidence": timex.confidence,
    }


def to_xml(text: str, timexes: Sequence[Timex], *, reference: date | None = None) -> str:
    """The text with inline ``<TIMEX3>`` elements; ``tid`` counts from 1, ``t0`` is the document's day."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<TimeML>\n']
    if reference is not None:
        parts.append(
            f'<DCT><TIMEX3 tid="t0" type="DATE" value="{reference.isoformat()}"'
            f' functionInDocument="CREATION_TIME">{reference.isoformat()}</TIMEX3></DCT>\n'
        )
    parts.append("<TEXT>")
    at = 0
    numbers = {timex.start: number for number, timex in enumerate(timexes, 1)}
    for number, timex in enumerate(timexes, 1):
        parts.append(escape(_printable(text[at : timex.start])))
        parts.append(f"<TIMEX3 {_attributes(timex, number, numbers)}>{escape(_printable(timex.text))}</TIMEX3>")
        at = timex.end
    parts.append(escape(_printable(text[at:])))
    parts.append("</TEXT>\n</TimeML>\n")
    return "".join(parts)


def _attributes(timex: Timex, number: int, numbers: dict[int, int]) -> str:
    given = {"tid": f"t{number}", "type": timex.type, "value": timex.value, "mod": timex.mod}
    if timex.anchor == "publication":
        given["anchorTimeID"] = "t0"
    elif timex.anchor and timex.anchor.startswith("text:") and int(timex.anchor[5:]) in numbers:
        given["anchorTimeID"] = f"t{numbers[int(timex.anchor[5:])]}"
    return " ".join(f"{name}={quoteattr(value)}" for name, value in given.items() if value)


def _printable(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(c if c >= " " or c in "\t\n\r" else " " for c in text)
