"""Timeline -> GraphML: actors as nodes, and an edge between two that take part in the same events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

from pipeline.lexicon.event_types import EventType
from pipeline.write.exports.rows import Row, Tables, table_rows

_NODE = {"name": "string", "kind": "string", "country": "string", "wikidata": "string", "n_events": "int"}
_EDGE = {"weight": "int", "first_seen": "string", "last_seen": "string", "event_types": "string", "event_ids": "string"}


def write_graphml(tables: Tables, path: Path, event_types: Mapping[str, EventType]) -> None:
    """Write the file; denied events make no edge."""
    root = ElementTree.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for owner, keys in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in keys.items():
            ElementTree.SubElement(
                root, "key", {"id": f"{owner}-{name}", "for": owner, "attr.name": name, "attr.type": kind}
            )
    graph = ElementTree.SubElement(root, "graph", id="actors", edgedefault="undirected")
    for row in table_rows(tables, "actors"):
        _add(ElementTree.SubElement(graph, "node", id=row["actor_id"]), "node", row, _NODE)
    for (first, second), events in sorted(pair_events(tables).items()):
        edge = ElementTree.SubElement(graph, "edge", source=first, target=second)
        _add(edge, "edge", _edge_cells(events), _EDGE)
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def pair_events(tables: Tables) -> dict[tuple[str, str], list[Row]]:
    """Two actor ids in the order of the alphabet -> the events that both take part in, by date."""
    actors_of: dict[str, set[str]] = defaultdict(set)
    for row in table_rows(tables, "event_actors"):
        actors_of[row["event_id"]].add(row["actor_id"])
    pairs: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for event in table_rows(tables, "timeline"):
        if event["status"] != "denied":
            for first, second in combinations(sorted(actors_of[event["event_id"]]), 2):
                pairs[first, second].append(event)
    return pairs


def _edge_cells(events: list[Row]) -> Row:
    return {
        "weight": len(events),
        "first_seen": min(event["date_start"] for event in events).isoformat(),
        "last_seen": max(event["date_end"] for event in events).isoformat(),
        "event_types": "; ".join(sorted({event["event_type"] for event in events})),
        "event_ids": "; ".join(event["event_id"] for event in events),
    }


def _add(parent: ElementTree.Element, owner: str, cells: Row, keys: Mapping[str, str]) -> None:
    for name in keys:
        if cells[name] is not None:
            ElementTree.SubElement(parent, "data", key=f"{owner}-{name}").text = str(cells[name])
