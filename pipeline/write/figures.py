"""Tables -> figures as PNG and SVG: events by month, the network of actors, dates and sources at a glance.

Needs matplotlib (``pip install event-timeline[figures]``). The same tables give the same files. Colours
are told apart by people who see red and green alike, and differ in lightness too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.core.errors import PipelineError
from pipeline.core.intervals import PRECISIONS
from pipeline.schema.read import read_table
from pipeline.schema.tables import TABLES
from pipeline.write.exports.rows import Row, Tables, table_rows
from pipeline.write.exports.to_graphml import pair_events

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_CLASSES = {
    "verbal cooperation": ("words of cooperation", "#0072B2"),
    "material cooperation": ("deeds of cooperation", "#56B4E9"),
    "verbal conflict": ("words of conflict", "#E69F00"),
    "material conflict": ("deeds of conflict", "#A33B00"),
    "": ("other", "#9A9A9A"),
}
_KINDS = {"state": "#0072B2", "person": "#E69F00"}
_OTHER_KIND = "#9A9A9A"
_MOST_MONTHS, _MOST_TYPES, _MOST_ACTORS, _MOST_EDGES = 480, 16, 30, 120
_STYLE: dict[Any, Any] = {
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.constrained_layout.use": True,
    "svg.hashsalt": "event-timeline",
    "savefig.dpi": 150,
}


def write_figures(folder: Path, target: Path | None = None) -> list[Path]:
    """Draw the figures of an output folder.

    Args:
        folder: The output folder.
        target: Folder for the figures; by default ``figures/`` in the output folder.

    Returns:
        The files, a PNG and an SVG of each figure.

    Raises:
        InputError: A table is missing.
        PipelineError: matplotlib is missing, or a file cannot be written.
    """
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise PipelineError(
            "figures need matplotlib, which is not here. Install it: pip install 'matplotlib>=3.10'"
        ) from error
    tables = {name: read_table(folder, name) for name in TABLES}
    target = target or folder / "figures"
    drawings: Mapping[str, Callable[[Figure, Tables], None]] = {
        "events_by_month": draw_months,
        "actor_network": draw_network,
        "dates_and_sources": draw_glance,
    }
    with matplotlib.rc_context(_STYLE):
        return [
            path
            for name, draw in drawings.items()
            for path in _save(draw, Figure(figsize=(11, 6)), tables, target / name)
        ]


def _save(draw: Callable[[Figure, Tables], None], figure: Figure, tables: Tables, stem: Path) -> list[Path]:
    draw(figure, tables)
    paths = [stem.with_suffix(".png"), stem.with_suffix(".svg")]
    try:
        stem.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(paths[0], metadata={"Software": None})
        figure.savefig(paths[1], metadata={"Date": None, "Creator": None})
    except OSError as error:
        raise PipelineError(f"{stem.parent}: cannot write the figures there ({error.strerror}).") from error
    return paths


def draw_months(figure: Figure, tables: Tables) -> None:
    """Events by month (by year when the months are many): stacked by kind of act, below by type."""
    rows = table_rows(tables, "timeline")
    dated = [row for row in rows if row["date_precision"] in ("day", "week", "month")]
    low, high = _usual_span([_month(row) for row in dated])
    shown = [row for row in dated if low <= _month(row) <= high]
    step = 1 if high - low < _MOST_MONTHS else 12
    first = low // step
    places = [_month(row) // step - first for row in shown]
    n_places = high // step - first + 1
    figure.set_size_inches(11, 9)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(2, 3))
    _stack_classes(upper, shown, places, n_places)
    _draw_types(lower, shown, places)
    _label_months(lower, n_places, first * step, step)
    n_hidden = len(rows) - len(shown)
    note = f" ({n_hidden} with vaguer or far-off dates left out)" if n_hidden else ""
    upper.set_title(f"Events by {'month' if step == 1 else 'year'}{note}", loc="left")
    upper.set_ylabel("events")
    upper.legend(frameon=False, loc="upper left")


def _month(row: Row) -> int:
    return int(row["date_start"].year * 12 + row["date_start"].month - 1)


def _usual_span(months: Sequence[int]) -> tuple[int, int]:
    """First and last month; a few stray events far off at an end are not counted, as on the page."""
    if not months:
        return 0, 0
    ordered, few = sorted(months), len(months) // 100
    low, high = ordered[0], ordered[-1]
    far = (high - low) / 4
    return (
        ordered[few] // 12 * 12 if ordered[few] - low > far else low,
        ordered[-1 - few] // 12 * 12 + 11 if high - ordered[-1 - few] > far else high,
    )


def _stack_classes(axes: Axes, rows: Sequence[Row], places: Sequence[int], n_places: int) -> None:
    bottom = np.zeros(n_places)
    for quad_class, (label, colour) in _CLASSES.items():
        heights = np.zeros(n_places)
        for row, place in zip(rows, places, strict=True):
            heights[place] += (row["quad_class"] or "") == quad_class
        some = np.flatnonzero(heights)  # a bar of no height costs as much time as any other
        axes.bar(some, heights[some], width=0.9, bottom=bottom[some], label=label, color=colour)
        bottom += heights
    axes.set_xlim(-1, n_places)


def _draw_types(axes: Axes, rows: Sequence[Row], places: Sequence[int]) -> None:
    """A dot for each type and month, larger for more events; the most frequent types, in the colours above."""
    types = [name for name, _ in Counter(row["event_type"] for row in rows).most_common(_MOST_TYPES)]
    height = {name: at for at, name in enumerate(reversed(types))}
    colours = {row["event_type"]: _CLASSES[row["quad_class"] or ""][1] for row in rows}
    dots = Counter((row["event_type"], place) for row, place in zip(rows, places, strict=True))
    chosen = sorted((name, place, n) for (name, place), n in dots.items() if name in height)
    top = max((n for _, _, n in chosen), default=1)
    axes.scatter(
        [place for _, place, _ in chosen],
        [height[name] for name, _, _ in chosen],
        s=[12 + 150 * n / top for _, _, n in chosen],
        c=[colours[name] for name, _, _ in chosen],
        alpha=0.8,
        linewidths=0,
    )
    axes.set_yticks(range(len(types)), [name.replace("_", " ") for name in reversed(types)])
    axes.set_title("The most frequent types (larger dot: more events)", loc="left")
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)


def _label_months(axes: Axes, n_places: int, start: int, step: int) -> None:
    every = max(1, -(-n_places // 14))
    if step == 1 and every > 1:
        every = -(-every // 12) * 12 if every > 6 else every
    ticks = range((-start // step) % every if step == 1 else 0, n_places, every)
    names = [(start + tick * step) for tick in ticks]
    texts = [
        f"{month // 12}" if step == 12 or every % 12 == 0 else f"{month // 12}-{month % 12 + 1:02}" for month in names
    ]
    axes.set_xticks(list(ticks), texts, rotation=45 if len(texts) > 8 else 0)


def draw_network(figure: Figure, tables: Tables) -> None:
    """Who takes part in the same events: the most frequent actors on a circle, country by country."""
    known = [row for row in table_rows(tables, "actors") if row["n_events"]]
    chosen = sorted(known, key=lambda row: (-row["n_events"], row["actor_id"]))[:_MOST_ACTORS]
    chosen.sort(key=lambda row: (row["country"] or "~", row["kind"] != "state", -row["n_events"], row["actor_id"]))
    place = {row["actor_id"]: at for at, row in enumerate(chosen)}
    pairs = [
        (len(events), place[a], place[b])
        for (a, b), events in sorted(pair_events(tables).items())
        if a in place and b in place
    ]
    angles = 2 * np.pi * np.arange(len(chosen)) / max(len(chosen), 1)
    points = np.column_stack([np.cos(angles), np.sin(angles)])
    figure.set_size_inches(10, 10)
    axes = figure.subplots()
    _draw_chords(axes, points, sorted(pairs, reverse=True)[:_MOST_EDGES])
    _draw_actors(axes, points, angles, chosen)
    axes.set(aspect="equal", xlim=(-2.1, 2.1), ylim=(-2.1, 2.1))
    axes.set_axis_off()
    axes.legend(frameon=False, loc="lower left")
    axes.set_title(f"Who takes part in the same events (the {len(chosen)} most frequent)", loc="left")


def _draw_chords(axes: Axes, points: Any, pairs: Sequence[tuple[int, int, int]]) -> None:
    """A line for each pair, bent towards the middle, thicker for more events."""
    top = max((weight for weight, _, _ in pairs), default=1)
    along = np.linspace(0, 1, 30)[:, None]
    for weight, a, b in pairs:
        bend = (1 - along) ** 2 * points[a] + along**2 * points[b]
        axes.plot(*bend.T, color="#555555", alpha=0.25 + 0.4 * weight / top, linewidth=0.6 + 6 * weight / top, zorder=1)


def _draw_actors(axes: Axes, points: Any, angles: Any, chosen: Sequence[Row]) -> None:
    most = max((row["n_events"] for row in chosen), default=1)
    for row, (x, y), angle in zip(chosen, points, angles, strict=True):
        colour = _KINDS.get(row["kind"], _OTHER_KIND)
        axes.scatter(x, y, s=30 + 300 * row["n_events"] / most, color=colour, edgecolors="white", zorder=2)
        is_left = x < -1e-9
        axes.text(
            1.1 * x,
            1.1 * y,
            f"{row['name']} ({row['n_events']})",
            rotation=np.degrees(angle) + (180 if is_left else 0),
            rotation_mode="anchor",
            ha="right" if is_left else "left",
            va="center",
            fontsize=9,
        )
    for label, colour in (("state", _KINDS["state"]), ("person", _KINDS["person"]), ("other", _OTHER_KIND)):
        axes.scatter([], [], color=colour, label=label)


def draw_glance(figure: Figure, tables: Tables) -> None:
    """Three small charts: how sharp the dates are, how they were found, how many sources events have."""
    rows = table_rows(tables, "timeline")
    sources = Counter(str(row["n_sources"]) if row["n_sources"] < 5 else "5 or more" for row in rows)
    charts = (
        ("Precision of dates", Counter(row["date_precision"] for row in rows), PRECISIONS),
        ("How dates were found", Counter(row["date_basis"] for row in rows), None),
        ("Sources of an event", sources, ("1", "2", "3", "4", "5 or more")),
    )
    for axes, (title, counts, order) in zip(figure.subplots(1, 3), charts, strict=True):
        names = [name for name in order if counts[name]] if order else [name for name, _ in counts.most_common()]
        bars = axes.barh(
            [name.replace("_", " ") for name in reversed(names)], [counts[n] for n in reversed(names)], color="#0072B2"
        )
        axes.bar_label(bars, padding=3)
        axes.set_title(title, loc="left")
        axes.margins(x=0.15)
