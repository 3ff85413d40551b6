"""Tag the texts of a JSON lines file: ``{doc_id, dct, text}`` in, ``{doc_id, timexes, cpu}`` or XML out."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pipeline.core.errors import InputError
from pipeline.lexicon.load import Lexicon, load_lexicon
from pipeline.times.context import Style
from pipeline.times.phrase import parse_date
from pipeline.times.tag import tag
from pipeline.times.timeml import timex_rows, to_xml

Format = Literal["jsonl", "xml"]


@dataclass(frozen=True, slots=True)
class TaggedFile:
    """What was done: texts read, expressions found, process seconds of the tagging alone."""

    n_texts: int
    n_timexes: int
    cpu: float


def tag_lines(
    in_path: Path,
    out_path: Path,
    *,
    language: str = "en",
    lexicon: Lexicon | None = None,
    style: Style = "timex3",
    format: Format = "jsonl",
) -> TaggedFile:
    """Tag every line of a file.

    Args:
        in_path: JSON lines of ``{doc_id, dct, text}``; ``dct`` is the day that "today" means, as an ISO
            date, or missing; ``language`` may stand in a line.
        out_path: Written anew: a line ``{doc_id, timexes: [{start, end, type, value, ...}], cpu}`` for each
            line read, ``cpu`` in process seconds; with ``xml`` a folder of ``<doc_id>.tml``.
        language: Lexicon code of lines that give none.
        lexicon: Rules to use; the shipped ones by default.
        style: ``timex3`` keeps to the spans of TimeML; ``events`` joins ranges and dates named periods.
        format: ``jsonl`` or ``xml``.

    Returns:
        Counts and time.

    Raises:
        InputError: The file is missing, or a line is no JSON object with ``doc_id`` and ``text``.
    """
    lexicon = lexicon or load_lexicon()
    tag("3 May 1990", date(1990, 5, 3), language=language, lexicon=lexicon, style=style)  # compile first
    n_texts = n_timexes = 0
    total = 0.0
    if not in_path.is_file():
        raise InputError(f"{in_path}: no such file. Expected JSON lines of doc_id, dct and text.")
    out_path.parent.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    with in_path.open(encoding="utf-8") as source:
        for number, line in enumerate(source, 1):
            if not line.strip():
                continue
            row = _read_row(line, f"{in_path.name}:{number}")
            spoken = row.get("language", language)
            reference = reference_of(row.get("dct"), language=spoken, lexicon=lexicon)
            started = time.process_time()
            found = tag(row["text"], reference, language=spoken, lexicon=lexicon, style=style)
            cpu = time.process_time() - started
            n_texts, n_timexes, total = n_texts + 1, n_timexes + len(found), total + cpu
            if format == "xml":
                _write_xml(out_path, str(row["doc_id"]), to_xml(row["text"], found, reference=reference))
            else:
                made = {"doc_id": row["doc_id"], "timexes": timex_rows(found), "cpu": round(cpu, 6)}
                lines.append(json.dumps(made, ensure_ascii=False))
    if format == "jsonl":
        out_path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return TaggedFile(n_texts, n_timexes, total)


def _read_row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}: not JSON ({error.msg}). Expected one object a line.") from error
    if not isinstance(row, dict) or "doc_id" not in row or not isinstance(row.get("text"), str):
        raise InputError(f"{where}: expected an object with doc_id and text.")
    return row


def reference_of(value: Any, *, language: str = "en", lexicon: Lexicon | None = None) -> date | None:
    """The day of a ``dct`` field: an ISO date or time, or any date phrase; ``None`` when it gives no day."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        found = parse_date(value, language=language, lexicon=lexicon)
    return found.start if found is not None and found.precision == "day" else None


def _write_xml(folder: Path, name: str, content: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    safe = "".join(c if c.isalnum() or c in "._-" else "_" for c in name)
    (folder / f"{safe}.tml").write_text(content, encoding="utf-8")
