"""Stage 5: the good tables -> every file people open.

All files are written aside first and put in place together at the end, so that a failure or a reader
in between never meets half of a new output.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.core.errors import PipelineError
from pipeline.lexicon.event_types import load_event_types
from pipeline.lexicon.load import Lexicon, load_lexicon
from pipeline.lexicon.page import load_page_labels
from pipeline.schema.tables import TABLES
from pipeline.write.run_facts import stable_facts, write_run
from pipeline.write.to_codebook import write_codebook
from pipeline.write.to_csv import write_csv
from pipeline.write.to_datapackage import write_datapackage
from pipeline.write.to_html import write_html
from pipeline.write.to_parquet import write_parquet
from pipeline.write.to_xlsx import write_xlsx

Tables = Mapping[str, pd.DataFrame]


def write_files(
    tables: Tables, folder: Path, *, run_info: Mapping[str, Any], lexicon: Lexicon | None = None
) -> list[Path]:
    """Write every file of the output.

    Args:
        tables: All tables of ``schema.tables.TABLES`` by name, validated.
        folder: Output folder; made when missing.
        run_info: What the run says about itself, by name. What a second run on the same input would say
            differently (times, host, workers) belongs under the key ``machine`` and goes into
            ``run.json`` only; all else also goes into the workbook and the page.
        lexicon: Gives the event types; by default the shipped one.

    Returns:
        The files, in the order in which people meet them.

    Raises:
        KeyError: A table is missing.
        PipelineError: A file cannot be written, e.g. because a spreadsheet has it open.
    """
    tables = {table: tables[table] for table in TABLES}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as aside:
            names = _write_all(tables, Path(aside), run_info, lexicon or load_lexicon())
            return [_put_in_place(Path(aside) / name, folder / name) for name in names]
    except OSError as error:
        raise PipelineError(f"{folder}: cannot write the output there ({error.strerror}).") from error


def _write_all(tables: Tables, folder: Path, run_info: Mapping[str, Any], lexicon: Lexicon) -> list[str]:
    event_types = load_event_types(lexicon)
    facts = stable_facts(run_info, tables)
    labels = load_page_labels(lexicon)
    write_html(tables, folder / "timeline.html", event_types=event_types, facts=facts, labels=labels)
    write_xlsx(tables, folder / "timeline.xlsx", event_types=event_types, facts=facts)
    names = ["timeline.html", "timeline.xlsx"]
    for table, frame in tables.items():
        write_csv(table, frame, folder / f"{table}.csv")
        write_parquet(table, frame, folder / f"{table}.parquet")
        names += [f"{table}.csv", f"{table}.parquet"]
    write_datapackage(folder, {"event_type": list(event_types)})
    write_codebook(folder / "CODEBOOK.md", event_types, lexicon.table("common/crosswalk.csv"))
    names += ["datapackage.json", "CODEBOOK.md"]
    write_run(folder / "run.json", run_info, tables, [folder / name for name in names])
    return [*names, "run.json"]


def _put_in_place(new: Path, final: Path) -> Path:
    try:
        return new.replace(final)
    except OSError as error:
        raise PipelineError(
            f"{final.name}: cannot be replaced ({error.strerror}). Close it where it is open, then run again."
        ) from error
