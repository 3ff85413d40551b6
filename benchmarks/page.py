#!/usr/bin/env python3
"""How quickly the page answers in a real browser: python benchmarks/page.py OUTPUT [N]

The events of an output folder are repeated with other days, actors, places and documents until there are N
(30,000), and the page of them is opened in headless Chromium. For each state of the page, reached from another
one: milliseconds until it is painted, layout included, and the work of the page's thread for it, which other
programs on the machine do not lengthen; of three the best. Exits 3 when the first paint takes over a second, the
work for an answer over a tenth of one, or the page without its data over 3 MB. Needs playwright and Chromium;
ends at once where they are missing.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.lexicon.event_types import load_event_types
from pipeline.lexicon.load import load_lexicon
from pipeline.lexicon.page import load_page_labels
from pipeline.schema.build import make_frame
from pipeline.schema.cells import plain_values
from pipeline.schema.read import Output, read_output
from pipeline.schema.tables import TABLES
from pipeline.write.to_html import render_page, write_html

Row = dict[str, Any]
LIMITS = {"first paint": 1000, "most work": 100, "page without data, kB": 3000}
N_ACTORS, N_DOCUMENTS = 1500, 12000
STATES = [
    "type=meeting", "type=meeting&sort=new", "sort=sure", "sort=sources", "q=baku", "q=november 2020",
    "q=baku&type=visit&sources=1", "from=2015&to=2020-11", "from=2020-11&to=2020-11", "actor=a-pakistan",
    "actor=a-pakistan&actor=a-armenia", "scope=karabakh", "status=planned", "sources=1", "sure=75", "lang=ru",
    "view=lanes", "view=lanes&lanes=type", "view=lanes&lanes=actor", "view=lanes&lanes=class", "view=lanes&q=baku",
    "view=map", "view=map&type=visit", "view=actors", "view=actors&actor=a-pakistan", "view=actors&q=baku",
]  # fmt: skip
BETWEEN = "view=lanes&lanes=class&from=2001"
GO = """hash => new Promise(done => {
  const began = performance.now();
  addEventListener('hashchange', () => requestAnimationFrame(() => {
    const painted = new MessageChannel();
    painted.port1.onmessage = () => done(performance.now() - began);
    painted.port2.postMessage(0);
  }), { once: true });
  location.hash = hash;
})"""


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """The rows as plain values."""
    columns = [plain_values(frame[name]) for name in frame.columns]
    return [dict(zip(frame.columns, cells, strict=True)) for cells in zip(*columns, strict=True)]


def copies(rows: Iterable[Row], key: str, count: int, choose: random.Random) -> list[Row]:
    """The rows and copies of them under new keys, ``count`` in all."""
    known = list(rows)
    return known + [{**choose.choice(known), key: f"{key[0]}-copy-{n}"} for n in range(count - len(known))]


def repeat_events(output: Output, count: int) -> dict[str, pd.DataFrame]:
    """Tables of ``count`` events: days moved by up to six years, half of the actors and most documents others."""
    choose = random.Random(1)
    tables = {name: rows_of(getattr(output, name)) for name in TABLES}
    actors = copies(tables["actors"], "actor_id", N_ACTORS, choose)
    documents = copies(tables["documents"], "document_id", N_DOCUMENTS, choose)
    mentions, parts = by_event(tables["mentions"]), by_event(tables["event_actors"])
    made: dict[str, list[Row]] = {"timeline": [], "mentions": [], "event_actors": []}
    for n in range(count):
        event = tables["timeline"][n % len(tables["timeline"])]
        shift, event_id = timedelta(days=choose.randint(-2000, 2000)), f"e{n:012x}"

        def moved(row: Row, shift: timedelta = shift, event_id: str = event_id, **changes: Any) -> Row:
            days = {"date_start": row["date_start"] + shift, "date_end": row["date_end"] + shift}
            return {**row, **days, "event_id": event_id, **changes}

        made["timeline"].append(moved(event, title=f"{event['title']} {n}"))
        for at, one in enumerate(mentions[event["event_id"]]):
            where = choose.choice(documents)["document_id"]
            made["mentions"].append(moved(one, mention_id=f"m{n}-{at}", quote=f"{one['quote']} {n}", document_id=where))
        taken = {
            choose.choice([one["actor_id"], choose.choice(actors)["actor_id"]]): one for one in parts[event["event_id"]]
        }
        made["event_actors"] += [{**one, "event_id": event_id, "actor_id": actor} for actor, one in taken.items()]
    made["timeline"].sort(key=lambda row: (row["date_start"], row["event_id"]))
    frames = {name: getattr(output, name) for name in TABLES}
    return frames | {
        name: make_frame(name, rows) for name, rows in (made | {"actors": actors, "documents": documents}).items()
    }


def by_event(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    """Rows by ``event_id``; an event without any has an empty list."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["event_id"]].append(row)
    return found


def measure(path: Path, chromium: str) -> dict[str, Any]:
    """First paint, then each state of the page, reached from another one, three times."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(locale="en-GB", viewport={"width": 1280, "height": 900})
        page.goto(path.as_uri())
        page.wait_for_timeout(500)
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=60_000)
        answers = {state: reach(page, state) for state in STATES}
        browser.close()
    slowest = max(answers, key=lambda state: answers[state]["work"])
    return {"first paint": round(paint), "most work": answers[slowest]["work"], "for": slowest, "answers": answers}


def reach(page: Any, state: str) -> dict[str, int]:
    """Milliseconds to the paint, and of work on the page's thread; of three the best."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(1000 * one["value"] for one in metrics if one["name"] == "TaskDuration")

    painted, work = [], []
    for _ in range(3):
        page.evaluate(GO, BETWEEN)
        page.wait_for_timeout(250)
        before = worked()
        painted.append(page.evaluate(GO, state))
        page.wait_for_timeout(250)
        work.append(worked() - before)
    session.detach()
    return {"painted": round(min(painted)), "work": round(min(work))}


def main() -> int:
    """Write the page, measure it, print one JSON line."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        import playwright  # noqa: F401
    except ImportError:
        chromium = None
    if chromium is None:
        print("page: skipped, needs playwright (pip) and Chromium")
        return 0
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 30_000
    lexicon = load_lexicon()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "timeline.html"
        tables = repeat_events(read_output(sys.argv[1]), count)
        labels = load_page_labels(lexicon)
        write_html(tables, path, event_types=load_event_types(lexicon), facts={}, labels=labels)
        found = measure(path, chromium) | {"events": count, "MB": round(path.stat().st_size / 1e6, 1)}
    found["page without data, kB"] = round(len(render_page({})) / 1000)
    print(json.dumps(found))
    return 3 if any(found[name] > limit for name, limit in LIMITS.items()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
