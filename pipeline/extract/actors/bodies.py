"""Organisations that no table knows: courts, agencies, ministries, companies, associations, by the noun in their name.

In: lines in which persons were found. Out: drafts of mentions. A name is a run of capitalised words around a
noun such as "Court" or "Limited", with what follows "of" or "for"; capitals of a headline prove nothing, so
there only names and short forms count that the text has introduced.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.text import actor_id_of, to_ascii
from pipeline.extract.actors.discourse import Discourse, Draft
from pipeline.extract.actors.reading import Line
from pipeline.lexicon.actors import State
from pipeline.lexicon.names import blank

_SIDES = ("state", "demonym", "people")
_KNOWN = ("org", "weak_org", "body", "weak_body", "role", "roles", "person")
_LEFT_STOPS = ("role", "roles", "rank", "person", "org", "weak_org")
_COMPLEMENT = frozenset({"of", "for", "on"})
_WITHIN = frozenset({"of", "and", "for", "&"})
_OWNED = frozenset({"whose", "its", "their"})
_LONGEST = 9
# A short form of a company's name has at least so many letters.
_SHORTEST_FORM = 5


def find_bodies(discourse: Discourse) -> None:
    """Mentions of organisations by a name that the text introduces."""
    heads = discourse.gazetteer.titles.organisation_heads
    if heads.keys().isdisjoint(discourse.capital_words):
        return  # none inside a sentence
    for number, line in enumerate(discourse.lines):
        if line.headline or heads.keys().isdisjoint(line.folded):
            continue
        done, known = 0, _known_words(line)
        for position, word in enumerate(line.folded):
            if position >= done and word in heads and line.capital[position] and position not in known:
                done = _body_at(discourse, number, line, position) or done


def _body_at(discourse: Discourse, number: int, line: Line, head: int) -> int | None:
    first = _left_edge(discourse, number, line, head)
    kind, last = _right_edge(discourse, line, head)
    if line.word(first - 1) in _OWNED:
        return None  # "the Senate, whose Foreign Relations Committee": a part of the body named before
    if last - first < 2 or not discourse.free(number, first, last) or not _is_name(discourse, line, first, head, last):
        return None
    if kind == "government":
        return _take_ministry(discourse, number, line, first, last)
    start, state = _owner(discourse, line, first)
    end = _without_legal_form(discourse, line, first, last)
    name = to_ascii(line.surface(discourse.document.text, first, end)).replace("\n", " ")
    country = state.iso3 if state else _country_in(discourse, line, first, last)
    last = line.behind_acronym(last)
    draft = _draft(discourse, number, start, last, name, kind, country)
    discourse.take(draft)
    return last


def _draft(
    discourse: Discourse, number: int, first: int, last: int, name: str, kind: str, country: str | None
) -> Draft:
    known = discourse.gazetteer.organisations_by_name.get(blank(name).strip())
    if known is not None:
        record = discourse.gazetteer.actors.organisations[known]
        actor_id = actor_id_of(record.name)
        return Draft(number, first, last, actor_id, record.name, record.kind, record.country)
    actor_id = actor_id_of(name, known=False)
    return Draft(number, first, last, actor_id, name, kind, country, found_by="unknown_name", confidence=0.75)


def _left_edge(discourse: Discourse, number: int, line: Line, head: int) -> int:
    gazetteer, taken = discourse.gazetteer, discourse.taken[number]
    first = head
    while first > 0 and head - first < _LONGEST and not taken[first - 1]:
        before = first - 1
        word = line.word(before)
        if not (line.joined(first) or line.hyphen(first)) or line.possessive(before):
            break
        if word in ("and", "&") and line.joined(before) and line.upper(before - 1):
            if not gazetteer.word_in("portfolios", line.word(before - 1)) or taken[before - 1]:
                break
            first -= 2
            continue
        if not line.upper(before) or gazetteer.is_function_word(word) or gazetteer.word_in("calendar", word):
            break
        if line.ending(first, *_LEFT_STOPS) is not None or before in discourse.title_ends[number]:
            break
        first = before
    return first


def _right_edge(discourse: Discourse, line: Line, head: int) -> tuple[str, int]:
    """The kind that the last head gives, and the end of the name; an end before the head for a name of a thing."""
    heads = discourse.gazetteer.titles.organisation_heads
    kind, last = heads[line.word(head)], head + 1
    while last < len(line) and last - head < _LONGEST:
        word = line.word(last)
        if line.upper(last) and (line.joined(last) or _abbreviated(discourse, line, last)):
            place = line.starting(last, "state", "place", "metonym")
            if word in heads:
                kind, last = heads[word], last + 1
            elif kind == "company" and place is not None:
                last = place.last
            elif discourse.gazetteer.word_in("eaters", word):
                return kind, head
            else:
                break
        elif word in _COMPLEMENT and line.joined(last):
            end = _complement(discourse, line, last)
            return kind, end or last
        else:
            break
    return kind, last


def _abbreviated(discourse: Discourse, line: Line, position: int) -> bool:
    """ "Pvt. Ltd": a full stop after a legal form ends no sentence."""
    before = line.word(position - 1)
    return line.gaps[position][:1] == "." and discourse.gazetteer.word_in("legal_forms", before)


def _complement(discourse: Discourse, line: Line, position: int) -> int | None:
    """ "of Civil Aviation Security", "of All India Traders": the end of what follows a preposition."""
    start = position + 1 + (line.word(position + 1) == "the")
    if not line.upper(start) or not line.joined(start) or discourse.gazetteer.word_in("calendar", line.word(start)):
        return None
    last = start
    while last < len(line) and last - start < _LONGEST and (last == start or line.joined(last)):
        word = line.word(last)
        if line.upper(last):
            side = line.starting(last, "state")
            last = side.last if side is not None else last + 1
        elif (
            word in _WITHIN
            and line.upper(last + 1)
            and line.joined(last + 1)
            and _goes_on(discourse, line, word, last + 1)
        ):
            last += 1
        else:
            break
    return last


def _goes_on(discourse: Discourse, line: Line, joint: str, position: int) -> bool:
    """Whether the word behind "and" or "of" still belongs to the name ("Food and Agriculture")."""
    word = line.word(position)
    if line.starting(position, "person", "org", "metonym", "role", "rank") is not None:
        return False
    if joint in ("of", "for"):
        return True
    return discourse.gazetteer.word_in("portfolios", word) or word in discourse.lower_words


def _is_name(discourse: Discourse, line: Line, first: int, head: int, last: int) -> bool:
    """Whether the run names one body, and no thing, sort of body, or known actor."""
    if last <= head:
        return False
    if any(line.starting(k, "body", "weak_body") is not None for k in range(head + 1, last)):
        return False  # "Press Service of the Ministry of Defence": the ministry is meant
    before = [k for k in range(first, head) if line.word(k) not in ("and", "&")]
    complement = line.word(head + 1) in _COMPLEMENT and last > head + 1
    if line.word(head) == "ministry":
        return bool(before) or complement
    if before and not all(_is_general(discourse, line, k) for k in before):
        return complement or len(before) > 1 or any(_tells(discourse, line, k) for k in before)
    # "Bank of Baku", "Commission on Tariffs"; but "Joint Commission of Georgia" is no lasting body.
    start = head + 2 + (line.word(head + 2) == "the")
    side = line.starting(start, *_SIDES, "place")
    return complement and (not before or side is None or side.last < last)


def _known_words(line: Line) -> set[int]:
    """Words of known organisations, bodies and persons: they have their names."""
    return {
        k
        for items in line.items.values()
        for item in items
        if item.entry.kind in _KNOWN and item.entry.key != "ministry"
        for k in range(item.first, item.last)
    }


def _is_general(discourse: Discourse, line: Line, position: int) -> bool:
    """Whether a word only says what sort of body it is ("Joint Economic Commission", "State Oil Company")."""
    word, gazetteer = line.word(position), discourse.gazetteer
    return any(gazetteer.word_in(name, word) for name in ("organisation_bars", "modifiers", "portfolios"))


def _tells(discourse: Discourse, line: Line, position: int) -> bool:
    """Whether a word makes a name special: no mere modifier, and not in small letters elsewhere."""
    word = line.word(position)
    if line.starting(position, *_SIDES, "place", "metonym") is not None:
        return True
    return word not in discourse.lower_words and not _is_general(discourse, line, position)


def _owner(discourse: Discourse, line: Line, first: int) -> tuple[int, State | None]:
    """ "Armenia's Investigative Committee": where the mention starts, and the state that owns the body."""
    if not line.possessive(first - 1) or not line.joined(first):
        return first, None
    side = line.ending(first - 1, "state")
    if side is None:
        return first, None
    return side.first, discourse.gazetteer.actors.states[side.entry.key]


def _country_in(discourse: Discourse, line: Line, first: int, last: int) -> str | None:
    """The country that the words of a name tell: a state, an adjective, a city."""
    gazetteer = discourse.gazetteer
    isos: set[str | None] = set()
    for position in range(first, last):
        side = line.starting(position, *_SIDES)
        place = line.starting(position, "place")
        if side is not None:
            isos.add(discourse.state_iso(side.entry.key))
        elif place is not None:
            isos.add(gazetteer.places.by_id[place.entry.key].country)
    return isos.pop() if len(isos) == 1 else None


def _without_legal_form(discourse: Discourse, line: Line, first: int, last: int) -> int:
    end = last
    while end > first + 1 and discourse.gazetteer.word_in("legal_forms", line.word(end - 1)):
        end -= 1
    if end < last and line.word(end - 1) == "limited" and end > first + 2:
        return end - 1
    return end if end > first + 1 else last


def _take_ministry(discourse: Discourse, number: int, line: Line, first: int, last: int) -> int | None:
    """ "Economy Ministry of Georgia", "Armenia's Ministry of Emergency Situations": a ministry of some state."""
    start, state = _owner(discourse, line, first)
    inner = [item for k in range(first, last) if (item := line.starting(k, *_SIDES)) is not None]
    if state is None and inner:
        state = discourse.gazetteer.actors.states[inner[0].entry.key]
    state = state or _only_state(discourse, line) or _main_state(discourse)
    if state is None:
        return None
    covered = {k for item in inner for k in range(item.first, item.last)}
    words = [k for k in range(first, last) if k not in covered]
    while words and line.word(words[-1]) in ("of", "the"):
        words.pop()
    text = discourse.document.text
    spelled = " ".join(to_ascii(text[line.starts[k] : line.ends[k]]) for k in words)
    name = _inverted(spelled) + f" of {state.name}"
    draft = _draft(discourse, number, start, last, name, "government", state.iso3)
    draft.body, draft.found_by, draft.confidence = "ministry", "name", 0.9
    discourse.take(draft)
    return last


def _only_state(discourse: Discourse, line: Line) -> State | None:
    """The state of a sentence that names no other ("An Azerbaijani convoy set off, the ... Ministry said")."""
    sides = {item.entry.key for k in line.items if (item := line.starting(k, *_SIDES)) is not None}
    return discourse.gazetteer.actors.states.get(sides.pop()) if len(sides) == 1 else None


def _inverted(words: str) -> str:
    """ "Economy Ministry" as it is listed: "Ministry of Economy"."""
    return f"Ministry of {words.removesuffix(' Ministry')}" if words.endswith(" Ministry") else words


def _main_state(discourse: Discourse) -> State | None:
    """The state that the document clearly speaks of most."""
    counts = sorted(((n, iso) for iso, n in discourse.country_counts().items() if iso), reverse=True)
    if not counts or (len(counts) > 1 and counts[0][0] < 2 * counts[1][0]):
        return None
    return discourse.gazetteer.actors.states_by_iso3.get(counts[0][1])


def repeat_bodies(discourse: Discourse) -> None:
    """Later mentions by an acronym in brackets ("the Bureau ... (BCAS)") or the first word of a company's name."""
    short = dict(_short_forms(discourse))
    if not short:
        return
    for number, line in enumerate(discourse.lines):
        if short.keys().isdisjoint(line.words):
            continue
        for position, word in enumerate(line.words):
            draft = short.get(word)
            if draft is not None and not discourse.taken[number][position]:
                _repeat(discourse, number, position, draft)


def _repeat(discourse: Discourse, number: int, position: int, draft: Draft) -> None:
    discourse.take(
        Draft(
            number,
            position,
            position + 1,
            draft.actor_id,
            draft.name,
            draft.kind,
            draft.country,
            found_by="alias",
            confidence=min(0.8, draft.confidence),
            body=draft.body,
        )
    )


def _short_forms(discourse: Discourse) -> Iterator[tuple[str, Draft]]:
    for draft in discourse.drafts:
        if draft.kind in ("person", "state") or draft.group or draft.found_by == "coreference":
            continue
        line = discourse.lines[draft.line]
        if draft.last > draft.first + 1 and line.behind_acronym(draft.last - 1) == draft.last:
            yield line.words[draft.last - 1], draft
        elif draft.kind == "company" and draft.found_by == "unknown_name":
            word = line.words[draft.first]
            ordinary = line.folded[draft.first] in discourse.lower_words or draft.first in line.items
            if len(word) >= _SHORTEST_FORM and not ordinary:
                yield word, draft
