"""Titles in a line: "Azerbaijan's outgoing deputy defence minister", "Chairman of the Senate", "General".

A title is found around the word of a role: modifiers and the side it belongs to are read to the
left, complements ("of Pakistan to Azerbaijan") to the right. Whose title it is, ``persons`` decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extract.actors.gazetteer import Gazetteer, bits_of
from pipeline.extract.actors.reading import Item, Line

_SIDES = ("state", "demonym", "people", "org", "weak_org", "metonym")
_DETERMINERS = frozenset(
    {
        "the",
        "a",
        "an",
        "his",
        "her",
        "their",
        "its",
        "our",
        "this",
        "that",
        "another",
        "any",
        "every",
        "some",
        "no",
        "two",
        "three",
        "both",
        "four",
        "five",
        "these",
        "those",
        "my",
    }
)
_AT = frozenset({"in", "at", "from", "near", "to"})
_LOCAL = frozenset({"governor", "speaker", "commander", "director", "official"})
_SENT = frozenset({"ambassador", "special_representative"})
_HELPERS = frozenset({"aide", "special_representative", "secretary"})
_HEADS = ("role", "roles", "counterpart", "counterparts", "rank", "honorific")
_HEAD_BITS = bits_of(*_HEADS)


@dataclass(slots=True)
class Title:
    """A title over the words ``first`` to ``last`` (excluded), its determiner left out.

    Attributes:
        roles: Role ids, in text order; empty for a mere rank or honorific.
        head: Folded surface of the last role.
        states: Ids of the states whose title it is.
        organisation: Id of the organisation whose title it is, or ``None``.
        body: Id of the kind of government body ("Foreign Office spokesperson"), or ``None``.
        to: State that receives the ambassador, or ``None``.
        plural: "the foreign ministers".
        counterpart: "his Azerbaijani counterpart".
        determiner: Folded word before it; empty for none.
        past: Not in office on the day ("former", "outgoing").
        capital: The role is written with a capital.
    """

    first: int
    last: int
    roles: list[str] = field(default_factory=list)
    head: str = ""
    states: list[str] = field(default_factory=list)
    organisation: str | None = None
    body: str | None = None
    to: str | None = None
    plural: bool = False
    counterpart: bool = False
    determiner: str = ""
    past: bool = False
    capital: bool = False

    def copy(self) -> Title:
        """A copy with lists of its own."""
        return Title(
            self.first, self.last, list(self.roles), self.head, list(self.states), self.organisation, self.body,
            self.to, self.plural, self.counterpart, self.determiner, self.past, self.capital,
        )  # fmt: skip

    @property
    def sided(self) -> bool:
        """Whether the title says for whom."""
        return bool(self.states or self.organisation)


def find_titles(line: Line, gazetteer: Gazetteer) -> list[Title]:
    """All titles of a line, in order, not overlapping; chains like "Chairman ... General" are one."""
    titles: list[Title] = []
    floor = 0
    for position in [position for position, kinds in line.kinds.items() if kinds & _HEAD_BITS]:
        item = line.starting(position, *_HEADS) if position >= floor else None
        if item is None or _is_modifier_here(line, gazetteer, item):
            continue
        title = _title(line, gazetteer, item, floor)
        titles.append(title)
        floor = title.last
    return _chain(line, titles)


def _is_modifier_here(line: Line, gazetteer: Gazetteer, item: Item) -> bool:
    if item.last - item.first > 1 or not line.joined(item.last):
        return False
    word = line.word(item.first)
    if not (gazetteer.word_in("modifiers", word) or gazetteer.word_in("portfolios", word)):
        return False
    return line.starting(item.last, "role", "roles", "rank") is not None


def _title(line: Line, gazetteer: Gazetteer, item: Item, floor: int) -> Title:
    kind = item.entry.kind
    title = Title(
        item.first,
        item.last,
        roles=[item.entry.key] if kind in ("role", "roles") else [],
        head=" ".join(line.folded[item.first : item.last]),
        plural=kind in ("roles", "counterparts"),
        counterpart=kind in ("counterpart", "counterparts"),
        capital=line.upper(item.first),
    )
    _extend_left(line, gazetteer, title, floor)
    if kind not in ("rank", "honorific"):
        _extend_right(line, gazetteer, title)
        _skip_abbreviation(line, title)
    else:
        _skip_retired(line, title)
    return title


def _extend_left(line: Line, gazetteer: Gazetteer, title: Title, floor: int) -> None:
    while title.first > floor:
        before = title.first
        if line.possessive(before - 1):
            side = line.ending(before - 1, *_SIDES)
            if side is not None and side.first >= floor:
                _take_side(line, title, side)
            return
        if not _step_left(line, gazetteer, title, floor):
            return


def _step_left(line: Line, gazetteer: Gazetteer, title: Title, floor: int) -> bool:
    before = title.first
    word = line.word(before - 1)
    if line.gaps[before] in ("-", "–") and gazetteer.word_in("past", word):
        title.first, title.past = before - 1, True
        return True
    if not line.joined(before):
        return False
    side = line.ending(before, *_SIDES)
    if side is not None and side.entry.kind == "metonym" and line.word(side.first - 1) in _AT:
        return False  # "In Islamabad Prime Minister A"
    if side is not None and side.first >= floor and not (title.states and not title.plural):
        _take_side(line, title, side)
        return True
    body = line.ending(before, "body", "weak_body")
    if body is not None and body.first >= floor and not title.body:
        title.body, title.first = body.entry.key, body.first
        return True
    place = line.ending(before, "place")
    if place is not None and place.first >= floor and set(title.roles) & _LOCAL:
        title.first = place.first
        return True
    if word in _DETERMINERS:
        title.determiner = word
        return False
    if gazetteer.word_in("past", word):
        title.first, title.past = before - 1, True
        return True
    if gazetteer.word_in("modifiers", word):
        title.first = before - 1
        return True
    return _take_portfolio(line, gazetteer, title, floor)


def _take_portfolio(line: Line, gazetteer: Gazetteer, title: Title, floor: int) -> bool:
    if not set(title.roles) & {
        "minister",
        "deputy_minister",
        "secretary",
        "special_representative",
        "official",
    }:
        return False
    word = line.word(title.first - 1)
    if gazetteer.word_in("portfolios", word):
        title.first -= 1
        return True
    joins = word == "and" and title.first - 2 >= floor and line.joined(title.first - 1)
    if joins and gazetteer.word_in("portfolios", line.word(title.first - 2)):
        title.first -= 2
        return True
    return False


def _take_side(line: Line, title: Title, side: Item) -> None:
    _set_side(title, side)
    title.first = side.first
    while title.plural:
        more = _coordinated_before(line, title.first)
        if more is None:
            break
        _set_side(title, more, front=True)
        title.first = more.first


def _coordinated_before(line: Line, position: int) -> Item | None:
    """The state before ", " or "and" before the position."""
    end = position
    if line.word(position - 1) in ("and", "&") and line.joined(position):
        end = position - 1
        if not (line.joined(end) or line.comma(end) or line.possessive(end - 1)):
            return None
    elif not line.comma(position):
        return None
    if line.possessive(end - 1):
        end -= 1
    return line.ending(end, "state", "demonym")


def _set_side(title: Title, side: Item, *, front: bool = False) -> None:
    entry = side.entry
    if entry.kind in ("org", "weak_org"):
        title.organisation = title.organisation or entry.key
    elif entry.key not in title.states:
        title.states.insert(0 if front else len(title.states), entry.key)


def _skip_abbreviation(line: Line, title: Title) -> None:
    """ "Chief of Army Staff (COAS) General": the short form in brackets belongs to the title."""
    position = title.last
    if line.gap(position) != "(" or position >= len(line):
        return
    end = next((k for k in range(position + 1, min(position + 7, len(line))) if line.gap(k)[:1] == ")"), None)
    if end is None:
        return
    short = end == position + 1 and line.words[position].isupper()
    if short or (title.capital and line.gap(end) == ")" and line.upper(end)):
        title.last = end


def _skip_retired(line: Line, title: Title) -> None:
    position = title.last
    if line.gap(position) in ("(", ".(") and line.word(position) in ("r", "retd", "rtd", "ret", "retired"):
        title.last = position + 1


def _extend_right(line: Line, gazetteer: Gazetteer, title: Title) -> None:
    place = line.starting(title.last, "place") if title.capital and line.joined(title.last) else None
    if place is not None and set(title.roles) & _LOCAL and line.starting(title.last, "person") is None:
        title.last = place.last  # "Governor Sindh", as written in Pakistan
    while True:
        position = title.last
        word = line.word(position)
        if word not in ("of", "to", "for", "in", "at", "on") or not line.joined(position):
            return
        start = position + 1
        if line.word(start) == "the":
            start += 1
        start = _past_modifiers(line, gazetteer, start)
        if not (line.joined(start) or line.hyphen(start)) or not _complement(line, gazetteer, title, word, start):
            return


def _past_modifiers(line: Line, gazetteer: Gazetteer, start: int) -> int:
    """ "of the self-proclaimed Republic": the first word that is no mere modifier."""
    for position in range(start, start + 3):
        named = line.starting(position, "state", "demonym", "body", "org", "weak_org", "force")
        if named is not None or not gazetteer.word_in("modifiers", line.word(position)):
            return position
    return start


def _complement(line: Line, gazetteer: Gazetteer, title: Title, preposition: str, start: int) -> bool:
    counted = line.word(start) in gazetteer.titles.numbers or line.word(start) == "both"
    if title.plural and counted and line.word(start + 1) in gazetteer.titles.groups and line.joined(start + 1):
        title.last = start + 2  # "the speakers of the three parliaments"
        return False
    side = line.starting(start, "state", "people", "org", "weak_org")
    demonym = line.starting(start, "demonym")
    body = line.starting(start, "body", "weak_body", "force")
    if side is not None and line.possessive(side.last):
        return preposition == "of" and _owned_complement(line, gazetteer, title, side)
    if side is not None and (side.entry.kind != "people" or preposition == "of"):
        return _side_complement(line, title, preposition, side)
    if preposition == "of" and body is not None:
        title.last = body.last
        return True
    if preposition == "of" and demonym is not None:
        inner = line.starting(demonym.last, "body", "force", "authority", "nation")
        if inner is not None and line.joined(demonym.last):
            _set_side(title, demonym)
            title.last = inner.last
            return True
    if preposition in ("in", "to") and set(title.roles) & _SENT and title.states:
        post = line.starting(start, "place")
        if post is not None:
            title.last = post.last  # "the envoy in Baku"
            return True
    if preposition == "to" and set(title.roles) & _HELPERS:
        served = line.starting(start, "role")
        if served is not None:
            title.last = served.last  # "adviser to the prime minister"
            return True
    if preposition in ("of", "for") or (preposition == "on" and set(title.roles) & _HELPERS):
        return _portfolio_complement(line, gazetteer, title, start)
    return False


def _owned_complement(line: Line, gazetteer: Gazetteer, title: Title, side: Item) -> bool:
    """ "Commander of Azerbaijan's naval forces": the side that owns the force or body."""
    if side.entry.kind != "state" or title.sided:
        return False
    for position in range(side.last + 1, side.last + 4):
        inner = line.starting(position, "force", "body", "weak_body")
        if inner is not None and line.joined(position):
            _set_side(title, side)
            title.last = inner.last
            return True
        if not gazetteer.word_in("modifiers", line.word(position)) and not gazetteer.word_in(
            "portfolios", line.word(position)
        ):
            return False
    return False


def _side_complement(line: Line, title: Title, preposition: str, side: Item) -> bool:
    if preposition == "to" and side.entry.kind == "state":
        if not set(title.roles) & _SENT:
            return False
        title.to, title.last = side.entry.key, side.last
        return True
    if preposition == "in" and side.entry.kind == "state" and "ambassador" in title.roles:
        title.to, title.last = side.entry.key, side.last
        return True
    if preposition not in ("of", "for") or (title.states and preposition == "of" and not title.plural):
        return False
    _set_side(title, side)
    title.last = side.last
    while True:
        more = _coordinated_after(line, title.last)
        if more is None or not (title.plural or title.counterpart):
            return True
        _set_side(title, more)
        title.last = more.last


def _coordinated_after(line: Line, position: int) -> Item | None:
    start = position
    if line.comma(position):
        if line.word(position) == "and":
            start = position + 1
    elif line.word(position) in ("and", "&") and line.joined(position):
        start = position + 1
    else:
        return None
    if line.word(start) == "the":
        start += 1
    territory = line.starting(start, "demonym")  # "the speakers of Azerbaijan, Armenia and Karabakh"
    alone = territory is not None and territory.entry.key.startswith("x") and not line.joined(territory.last)
    return line.starting(start, "state") or (territory if alone else None)


def _portfolio_complement(line: Line, gazetteer: Gazetteer, title: Title, start: int) -> bool:
    """ "Minister for Planning and Development": the words of a portfolio, or of a generic head's body."""
    position, last = start, title.last
    while (
        position < len(line)
        and position - start < 8
        and (position == start or line.joined(position) or line.comma(position))
    ):
        word = line.word(position)
        if gazetteer.word_in("portfolios", word):
            last = position + 1
        elif not gazetteer.word_in("linkers", word):
            break
        position += 1
    if last == title.last:
        return False
    title.last = last
    return True


