"""Which words of a line make a person's name: known ones by the tables, others by their shape.

Capitals prove little at the start of a sentence and nothing in a headline; there a word must be a
known name or occur with a capital inside a sentence elsewhere in the document.
"""

from __future__ import annotations

from pipeline.extract.actors.discourse import Discourse
from pipeline.extract.actors.gazetteer import Gazetteer
from pipeline.extract.actors.reading import Line
from pipeline.extract.actors.titles import Title
from pipeline.lexicon.actors import Person
from pipeline.lexicon.names import blank

_CLOSERS = (",", ";", ":", ".", ")", "-", "–", "—", "!", "?")
_STOP_KINDS = (
    "role", "roles", "rank", "honorific", "org", "state", "demonym", "people", "metonym", "body", "bodies", "force",
)  # fmt: skip
_LONGEST_NAME = 6
_LONGEST_THING = 5
_SPEAKER_WORDS = 2
_SHORTEST_FAMILY = 4
_SHORTEST_ENDED = 6

KnownName = tuple[int, int, tuple[Person, ...]]


def known_name(discourse: Discourse, line: Line, position: int) -> KnownName | None:
    """A known full name at the word, perhaps behind prefix names: its words and the persons who bear it."""
    start = position
    while discourse.gazetteer.word_in("prefixes", line.word(start)) and line.joined(start + 1):
        if line.starting(start, "person") is not None:
            break
        start += 1
    item = line.starting(start, "person")
    if item is None:
        return _with_initials(discourse, line, position) or _inverted(discourse, line, position)
    last = item.last
    if not line.upper(last - 1) or is_eaten(discourse, line, last):
        return None
    same = [i for i in line.items[start] if i.entry.kind == "person" and i.last == last]
    return position, last, tuple(discourse.gazetteer.actors.persons[i.entry.key] for i in same)


def _with_initials(discourse: Discourse, line: Line, position: int) -> KnownName | None:
    """ "Donald J. Trump", "I. Aliyev": a known family name with initials or a known first name before it."""
    if len(line.words[position]) > 1 and len(line.words[min(position + 1, line.size - 1)]) > 1:
        return None
    last = position + 1
    while last < len(line) and _is_initial(line, last):
        last += 1
    if last >= len(line) or not line.upper(last) or not (last > position + 1 or _is_initial(line, position)):
        return None
    family = line.starting(last, "surname")
    if family is None or not (line.joined(last) or line.gaps[last].startswith(".")):
        return None
    first_word = line.word(position)
    persons = discourse.gazetteer.persons_by_family[family.entry.key]
    match = [person for person in persons if blank(person.name).split()[0].startswith(first_word)]
    return (position, family.last, tuple(match)) if match else None


def _inverted(discourse: Discourse, line: Line, position: int) -> KnownName | None:
    """ "MAMMADYAROV, Elmar": how directories open an entry."""
    if position != 0 or not line.upper(1) or line.gap(1) != ",":
        return None
    family, given = line.starting(0, "surname"), line.word(1)
    persons = discourse.gazetteer.persons_by_family[family.entry.key] if family is not None else ()
    match = [p for p in persons if given in blank(" ".join((p.name, *p.aliases))).split() and given != line.word(0)]
    if not match:
        return None
    last = 2
    while last < len(line) and line.joined(last) and line.upper(last) and last < _LONGEST_NAME:
        last += 1
    return 0, last, tuple(match)


def _is_initial(line: Line, position: int) -> bool:
    word = line.words[position]
    dotted = position + 1 < len(line) and line.gaps[position + 1][:1] == "."
    return len(word) == 1 and word.isupper() and dotted


def is_eaten(discourse: Discourse, line: Line, last: int) -> bool:
    """Whether the name goes on as the name of a thing: "Heydar Aliyev International Airport"."""
    position = last
    while position < len(line) and position < last + _LONGEST_THING and line.joined(position):
        if discourse.gazetteer.word_in("eaters", line.word(position)):
            return line.upper(position) and (not line.headline or position == last)
        if not line.upper(position):
            return False
        position += 1
    return False


def unknown_run(discourse: Discourse, line: Line, position: int) -> int:
    """End of the run of words that can make one person's name."""
    gazetteer = discourse.gazetteer
    last = position
    while last < len(line) and last - position < _LONGEST_NAME:
        if last > position and not _continues(line, last):
            break
        if not line.upper(last):
            ahead = last + 1 < len(line) and line.upper(last + 1) and _continues(line, last + 1)
            if last == position or not ahead or not gazetteer.word_in("particles", line.word(last)):
                break
        elif not may_be_name(discourse, line, last) and not (
            last == 0 and is_speaker(discourse, line, 0, _SPEAKER_WORDS)
        ):
            break
        last += 1
    while last > position and not line.upper(last - 1):
        last -= 1
    return last


