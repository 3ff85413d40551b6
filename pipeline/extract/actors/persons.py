"""Persons by name: known ones, and unknown ones that a title, an apposition or the name itself vouches for.

In: a document's lines with their titles. Out: drafts of mentions that span title and name, and the
cast of the document. Titles that were used are taken away; those left over are for ``coreference``.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import compress

from pipeline.extract.actors.casting import cast_figure, choose_person, figure_called
from pipeline.extract.actors.discourse import Discourse, Draft, Figure
from pipeline.extract.actors.gazetteer import bits_of
from pipeline.extract.actors.groups import persons_behind
from pipeline.extract.actors.naming import (
    ends_as_family,
    is_eaten,
    is_given_name,
    is_speaker,
    is_vouched,
    known_name,
    may_be_name,
    title_after,
    unknown_run,
)
from pipeline.extract.actors.reading import Line
from pipeline.extract.actors.titles import Title
from pipeline.lexicon.actors import Person
from pipeline.lexicon.names import blank

# Words with a capital that may stand right before a bare family name.
_FUNCTION = frozenset(
    {"the", "a", "in", "on", "at", "when", "while", "as", "after", "before", "but", "and", "with", "for", "from",
     "by", "to", "of", "today", "yesterday", "both", "then", "also", "later", "earlier", "since", "if", "like"}
)  # fmt: skip
_BY_FIRST_NAME = frozenset({"king", "pope"})
_ROMAN = frozenset({"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xvi"})
_PERSON_BIT = bits_of("person")
_OTHER_KINDS = ("state", "demonym", "people", "metonym", "org", "body", "role", "roles", "rank")


def find_full_names(discourse: Discourse) -> None:
    """Mentions of persons by at least two words of their name, over the whole document."""
    for number, line in enumerate(discourse.lines):
        taken, done = discourse.taken[number], 0
        for position in _openings(discourse, number, line):
            if position >= done and not taken[position]:
                done = _full_name_at(discourse, number, line, position) or 0


def _openings(discourse: Discourse, number: int, line: Line) -> list[int]:
    """Words that may open a full name: most capitals open none, and this is a quick look at each."""
    gazetteer, folded, capital, kinds = discourse.gazetteer, line.folded, line.capital, line.kinds
    openers, prefixes = gazetteer.name_openers, gazetteer.titles.words["prefixes"]
    particles = gazetteer.titles.words["particles"]
    ends = discourse.title_ends[number]
    last_title = max((title.first for title in discourse.titles[number]), default=-1)
    speech = gazetteer.titles.words["speech"]
    found = []
    for position in compress(range(line.size), capital):
        if kinds.get(position, 0) & _PERSON_BIT or folded[position] in prefixes:
            found.append(position)
            continue
        after = position + 1
        if after >= line.size or not (capital[after] or folded[after] in particles):
            continue
        near = position < last_title or position in ends or folded[position] in openers
        short = len(folded[position]) == 1 or len(folded[after]) == 1
        entry = position == 0 and line.gap(1) == ","
        if near or short or entry:
            found.append(position)
            continue
        if ends_as_family(discourse, line, position):
            found.append(position)
            continue
        heard = after + 1 < line.size and (folded[after + 1] in speech or line.comma(after + 1))
        if heard and is_speaker(discourse, line, position, position + 2):
            found.append(position)
    return found


def note_listed(discourse: Discourse) -> None:
    """ "Both sides named envoys, A and B": persons listed behind a plural title have that role."""
    for number, line in enumerate(discourse.lines):
        for title in discourse.titles[number]:
            if title.plural and title.roles and not title.counterpart and line.gap(title.last) in (",", ":", "(", "–"):
                for draft in persons_behind(discourse, number, line, title):
                    figure = discourse.cast.get(draft.actor_id)
                    if figure is not None:
                        figure.roles.update(title.roles)
                        figure.text_roles.update(title.roles)


def find_short_names(discourse: Discourse) -> None:
    """Mentions by one word: "President Aliyev", "Bayramov", "Mr Khan"."""
    tokens = {token for figure in discourse.cast.values() for token in figure.tokens}
    for number, line in enumerate(discourse.lines):
        taken, ends = discourse.taken[number], discourse.title_ends[number]
        for position, capital in enumerate(line.capital):
            if not capital or taken[position]:
                continue
            known = line.folded[position] in tokens or line.starting(position, "surname") is not None
            if known or position in ends:
                _short_name_at(discourse, number, line, position)


def _full_name_at(discourse: Discourse, number: int, line: Line, position: int) -> int | None:
    if _is_inside_title(discourse, number, line, position):
        return None
    title = _title_before(discourse, number, line, position)
    known = known_name(discourse, line, position)
    if known is not None:
        first, last, persons = known
        person = choose_person(discourse, persons, title, number, position)
        return _take_person(discourse, number, line, title, first, last, person)
    if title is None and not _may_be_vouched(discourse, number, line, position):
        return None
    last = unknown_run(discourse, line, position)
    if all(line.hyphen(k) for k in range(position + 1, last)):
        return None  # "Ter-Petrosyan": a family name alone
    thing = any(discourse.gazetteer.word_in("eaters", line.word(k)) for k in range(position, last))
    if last - position < 2 or thing or is_eaten(discourse, line, last):
        return None
    if title is None and not is_vouched(discourse, number, line, position, last):
        return None
    return _take_person(discourse, number, line, title, position, last, None)


def _is_inside_title(discourse: Discourse, number: int, line: Line, position: int) -> bool:
    """Whether the word belongs to a title that a known name follows ("Ayatollah" is part of an alias, too)."""
    over = next((t for t in discourse.titles[number] if t.first <= position < t.last), None)
    return over is not None and line.starting(over.last, "person") is not None


def _may_be_vouched(discourse: Discourse, number: int, line: Line, position: int) -> bool:
    """A quick look before the longer one: a given name, or a title further on, and none over the word."""
    titles = discourse.titles[number]
    if any(other.first <= position < other.last for other in titles):
        return False
    word, gazetteer = line.folded[position], discourse.gazetteer
    if is_given_name(gazetteer, word) or any(position < other.first for other in titles):
        return True
    if ends_as_family(discourse, line, position):
        return True
    return is_speaker(discourse, line, position, position + 2)


def _title_before(discourse: Discourse, number: int, line: Line, position: int) -> Title | None:
    title = discourse.title_ends[number].get(position)
    if title is None:
        return None
    if line.joined(position) or line.gap(position) == ")" or title.first == title.last:
        return title
    singular = not title.plural and (title.roles or title.counterpart)
    if line.comma(position) and singular and (title.determiner in ("the", "his", "her") or title.sided):
        return title
    return None


def _take_person(
    discourse: Discourse, number: int, line: Line, title: Title | None, first: int, last: int, person: Person | None
) -> int:
    """Record a full name with the titles around it; the word behind it."""
    whole = title.copy() if title else Title(first, first)
    if whole.plural and len(whole.states) > 1:
        whole.states = []  # "the presidents of A and B, X and Y": not which of them
    end = _side_after(line, whole, last)
    after = title_after(discourse, number, line, end)
    if after is not None and not _clashes(discourse, person, after):
        end = after.last
        _absorb(whole, after)
        discourse.use_title(number, after)
    discourse.use_title(number, title)
    surface = line.surface(discourse.document.text, first, last)
    figure = cast_figure(discourse, number, surface, person, whole, first)
    start = _owner_before(discourse, line, whole.first, figure)
    _take_figure(discourse, number, figure, start, end, whole, "name" if person else "unknown_name")
    _share_title(discourse, number, line, title, end)
    return end


def _share_title(discourse: Discourse, number: int, line: Line, title: Title | None, end: int) -> None:
    """ "Presidents A and B", "Foreign Ministers A, B and C": the title counts for the next name as well."""
    if title is None or not title.plural:
        return
    joined = line.word(end) in ("and", "&") and line.joined(end)
    start = end + 1 if joined else end
    if line.comma(end) and line.word(end) == "and":
        start = end + 1
    if (joined or line.comma(end)) and line.upper(start):
        states = [] if len(title.states) > 1 or title.first == title.last else list(title.states)
        discourse.add_title(number, replace(title, first=start, last=start, roles=list(title.roles), states=states))


def _owner_before(discourse: Discourse, line: Line, first: int, figure: Figure) -> int:
    """ "Armenia's Pashinyan": the side right before a bare name belongs to the mention."""
    owner = line.ending(first - 1, "state") if line.possessive(first - 1) else None
    if owner is not None and discourse.state_iso(owner.entry.key) == figure.country:
        return owner.first
    return first


def _clashes(discourse: Discourse, person: Person | None, title: Title) -> bool:
    """Whether a title is that of another side's person."""
    isos = discourse.isos_of(title)
    return person is not None and bool(isos) and person.country is not None and person.country not in isos


