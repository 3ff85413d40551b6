"""The one-line title of an event, made from its roles by the patterns of ``common/titles.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipeline.core.records import Participant, PlaceMention, Status
from pipeline.lexicon.load import Lexicon

_SLOT = re.compile(r"\{(\w+)\}")
_VERB = re.compile(r"\{([^{}/]+)/([^{}/]+)\}")
_MOST_NAMES = 3
_BODIES = frozenset({"organisation", "body"})


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> Mapping[str, Any]:
    return lexicon.rules("common/titles.yml")


def write_title(
    event_type: str,
    participants: Sequence[Participant],
    place: PlaceMention | None,
    status: Status,
    lexicon: Lexicon,
    *,
    what: str = "",
) -> str:
    """A line that a reader understands alone, e.g. "Foreign Minister Jeyhun Bayramov visits Pakistan (Islamabad)"."""
    patterns = _patterns(lexicon)
    slots = {**_slots(participants, place), "what": _telling(what, event_type, patterns)}
    prefix: str = patterns.get("prefixes", {}).get(status, "")
    template: str
    for template in patterns.get("templates", {}).get(event_type, []):
        if all(slots.get(name) for name in _SLOT.findall(template)):
            line = _fill(template, slots, participants)
            if place is not None and place.name not in line:
                line += f" ({place.name})"
            return prefix + line
    return prefix + event_type.replace("_", " ").capitalize()


def _telling(what: str, event_type: str, patterns: Mapping[str, Any]) -> str:
    """The noun phrase of the source, or "" when it says nothing without its sentence ("the text")."""
    words = what.lower().split()
    fit = patterns.get("fit", {}).get(event_type)
    if not words or words[-1] in patterns.get("vague", []) or (fit and not set(fit) & set(words)):
        return ""
    return what


def _slots(participants: Sequence[Participant], place: PlaceMention | None) -> dict[str, str]:
    shown = _without_sides(participants)
    doers = [p for p in shown if p.role == "agent"]
    # Participants that only stand beside the event are not said to have done it.
    agents = doers or [p for p in shown if p.role in ("host", "mediator")]
    recipients = [p for p in shown if p.role == "recipient" and p not in agents]
    return {
        "agents": _names(agents),
        "doers": _names(doers),
        "states": _names([p for p in shown if p.kind == "state"]),
        "bodies": _names(shown) if len(shown) == 1 and shown[0].kind in _BODIES else "",
        "recipients": _names(recipients),
        "participants": _names([p for p in shown if p.role != "mediator"]) if len(shown) > 1 else "",
        "mediators": _names([p for p in shown if p.role == "mediator"]),
        "actors": _names(shown),
        "place": place.name if place is not None else "",
    }


def _without_sides(participants: Sequence[Participant]) -> list[Participant]:
    """Leave out states that stand there only as the side of a named person."""
    return [p for p in participants if p.found_by != "side"] or list(participants)


def _names(participants: Sequence[Participant]) -> str:
    names = [_named(p) for p in participants]
    if len(names) > _MOST_NAMES:
        names = [*names[: _MOST_NAMES - 1], f"{len(names) - _MOST_NAMES + 1} others"]
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def _named(participant: Participant) -> str:
    if participant.kind == "person" and participant.office and " of " in participant.office:
        role, side = _office_parts(participant.office)
        return f"{role} {participant.name} of {side}"
    return participant.name


def _office_parts(office: str) -> tuple[str, str]:
    """Role and side: "Chief of the General Staff of Azerbaijan" is the role of Azerbaijan."""
    parts = office.split(" of ")
    longer = len(parts) > 2 and parts[1].endswith(("Staff", "State", "Government", "Affairs", "Defence", "Ministers"))
    cut = 2 if longer else 1
    return " of ".join(parts[:cut]), " of ".join(parts[cut:])


def _fill(template: str, slots: Mapping[str, str], participants: Sequence[Participant]) -> str:
    first = _SLOT.search(template)
    names = slots.get(first.group(1), "") if first is not None else ""
    plural = " and " in names or names.lower().endswith("forces")
    line = _VERB.sub(lambda m: m.group(2) if plural else m.group(1), template)
    return _SLOT.sub(lambda m: slots[m.group(1)], line)
