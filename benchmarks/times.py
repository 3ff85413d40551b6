#!/usr/bin/env python3
"""Speed of the temporal tagger against ``dateparser.search.search_dates``, CPU time against CPU time.

usage: benchmarks/times.py TEXTS.jsonl [--limit N] [--least RATIO]

TEXTS.jsonl holds lines of ``{doc_id, dct, text}``; a folder of documents will do too.
Both taggers read the same texts in the same process,
search_dates with its language given (its fastest way). Exit code 1 when the ratio falls below --least.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from dateparser.search import search_dates

from pipeline.lexicon.load import load_lexicon
from pipeline.normalize.files import normalize_file
from pipeline.times import tag

Row = tuple[str, date]


def read_rows(path: Path, limit: int | None) -> list[Row]:
    """Text and reference day of each line, or of each dated English document of a folder."""
    if path.is_dir():
        lexicon = load_lexicon()
        files = sorted(p for p in path.rglob("*") if p.is_file())
        documents = [d for file in files for d in normalize_file(file, path, lexicon).documents]
        return [(d.text, d.published_date) for d in documents if d.language == "en" and d.published_date][:limit]
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(row["text"], date.fromisoformat(row["dct"][:10])) for row in rows[:limit]]


def cpu_seconds(function: Callable[[str, date], object], rows: list[Row]) -> float:
    """Process seconds for all rows, after one row to warm up."""
    function(*rows[0])
    started = time.process_time()
    for text, reference in rows:
        function(text, reference)
    return time.process_time() - started


def run_tag(text: str, reference: date) -> object:
    """Our tagger."""
    return tag(text, reference, style="timex3")


def run_search_dates(text: str, reference: date) -> object:
    """The one that most Python users reach for."""
    base = datetime(reference.year, reference.month, reference.day)
    return search_dates(text, languages=["en"], settings={"RELATIVE_BASE": base})


def main() -> int:
    """Measure both and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--least", type=float, default=8.0)
    options = parser.parse_args()
    rows = read_rows(options.texts, options.limit)
    ours, theirs = cpu_seconds(run_tag, rows), cpu_seconds(run_search_dates, rows)
    print(f"pipeline.times.tag          {len(rows) / ours:8.1f} texts per CPU second")
    print(f"dateparser search_dates     {len(rows) / theirs:8.1f} texts per CPU second")
    print(f"ratio                       {theirs / ours:8.1f} (at least {options.least})")
    return 0 if theirs / ours >= options.least else 1


if __name__ == "__main__":
    sys.exit(main())