def _continues(line: Line, position: int) -> bool:
    if line.joined(position) or line.hyphen(position):
        return True
    gap = line.gaps[position]
    if gap in ("'", "’"):
        return line.word(position) != "s"
    return gap.startswith(".") and len(line.words[position - 1]) == 1


def may_be_name(discourse: Discourse, line: Line, position: int) -> bool:
    """Whether the capitalised word can belong to a person's name."""
    word, surface = line.word(position), line.words[position]
    gazetteer = discourse.gazetteer
    if not surface.isalpha() or gazetteer.word_in("never_names", word):
        return False
    if line.starting(position, *_STOP_KINDS) is not None:
        return False
    place = line.starting(position, "place")
    if place is not None and word not in gazetteer.persons_by_token:
        return False
    if 1 < len(surface) < 5 and surface.isupper() and not line.headline:
        return False
    if line.headline or position == 0:
        seen = word in discourse.capital_words or gazetteer.word_in("given_names", word)
        return seen or (word in gazetteer.persons_by_token and word not in discourse.lower_words)
    return word not in discourse.lower_words or word in gazetteer.persons_by_token


def is_vouched(discourse: Discourse, number: int, line: Line, first: int, last: int) -> bool:
    """Whether the words look like a person's name without a title before them."""
    gazetteer = discourse.gazetteer
    if line.headline or line.word(first - 1) == "the" or (line.joined(last) and line.upper(last)):
        return False
    glued = first > 0 and line.joined(first) and line.upper(first - 1) and not line.possessive(first - 1)
    if glued and first > 1 and not gazetteer.word_in("calendar", line.word(first - 1)):
        return False
    if title_after(discourse, number, line, last) is not None:
        return True
    other = [item for item in line.items.get(first, ()) if item.entry.kind != "surname"]
    if not other and (is_given_name(gazetteer, line.word(first)) or _has_family_end(discourse, line, first, last)):
        return True
    return not other and last - first == _SPEAKER_WORDS and is_speaker(discourse, line, first, last)


def _has_family_end(discourse: Discourse, line: Line, first: int, last: int) -> bool:
    """ "Bahruz Samadov": two words, the second with the ending of a family name."""
    return last == first + _SPEAKER_WORDS and ends_as_family(discourse, line, first)


def ends_as_family(discourse: Discourse, line: Line, first: int) -> bool:
    """Whether the word after a capitalised one ends as a family name does, and neither is another word."""
    gazetteer, family = discourse.gazetteer, line.word(first + 1)
    if not (line.upper(first + 1) and line.joined(first + 1)) or gazetteer.is_function_word(line.word(first)):
        return False
    if len(family) < _SHORTEST_ENDED or family in discourse.lower_words or line.word(first) in discourse.lower_words:
        return False
    return any(family.endswith(end) for end in gazetteer.titles.words["family_ends"])


def is_speaker(discourse: Discourse, line: Line, first: int, last: int) -> bool:
    """ "Gulbahar Petrosova told ...": two words before a verb of speech, the second of which comes back alone."""
    speaks = discourse.gazetteer.word_in("speech", line.word(last)) and line.joined(last)
    aside = line.comma(last) and (line.word(last) == "who" or line.word(last).isdigit())
    if not (speaks or aside) or discourse.gazetteer.is_function_word(line.word(first)):
        return False
    if line.headline or not line.upper(last - 1) or not line.joined(last - 1) or line.starting(first, "place", "org"):
        return False
    family = line.word(last - 1)
    if len(family) < _SHORTEST_FAMILY or family in discourse.lower_words or _names_thing(discourse, family):
        return False
    return sum(other.folded.count(family) for other in discourse.lines) > 1


def is_given_name(gazetteer: Gazetteer, word: str) -> bool:
    """Whether the folded word is a common given name, or that of a known person."""
    return word in gazetteer.name_openers and not gazetteer.word_in("particles", word)


def title_after(discourse: Discourse, number: int, line: Line, last: int) -> Title | None:
    """An apposition behind a name: ", the deputy defence minister of Azerbaijan,"."""
    opener = line.gap(last)
    if opener not in (",", "(", "–", "—", "-"):
        return None
    for title in discourse.titles[number]:
        start = title.first - (line.word(title.first - 1) in ("the", "a", "an"))
        if start != last or title.plural or not title.roles:
            continue
        closed = title.last >= len(line) or line.gap(title.last)[:1] in _CLOSERS
        if line.joined(title.last) and line.upper(title.last):
            return None  # "A, Foreign Minister B": the title is that of the next name
        if closed or (title.sided and title.capital and opener == ","):
            return title
    return None


def _names_thing(discourse: Discourse, word: str) -> bool:
    """Whether a word is the noun of bodies and things ("Human Rights", "Lachin Road")."""
    gazetteer = discourse.gazetteer
    lists = ("eaters", "portfolios", "never_names", "forces", "peoples")
    return word in gazetteer.titles.organisation_heads or any(gazetteer.word_in(name, word) for name in lists)
