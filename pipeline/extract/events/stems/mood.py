"""Did it happen, is it planned, denied or only wished for: the ending of the trigger and the words beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.core.records import Status
from pipeline.extract.events.stems.clauses import StemSentence
from pipeline.extract.events.stems.match import StemCandidate, members
from pipeline.lexicon.inflection import BARE
from pipeline.lexicon.stems import StemMood

_REACH = 7
_BEFORE_NOUN = 3


@dataclass(frozen=True, slots=True)
class Mood:
    """How the trigger is told.

    Attributes:
        status: ``None`` when nothing happened or is planned.
        background: Told from before the story ("had done").
        embedded: A participle or verbal noun inside another clause: "that he had done", "the doing", "who did".
        near: Such a one that only a date of its own can date: "the doing", "who did".
        relative: "Who did": its subject is not in the genitive.
        phrase: Where the verb does not close its clause: the words of such a participle, up to the next comma.
        present: Told in the present tense ("condemns"): of the day of publication, whatever was told before.
    """

    status: Status | None
    background: bool
    embedded: bool
    near: bool = False
    relative: bool = False
    present: bool = False
    phrase: tuple[int, int] | None = None


def read_mood(candidate: StemCandidate, sentence: StemSentence, mood: StemMood, *, verb_final: bool) -> Mood:
    """The mood of a trigger."""
    read = [sentence.letters[k] for k in ((candidate.last,) if verb_final else candidate.words)]
    if verb_final and (closing := _chained(candidate, sentence, mood)) is not None:
        read = [closing]
    start = candidate.last + 1 if verb_final else candidate.clause.start
    end = min(len(sentence.letters), candidate.last + 1 + _REACH) if verb_final else candidate.clause.end
    if verb_final and not candidate.nominal:
        end = min(end, candidate.clause.end)
    phrase = None if verb_final else _phrase(candidate, sentence, mood)
    if phrase is not None:
        start, end = phrase

    def ending(name: str) -> bool:
        pattern = mood.endings.get(name)
        if name == "unreal" and not verb_final and candidate.clause.verb in candidate.words:
            return False  # "agreed to stop": the infinitive belongs to a verb that tells what happened
        return pattern is not None and any(pattern.search(word) for word in read)

    def beside(name: str) -> bool:
        index = mood.words.get(name)
        found = index.find(sentence.letters, start, end) if index is not None else []
        return any(not set(words) & set(candidate.words) for words, _ in found)

    background = ending("background") or beside("background")
    relative = verb_final and not candidate.nominal and candidate.last != candidate.clause.verb and ending("relative")
    relative = relative or phrase is not None
    near = relative or (verb_final and not candidate.nominal and ending("verbal_noun"))
    embedded = near or (ending("embedded") and not candidate.nominal)
    topic = mood.words.get("topic")
    if embedded and topic is not None and topic.any(sentence.letters, candidate.last + 1, candidate.last + 2):
        return Mood(None, background, embedded)  # "a statement about the ending of hostilities"
    if candidate.rule.status is not None:
        return Mood(candidate.rule.status, background, embedded, near)  # type: ignore[arg-type]
    negated, present = mood.words.get("negated"), mood.words.get("present")
    if negated is not None and negated.any(sentence.letters, candidate.words[0], candidate.last + 1):
        return Mood("denied", background, embedded, near, relative)
    status = _status(ending, beside, nominal=candidate.nominal)
    if candidate.nominal and verb_final and status == "occurred" and _is_to_come(candidate, sentence, mood):
        status = "planned"
    now = present is not None and present.any(sentence.letters, candidate.words[0], candidate.clause.end)
    return Mood(status, background, embedded, near, relative, now and not candidate.nominal, phrase)


def _phrase(candidate: StemCandidate, sentence: StemSentence, mood: StemMood) -> tuple[int, int] | None:
    """ "Договор, *подписанный 9 июня 1992 года*, ...": a participle with what stands behind it, where it is no verb."""
    pattern, clause = mood.endings.get("relative"), candidate.clause
    if pattern is None or candidate.nominal or clause.verb in candidate.words:
        return None
    first = next((k for k in candidate.words if pattern.search(sentence.letters[k])), None)
    if first is None:
        return None
    return first, next((k for k in range(first + 1, clause.end) if "," in sentence.gap(k)), clause.end)


def _status(ending: Callable[[str], bool], beside: Callable[[str], bool], *, nominal: bool) -> Status | None:
    if beside("denied"):
        return "denied"
    if beside("unreal"):
        return None
    if nominal:
        return "planned" if beside("planned") else "occurred"
    if ending("denied"):
        return "denied"
    if beside("planned") or ending("planned"):
        return "planned"
    if ending("ongoing") or beside("ongoing"):
        return "ongoing"
    return None if ending("unreal") else "occurred"


def _chained(candidate: StemCandidate, sentence: StemSentence, mood: StemMood) -> str | None:
    """The verb that closes the sentence, where the trigger is a form that takes its mood: "went and will meet"."""
    chained = mood.endings.get("chained")
    if chained is None or candidate.nominal or candidate.last != candidate.clause.verb:
        return None
    if chained.search(sentence.letters[candidate.last]) is None:
        return None
    verbs = [c.verb for c in sentence.clauses[candidate.clause.index + 1 :] if c.verb is not None]
    return next((sentence.letters[v] for v in verbs if chained.search(sentence.letters[v]) is None), None)


def _is_to_come(candidate: StemCandidate, sentence: StemSentence, mood: StemMood) -> bool:
    """Whether a participle of the future stands before a noun: "the talks that will be held"."""
    planned, first = mood.endings.get("planned"), candidate.words[0]
    before = sentence.letters[max(candidate.clause.start, first - _BEFORE_NOUN) : first]
    return planned is not None and any(planned.search(word) for word in before)


def read_source(candidate: StemCandidate, sentence: StemSentence, mood: StemMood) -> str | None:
    """Who says so: the bare actor of a clause with a verb of saying, other than the event's own verb."""
    for clause in sentence.clauses:
        for words, _ in mood.saying.find(sentence.letters, clause.start, clause.end):
            if words[-1] == candidate.last:
                continue
            for marked in sentence.actors:
                if clause.start <= marked.first < words[-1] and BARE in marked.marks:
                    return members(marked.actor)[0].name
    return None