def _side_after(line: Line, title: Title, end: int) -> int:
    """ "Ilham Aliyev of Azerbaijan": the side behind the name."""
    word = line.word(end)
    if title.sided or word not in ("of", "from") or not line.joined(end):
        return end
    start = end + 1 + (line.word(end + 1) == "the")
    state = line.starting(start, "state", "org")
    if state is None or not line.joined(start) or (not title.roles and word == "from"):
        return end
    if state.entry.kind == "org":
        title.organisation = state.entry.key
    else:
        title.states.append(state.entry.key)
    return state.last


def _absorb(title: Title, other: Title) -> None:
    title.roles += other.roles
    title.head = other.head
    title.states = title.states or list(other.states)
    title.organisation = title.organisation or other.organisation
    title.body = title.body or other.body
    title.past = title.past or other.past


def _take_figure(
    discourse: Discourse, number: int, figure: Figure, first: int, last: int, title: Title, found_by: str
) -> None:
    titled = bool(title.roles or title.head)
    office, held = figure.title, None
    confidence = 0.85 if titled else 0.6 if _has_given_name(discourse, figure) else 0.45
    if figure.person is not None:
        held = discourse.office_of(figure.person, title.roles, discourse.day_at(number, first))
        composed = discourse.composed_office(title) if title.sided else None
        office = held.title if held and not title.past else composed
        confidence = 0.97
    elif titled and found_by == "unknown_name":
        found_by = "title_name"
    if found_by == "alias":
        confidence = 0.9 if figure.person or len(figure.tokens) > 1 else 0.55
    discourse.take(
        Draft(
            number,
            first,
            last,
            figure.actor_id,
            figure.name,
            "person",
            discourse.side_of(figure, title, held),
            office,
            found_by,
            confidence=confidence,
            sex=figure.sex,
            roles=frozenset(figure.roles),
        )
    )


