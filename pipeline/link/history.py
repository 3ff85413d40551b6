"""What a run changed: rows of ``changes``, each with its reason and the document behind it.

The timeline of the run before and the result of this one in; one row for an event that came, went, was
merged or split, and one a column for an event that differs out. How a column looks as text is the
caller's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.core.records import Document, Event
from pipeline.link.link import LinkResult

Change = dict[str, str | None]
"""One row: event_id, change, column, before, after, reason, document_id; absent keys are nulls."""

Cells = Mapping[str, Mapping[str, str]]
"""event_id -> column -> text, as the CSV shows it."""

_NAMED = 3  # documents named in a reason; the rest is counted


def list_changes(
    before: Sequence[Event],
    result: LinkResult,
    documents: Iterable[Document],
    render: Callable[[Sequence[Event]], Cells],
    *,
    paths_before: Mapping[str, str] | None = None,
) -> list[Change]:
    """What differs from the run before, and why; ordered by event, then kind of change and column.

    Args:
        before: Events of the run before.
        result: What linking found this time.
        documents: The documents of this run.
        render: Events to the text of each of their columns.
        paths_before: Path of each document of the run before, to name those that are gone; where it is
            not known a document goes by its id.
    """
    why = _Why(documents, paths_before or {}, result)
    old = {event.event_id: event for event in before}
    new = {event.event_id: event for event in result.events}
    cells_before, cells_now = render(before), render(result.events)
    changes = [_arrival(new[event_id], why) for event_id in sorted(new.keys() - old.keys())]
    changes += [_departure(old[event_id], result, why) for event_id in sorted(old.keys() - new.keys())]
    for event_id in sorted(old.keys() & new.keys()):
        if event_id in result.split_into:
            changes.append(_split(old[event_id], result))
        reason, document_id = why.differs(old[event_id], new[event_id])
        for column, text in cells_now[event_id].items():
            was = cells_before[event_id].get(column, "")
            if was != text:
                changes.append(_change(event_id, "changed", column, was, text, reason=reason, document_id=document_id))
    return sorted(changes, key=lambda c: (c["event_id"] or "", c["change"] or "", c["column"] or ""))


def _change(
    event_id: str,
    change: str,
    column: str | None,
    before: str | None,
    after: str | None,
    *,
    reason: str,
    document_id: str | None,
) -> Change:
    return {
        "event_id": event_id,
        "change": change,
        "column": column,
        "before": before,
        "after": after,
        "reason": reason,
        "document_id": document_id,
    }


def _arrival(event: Event, why: _Why) -> Change:
    reason, document_id = why.came(event)
    return _change(event.event_id, "added", None, None, event.title, reason=reason, document_id=document_id)


def _departure(event: Event, result: LinkResult, why: _Why) -> Change:
    if event.event_id in result.merged_into:
        into = result.merged_into[event.event_id]
        reason = f"found to be the same as {into}, which now has its mentions"
        return _change(event.event_id, "merged", None, event.title, into, reason=reason, document_id=None)
    if event.event_id in result.dismissed:
        reason = f"dismissed by hand ({result.dismissed[event.event_id]})"
        return _change(event.event_id, "withdrawn", None, event.title, None, reason=reason, document_id=None)
    reason, document_id = why.went(event)
    return _change(event.event_id, "withdrawn", None, event.title, None, reason=reason, document_id=document_id)


def _split(event: Event, result: LinkResult) -> Change:
    parts = "; ".join(result.split_into[event.event_id])
    reason = "found to be several events, which share its mentions"
    return _change(event.event_id, "split", None, event.title, parts, reason=reason, document_id=None)


class _Why:
    """Reasons for changes, from the documents that came, went or were edited."""

    def __init__(self, documents: Iterable[Document], paths_before: Mapping[str, str], result: LinkResult) -> None:
        self._path = {document.document_id: document.path for document in documents}
        self._path_before = paths_before
        self._id_at = {path: document_id for document_id, path in self._path.items()}
        self._known_before = set(paths_before)
        self._curated = result.curated

    def came(self, event: Event) -> tuple[str, str | None]:
        """Why an event is new."""
        if event.event_id in self._curated:
            return f"by hand: {self._curated[event.event_id]}", None
        first = event.document_ids[0]
        if first in self._known_before:
            return f"read differently in {self._name(first)}: the rules have changed", first
        if self._path.get(first) in self._path_before.values():
            return f"{self._name(first)} was edited", first
        return f"reported by {self._list(event.document_ids)}", first

    def went(self, event: Event) -> tuple[str, str | None]:
        """Why an event is gone."""
        gone = [d for d in event.document_ids if d not in self._path]
        edited = [d for d in gone if self._path_before.get(d) in self._id_at]
        if edited:
            return f"{self._name(edited[0])} was edited and no longer reports it", edited[0]
        if gone:
            return f"its last source is gone: {self._list(gone)}", gone[0]
        first = event.document_ids[0]
        return f"no longer read in {self._name(first)}: the rules have changed", first

    def differs(self, old: Event, new: Event) -> tuple[str, str | None]:
        """Why an event has other values."""
        if new.event_id in self._curated:
            return f"by hand: {self._curated[new.event_id]}", None
        came = [d for d in new.document_ids if d not in old.document_ids]
        went = [d for d in old.document_ids if d not in new.document_ids]
        edited = [d for d in went if d not in self._path and self._path_before.get(d) in self._id_at]
        if edited:
            return f"{self._name(edited[0])} was edited", self._id_at[self._path_before[edited[0]]]
        if came:
            return f"new report in {self._list(came)}", came[0]
        if went:
            return f"no longer reported by {self._list(went)}", went[0]
        if set(old.mention_ids) != set(new.mention_ids):
            return "its documents are read differently: the rules have changed", new.quote_document
        return "the same mentions are read differently: rules or neighbours have changed", new.quote_document

    def _name(self, document_id: str) -> str:
        return self._path.get(document_id) or self._path_before.get(document_id) or document_id

    def _list(self, document_ids: Sequence[str]) -> str:
        named = ", ".join(self._name(document_id) for document_id in document_ids[:_NAMED])
        rest = len(document_ids) - _NAMED
        return f"{named} and {rest} more" if rest > 0 else named