def _chain(line: Line, titles: list[Title]) -> list[Title]:
    """Join titles of one person: "Prime Minister and Foreign Minister X", "Chairman General X"."""
    chained: list[Title] = []
    for title in titles:
        previous = chained[-1] if chained else None
        if previous is not None and _belongs(line, previous, title):
            previous.last = title.last
            previous.roles.extend(title.roles)
            previous.head = title.head if title.roles else previous.head
            previous.states.extend(s for s in title.states if s not in previous.states)
            previous.organisation = previous.organisation or title.organisation
            previous.capital = previous.capital or title.capital
            previous.past = previous.past or title.past
        else:
            chained.append(title)
    return chained


def _belongs(line: Line, previous: Title, title: Title) -> bool:
    if previous.plural or title.plural or title.counterpart:
        return False
    if line.comma(title.first) and title.first == previous.last and not title.roles and not title.sided:
        # "Pakistan's army chief, General Asim Munir": the rank leads over to the name.
        named = line.joined(title.last) and line.upper(title.last)
        return named and (previous.sided or previous.determiner == "the" or previous.capital)
    if title.first == previous.last and (line.joined(title.first) or line.gap(title.first) == ")"):
        return True
    ahead = title.last < len(line) and line.joined(title.last) and line.upper(title.last)
    if not ahead or title.determiner:
        return False
    joined = title.first == previous.last + 1 and line.word(previous.last) in ("and", "&")
    return joined and bool(title.roles) and line.joined(title.first) and line.joined(previous.last)