def _has_given_name(discourse: Discourse, figure: Figure) -> bool:
    return is_given_name(discourse.gazetteer, blank(figure.name).split()[0])


def _short_name_at(discourse: Discourse, number: int, line: Line, position: int) -> None:
    title = discourse.title_ends[number].get(position)
    if title is not None and title.first < title.last and not (line.joined(position) or line.gap(position) == ")"):
        title = None
    last = _short_run(discourse, number, line, position, title)
    if last is None or is_eaten(discourse, line, last):
        return
    figure = figure_called(discourse, number, line, position, last, title)
    if figure is None:
        figure = _unknown_short(discourse, number, line, position, last, title)
    if figure is None:
        return
    whole = title.copy() if title else Title(position, last)
    end = _side_after(line, whole, last) if title else last
    discourse.use_title(number, title)
    figure.roles.update(whole.roles)
    figure.text_roles.update(whole.roles)
    start = _owner_before(discourse, line, whole.first, figure)
    _take_figure(discourse, number, figure, start, end, whole, "alias")
    _share_title(discourse, number, line, title, end)


def _short_run(discourse: Discourse, number: int, line: Line, position: int, title: Title | None) -> int | None:
    """End of a name of one word (or one hyphenated family name) that stands alone."""
    word = line.word(position)
    if len(word) < 3 or discourse.gazetteer.word_in("never_names", word):
        return None
    if line.starting(position, *_OTHER_KINDS) is not None:
        return None
    surname = line.starting(position, "surname")
    last = surname.last if surname else position + 1
    if line.hyphen(position) or line.hyphen(last):
        return None
    if line.word(last) in _ROMAN and line.joined(last) and line.words[last].isupper():
        last += 1  # "King Abdullah II"
    glued = line.joined(position) and line.upper(position - 1) and not discourse.taken[number][position - 1]
    before = line.word(position - 1)
    apart = line.headline or before in _FUNCTION or discourse.gazetteer.word_in("never_names", before)
    if glued and title is None and not apart:
        return None
    return last


def _is_credible(discourse: Discourse, title: Title, word: str) -> bool:
    """Whether a single unknown word behind a title is a name: by its ending, an honorific, or its return."""
    if not _BY_FIRST_NAME.isdisjoint(title.roles):
        return True  # "King Philippe"
    polite = not title.roles and discourse.gazetteer.word_in("honorifics", title.head)
    ends = any(word.endswith(end) for end in discourse.gazetteer.titles.words["name_ends"] if len(end) > 1)
    again = sum(line.folded.count(word) for line in discourse.lines) > 1
    return polite or ends or again


def _unknown_short(
    discourse: Discourse, number: int, line: Line, position: int, last: int, title: Title | None
) -> Figure | None:
    """A person known only as "Colonel Mammadov" or "Mr Berg"."""
    if title is None or not title.capital or line.headline or title.plural:
        return None
    word = line.word(position)
    if word in discourse.lower_words or not may_be_name(discourse, line, position):
        return None
    if line.joined(last) and line.upper(last):
        return None
    if discourse.gazetteer.word_in("eaters", word) or not _is_credible(discourse, title, word):
        return None
    surface = line.surface(discourse.document.text, position, last)
    return cast_figure(discourse, number, surface, None, title, position)
