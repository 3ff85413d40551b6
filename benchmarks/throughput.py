"""Documents a second through normalize and extract on one core, against a plain pass over the same files.

usage: PYTHONPATH=. python benchmarks/throughput.py [FOLDER] [--rounds N] [--least N]

The plain pass reads each file and looks for capitalised words and years with one regular expression: the
least that any extractor must do. Exit code 1 when fewer than --least documents a second are reached.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.core.records import Document
from pipeline.extract.document import extract_document
from pipeline.lexicon.load import load_lexicon
from pipeline.normalize.files import normalize_file

_PLAIN = re.compile(r"\b(?:[A-Z][a-z]+|\d{4})\b")


def cpu_seconds(function: Callable[[], object], rounds: int) -> float:
    """Process seconds of one round, the best of several, after one to warm up."""
    function()
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        function()
        best = min(best, time.process_time() - started)
    return best


def main() -> int:
    """Measure the three passes and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("raw"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--least", type=float, default=0.0)
    options = parser.parse_args()
    lexicon = load_lexicon()
    files = sorted(p for p in options.folder.rglob("*") if p.is_file())

    def plain() -> None:
        for path in files:
            _PLAIN.findall(path.read_text(encoding="utf-8", errors="replace"))

    def normalize() -> list[Document]:
        return [d for path in files for d in normalize_file(path, options.folder, lexicon).documents]

    documents = normalize()

    def extract() -> None:
        for document in documents:
            extract_document(document, lexicon)

    seconds = {f.__name__: cpu_seconds(f, options.rounds) for f in (plain, normalize, extract)}
    characters = sum(len(d.text) for d in documents)
    both = seconds["normalize"] + seconds["extract"]
    rate = len(documents) / both
    print(f"{len(documents)} documents, {characters / len(documents):.0f} characters of text each")
    for name, value in seconds.items():
        print(f"{name:10} {1000 * value / len(documents):7.2f} ms a document, {value / seconds['plain']:7.1f} x plain")
    print(f"normalize + extract: {rate:.0f} documents, {characters / both / 1e6:.2f} million characters a second")
    return 0 if rate >= options.least else 1


if __name__ == "__main__":
    sys.exit(main())
