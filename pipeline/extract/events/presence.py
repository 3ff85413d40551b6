"""Entries of a chronology that only put a person in a place: "12 July: Lavrov in Pyongyang".

No verb and no noun carries the event; the rule without verbs and nouns (``presence: yes`` in the trigger
file) says what it means. Only under a date of its own, and only where the stretch has no finite verb.
"""

from __future__ import annotations

from pipeline.extract.events.clauses import Analysis
from pipeline.extract.events.match import Candidate
from pipeline.extract.events.phrases import Phrase
from pipeline.lexicon.triggers import Triggers

_WHERE = frozenset({"in", "to", "at"})


def find_presences(analysis: Analysis, triggers: Triggers) -> list[Candidate]:
    """Persons in places, one candidate a verbless stretch between stops."""
    if triggers.presence is None:
        return []
    found: list[Candidate] = []
    for stretch in _stretches(analysis.phrases):
        if any(p.kind in ("verb", "link") for p in stretch):
            continue
        persons = next((p for p in stretch if p.kind == "np" and _is_person(p)), None)
        places = [p for p in stretch if p.kind == "pp" and p.preposition in _WHERE and p.places]
        if persons is None or not places or places[0].start < persons.start or persons.head is None:
            continue
        tail = [p for p in stretch if p.kind in ("pp", "time") and p.start > persons.start]
        found.append(
            Candidate(triggers.presence, None, persons.head, persons, tail, True, persons.start, places[0].end)
        )
    return found


def _stretches(phrases: list[Phrase]) -> list[list[Phrase]]:
    stretches: list[list[Phrase]] = [[]]
    for phrase in phrases:
        if phrase.kind == "stop":
            stretches.append([])
        else:
            stretches[-1].append(phrase)
    return stretches


def _is_person(phrase: Phrase) -> bool:
    return any(a.kind == "person" or a.found_by == "office" for a in phrase.actors)
