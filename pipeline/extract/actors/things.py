"""What "it", "its", "they" and "the court" refer to, when a state or an organisation is meant.

In: the mentions found so far, in text order. Out: further drafts. These words often refer to things that are
no actors; so the antecedent must be a subject, and nothing is said when it is not clear.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.core.records import ActorMention
from pipeline.extract.actors.discourse import Discourse, Draft
from pipeline.extract.actors.groups import as_mention, repeat, take_group
from pipeline.extract.actors.officeholders import state_draft
from pipeline.extract.actors.pronouns import is_subject
from pipeline.extract.actors.reading import Line
from pipeline.extract.actors.states import with_panel
from pipeline.lexicon.names import blank

_BE = frozenset({"is", "was", "be", "been", "will", "would", "has", "had", "may", "might", "could", "seems", "appears"})
_CLAUSE = frozenset({"that", "to", "whether", "who", "when", "how", "why", "unclear", "if"})
_PARTICLES = frozenset({"down", "up", "off", "out", "over", "back", "aside", "through", "away"})
_PREPOSITIONS = frozenset({"in", "of", "with", "by", "to", "for", "from", "between", "on", "at", "against", "under"})
_OF_TEXTS = frozenset({"force", "effect", "signed", "ratified", "adopted"})
_DESCRIBING = frozenset(
    {"same", "state", "oil", "national", "carrier", "outgoing", "full", "whole", "lower", "upper", "new", "said"}
)
_OWNER_GAP = 3
# Lines that "the court" may reach back.
_FAR = 12
# "It" follows the subject at most so many words into the sentence after.
_EARLY = 12


def resolve_thing(discourse: Discourse, number: int, line: Line, position: int) -> None:
    """Record which state or organisation "it" or "its" means, if a subject before it is one."""
    word = line.folded[position]
    if word == "it" and not _may_refer(discourse, line, position):
        return
    if word == "its" and _state_of_person_before(discourse, number, line, position):
        return
    found = _owner_ahead(discourse, number, line, position) if word == "its" else None
    found = found or _subject_before(discourse, number, position, owner=word == "its")
    if found is None:
        return
    last = position + 1
    force = line.starting(last, "force", "authority") if word == "its" and line.joined(last) else None
    if force is not None:
        last = force.last  # "its troops"
    elif word == "its" and found.kind != "state":
        last = with_panel(line, last)  # "its foreign affairs committee"
    draft = repeat(found, number, position, last, 0.7)
    discourse.take(draft)


def _state_of_person_before(discourse: Discourse, number: int, line: Line, position: int) -> bool:
    """ "Pakistan's president, A, and its prime minister": the state in the title before "and"."""
    before = position - 1
    person = next((d for d in discourse.by_line.get(number, ()) if d.last == before and d.kind == "person"), None)
    if line.word(before) != "and" or person is None or line.starting(person.first, "state") is None:
        return False
    state = discourse.gazetteer.actors.states_by_iso3.get(person.country or "")
    if state is None:
        return False
    draft = state_draft(number, position, position + 1, state, None)
    discourse.take(replace(draft, found_by="coreference", confidence=0.7))
    return True


def _may_refer(discourse: Discourse, line: Line, position: int) -> bool:
    """Whether "it" stands before a verb, and is not that of "it was clear that"."""
    following = line.folded[position + 1 : position + 12]
    if not following or not line.joined(position + 1):
        return False
    verb = following[1] if following[0].endswith("ly") and len(following) > 1 else following[0]
    if verb not in discourse.gazetteer.verbs and verb not in ("also", "then", "later"):
        return False
    if not _OF_TEXTS.isdisjoint(following[:4]) or following[0] in _PARTICLES:
        return False  # "it entered into force", "turns it down"
    if following[0] not in _BE:
        return True
    told = following[1:2] and following[1].endswith("ed") and "that" in following[2:]
    return not (told or not _CLAUSE.isdisjoint(following[1:5]) or "be" in following[1:2])


def _subject_before(discourse: Discourse, number: int, position: int, *, owner: bool) -> Draft | None:
    here = [d for d in discourse.by_line.get(number, ()) if d.last <= position and not d.attributive]
    here.sort(key=lambda draft: draft.first)
    subjects = [draft for draft in here if is_subject(discourse, draft)]
    if subjects:
        return subjects[-1] if _is_thing(subjects[-1]) else None
    if owner and here and _is_thing(here[-1]) and position - here[-1].last <= _OWNER_GAP:
        return here[-1]  # "between Turkey and its neighbour"
    if here and not owner:
        return None
    if position > _EARLY or number == 0:
        return None
    line, above = discourse.lines[number], discourse.lines[number - 1]
    if line.sentence.paragraph - above.sentence.paragraph > 1:
        return None
    drafts = sorted(discourse.by_line.get(number - 1, ()), key=lambda draft: draft.first)
    lists = (found for found in _lists(discourse, number - 1, drafts) if is_subject(discourse, found[-1]))
    first = next((found for found in lists if above.word(found[0].first - 1) not in _PREPOSITIONS), None)
    return first[0] if first is not None and len(first) == 1 and _is_thing(first[0]) else None


def _owner_ahead(discourse: Discourse, number: int, line: Line, position: int) -> Draft | None:
    """ "In its statement the ministry said": an opening phrase whose owner is the subject behind it."""
    if position != 1 or line.word(0) not in _PREPOSITIONS:
        return None
    drafts = sorted(discourse.by_line.get(number, ()), key=lambda draft: draft.first)
    first = next((draft for draft in drafts if draft.first > position and not draft.attributive), None)
    return first if first is not None and _is_thing(first) and is_subject(discourse, first) else None


def _is_thing(draft: Draft) -> bool:
    return draft.kind != "person" and not draft.group


def resolve_plural_pronoun(discourse: Discourse, number: int, line: Line, position: int) -> None:
    """ "They", "them", "their": the group, or the list of actors, that is the subject before."""
    before = (number, position)
    found = _several(discourse, number, before, subject=True)
    above = line.folded[position] not in ("them", "themselves") and not _about_others(discourse, number, line, position)
    if found is None and above and number > 0:
        found = _several(discourse, number - 1, None, subject=True) or _several(
            discourse, number - 1, None, subject=False
        )
    if found is None:
        return
    members, confidence = found
    if len(members) == 1:
        discourse.take(repeat(members[0], number, position, position + 1, 0.6))
    else:
        take_group(discourse, number, position, position + 1, _mentions(discourse, members), confidence)


def _about_others(discourse: Discourse, number: int, line: Line, position: int) -> bool:
    """ "Armenian protesters pitched their tents": a plural in the sentence that is no actor comes before."""
    demonyms = [d for d in discourse.by_line.get(number, ()) if d.attributive and d.last < position]
    return any(line.joined(d.last) and line.word(d.last).endswith("s") for d in demonyms)


def _several(
    discourse: Discourse, number: int, before: tuple[int, int] | None, *, subject: bool
) -> tuple[list[Draft], float] | None:
    """The latest group or list of a line, first that in subject position."""
    drafts = [d for d in discourse.by_line.get(number, ()) if before is None or d.last <= before[1]]
    drafts.sort(key=lambda draft: draft.first)
    lists = [found for found in _lists(discourse, number, drafts) if _stands(discourse, found, subject=subject)]
    if not lists or (not subject and len(lists) > 1):
        return None
    found = lists[0 if before is None else -1]
    if not subject and found[0].kind == "person":
        # "Putin received A and B. They ...": whoever met them is one of them.
        host = next((d for d in drafts if d.kind == "person" and not d.group and is_subject(discourse, d)), None)
        if host is not None and host.first < found[0].first:
            found = [host, *found]
    return found, 0.65


def _stands(discourse: Discourse, found: list[Draft], *, subject: bool) -> bool:
    if not subject:
        return len(found) > 1 or bool(found[0].group)
    if len(found) == 1 and not found[0].group and not _is_plural_word(discourse, found[0]):
        return False
    return is_subject(discourse, found[-1]) or is_subject(discourse, found[0])


def _is_plural_word(discourse: Discourse, draft: Draft) -> bool:
    """ "Armenian forces": a mention of one actor that "they" can follow."""
    line = discourse.lines[draft.line]
    word = line.word(draft.last - 1)
    counts = line.ending(draft.last, "force", "authority") is not None
    return draft.kind != "person" and counts and (word.endswith("s") or word in ("servicemen", "gunmen"))


def _lists(discourse: Discourse, number: int, drafts: list[Draft]) -> list[list[Draft]]:
    """Mentions joined by "and" or a comma; each other mention alone."""
    line = discourse.lines[number]
    lists: list[list[Draft]] = []
    for draft in drafts:
        if draft.attributive:
            continue
        last = lists[-1][-1] if lists else None
        if last is not None and not draft.group and not last.group and _joined(line, last, draft):
            lists[-1].append(draft)
        else:
            lists.append([draft])
    closed = [found for found in lists if len(found) == 1 or _has_and(line, found)]
    return [found for found in closed if len({d.actor_id for d in found}) == len(found)]


def _joined(line: Line, one: Draft, other: Draft) -> bool:
    if (one.kind == "person") != (other.kind == "person"):
        return False
    start = other.first - (line.word(other.first - 1) in ("the", "his", "her", "its"))
    if start == one.last + 1:
        return line.word(one.last) in ("and", "&")
    return start == one.last and line.comma(other.first)


def _has_and(line: Line, found: list[Draft]) -> bool:
    start = found[-1].first - (line.word(found[-1].first - 1) in ("the", "his", "her", "its"))
    return line.word(start - 1) == "and"


def _mentions(discourse: Discourse, members: list[Draft]) -> tuple[ActorMention, ...]:
    return tuple(m for draft in members for m in (draft.group or (as_mention(discourse, draft),)))


def resolve_noun(discourse: Discourse, number: int, line: Line, position: int) -> bool:
    """ "The court", "the company": the latest actor whose name has the noun, or that is of its kind."""
    noun = line.folded[position]
    titles = discourse.gazetteer.titles
    kinds, nouns = titles.references[noun], titles.stand_ins[noun] | {noun}
    first = position
    while first > 0 and line.joined(first) and line.folded[first - 1] in _DESCRIBING:
        first -= 1
    if line.word(first - 1) not in ("the", "this") or not line.joined(first) or _names_more(line, position):
        return False

    def by_name(draft: Draft) -> bool:
        return draft.kind not in ("person", "state") and not nouns.isdisjoint(blank(draft.name).split())

    def by_kind(draft: Draft) -> bool:
        return draft.kind in kinds

    found = _latest(discourse, number, first, by_name) or (
        _latest(discourse, number, first, by_kind) if kinds else None
    )
    if found is None:
        return False
    discourse.take(repeat(found, number, first, position + 1, 0.75))
    return True


def _names_more(line: Line, position: int) -> bool:
    """Whether the noun goes on ("the court order", "the group of friends") or is a capitalised name's part."""
    after = position + 1
    if line.upper(position) and line.word(after) == "of":
        return True
    return line.joined(after) and line.word(after) == "of"


def _latest(discourse: Discourse, number: int, word: int, fits: Callable[[Draft], bool]) -> Draft | None:
    best: Draft | None = None
    for draft in discourse.drafts:
        if draft.group or (draft.line, draft.first) >= (number, word) or number - draft.line > _FAR or not fits(draft):
            continue
        if best is None or (draft.line, draft.first) > (best.line, best.first):
            best = draft
    return best
