"""Persons by name: known ones, and unknown ones that a title, an apposition or the name itself vouches for.

In: a document's lines with their titles. Out: drafts of mentions that span title and name, and the
cast of the document. Titles that were used are marked; those left over are for ``coreference``.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.text import to_ascii
from pipeline.extract.actors.discourse import Discourse, Draft, Figure, actor_id_of, roles_agree
from pipeline.extract.actors.gazetteer import PRINCIPAL_ROLES
from pipeline.extract.actors.reading import Line
from pipeline.extract.actors.titles import Title
from pipeline.lexicon.actors import Person
from pipeline.lexicon.names import blank

_CLOSERS = (",", ";", ":", ".", ")", "-", "–", "—", "!", "?")
_STOP_KINDS = (
    "role",
    "roles",
    "rank",
    "org",
    "state",
    "demonym",
    "people",
    "metonym",
    "body",
    "bodies",
    "force",
)


def find_full_names(discourse: Discourse) -> None:
    """Mentions of persons by at least two words of their name, over the whole document."""
    for number, line in enumerate(discourse.lines):
        ends = {title.last: title for title in discourse.titles[number]}
        position = 0
        while position < len(line):
            position = _full_name_at(discourse, number, line, position, ends) or position + 1


def find_short_names(discourse: Discourse) -> None:
    """Mentions by one word: "President Aliyev", "Bayramov", "Mr Khan"."""
    for number, line in enumerate(discourse.lines):
        ends = {title.last: title for title in discourse.titles[number]}
        for position in range(len(line)):
            if line.upper(position) and discourse.free(number, position, position + 1):
                _short_name_at(discourse, number, line, position, ends.get(position))


def _full_name_at(
    discourse: Discourse, number: int, line: Line, position: int, ends: dict[int, Title]
) -> int | None:
    if not line.upper(position) or not discourse.free(number, position, position + 1):
        return None
    title = _title_before(line, position, ends)
    known = _known_name(discourse, line, position)
    if known is not None:
        first, last, persons = known
        person = _choose(discourse, persons, title, number, position)
        return _take_person(discourse, number, line, title, first, last, person)
    last = _unknown_run(discourse, line, position)
    if last - position < 2 or _is_eaten(discourse, line, last):
        return None
    if title is None and not _vouched(discourse, line, position, last, number):
        return None
    return _take_person(discourse, number, line, title, position, last, None)


def _title_before(line: Line, position: int, ends: dict[int, Title]) -> Title | None:
    title = ends.get(position)
    if title is None:
        return None
    if line.joined(position) or line.gap(position) == ")":
        return title
    if (
        line.comma(position)
        and not title.plural
        and title.roles
        and (title.determiner == "the" or title.sided)
    ):
        return title
    return None


def _known_name(
    discourse: Discourse, line: Line, position: int
) -> tuple[int, int, tuple[Person, ...]] | None:
    """A known full name at the word, perhaps behind a prefix name: its words and the persons who bear it."""
    start = position
    while discourse.gazetteer.word_in("prefixes", line.word(start)) and line.joined(start + 1):
        if any(i.entry.kind == "person" for i in line.items.get(start, ())):
            break
        start += 1
    items = [item for item in line.items.get(start, ()) if item.entry.kind == "person"]
    items = [
        item for item in items if all(line.upper(k) or k > item.first for k in range(item.first, item.last))
    ]
    if not items:
        return _with_initials(discourse, line, position)
    last = items[0].last
    if not line.upper(last - 1) or _is_eaten(discourse, line, last):
        return None
    persons = tuple(discourse.gazetteer.actors.persons[i.entry.key] for i in items if i.last == last)
    return position, last, persons


def _with_initials(
    discourse: Discourse, line: Line, position: int
) -> tuple[int, int, tuple[Person, ...]] | None:
    """ "Donald J. Trump", "I. Aliyev": a known family name with initials or a known first name before it."""
    last = position + 1
    while last < len(line) and _is_initial(line, last):
        last += 1
    initial_first = _is_initial(line, position)
    if (last == position + 1 and not initial_first) or last >= len(line) or not line.upper(last):
        return None
    family = line.starting(last, "surname")
    if family is None or not (line.joined(last) or line.gaps[last].startswith(".")):
        return None
    first_word = line.word(position)
    persons = [
        discourse.gazetteer.actors.persons[item.entry.key]
        for item in line.items[last]
        if item.entry.kind == "surname"
    ]
    match = [p for p in persons if blank(p.name).split()[0].startswith(first_word)]
    return (position, family.last, tuple(match)) if match else None


def _is_initial(line: Line, position: int) -> bool:
    word = line.words[position]
    return (
        len(word) == 1 and word.isupper() and position + 1 < len(line) and line.gaps[position + 1][:1] == "."
    )


def _is_eaten(discourse: Discourse, line: Line, last: int) -> bool:
    """Whether the name goes on as the name of a thing: "Heydar Aliyev International Airport"."""
    position = last
    while position < len(line) and position < last + 2 and line.joined(position) and line.upper(position):
        if discourse.gazetteer.word_in("eaters", line.word(position)):
            return not line.headline or position == last
        position += 1
    return False


def _unknown_run(discourse: Discourse, line: Line, position: int) -> int:
    """End of the run of words that can make one person's name."""
    gazetteer = discourse.gazetteer
    last = position
    while last < len(line) and last - position < 6:
        if last > position and not _continues(line, last):
            break
        word = line.word(last)
        if not line.upper(last):
            ahead = last + 1 < len(line) and line.upper(last + 1) and _continues(line, last + 1)
            if last == position or not ahead or not gazetteer.word_in("particles", word):
                break
        elif not _may_be_name(discourse, line, last):
            break
        last += 1
    while (
        last > position and gazetteer.word_in("particles", line.word(last - 1)) and not line.upper(last - 1)
    ):
        last -= 1
    return last


def _continues(line: Line, position: int) -> bool:
    gap = line.gaps[position]
    if line.joined(position) or gap in ("-", "‑"):
        return True
    if gap in ("'", "’"):
        return line.word(position) != "s"
    return gap.startswith(".") and len(line.words[position - 1]) == 1


def _may_be_name(discourse: Discourse, line: Line, position: int) -> bool:
    word = line.word(position)
    surface = line.words[position]
    if not surface.isalpha() or discourse.gazetteer.word_in("never_names", word):
        return False
    if line.starting(position, *_STOP_KINDS) is not None:
        return False
    if len(surface) > 1 and surface.isupper() and not line.headline and len(surface) < 5:
        return False
    if line.headline or position == 0:
        seen = word in discourse.capital_words or discourse.gazetteer.word_in("given_names", word)
        return seen or (word in discourse.gazetteer.persons_by_token and word not in discourse.lower_words)
    return word not in discourse.lower_words or word in discourse.gazetteer.persons_by_token


def _vouched(discourse: Discourse, line: Line, first: int, last: int, number: int) -> bool:
    """Whether the words alone look like a person's name, or a title stands behind them."""
    gazetteer = discourse.gazetteer
    if line.word(first - 1) == "the" or (line.joined(last) and line.upper(last) and not line.headline):
        return False
    if (
        first
        and line.joined(first)
        and line.upper(first - 1)
        and not line.possessive(first - 1)
        and not line.headline
    ):
        return False
    if _title_after(discourse, number, line, last) is not None:
        return True
    given = gazetteer.word_in("given_names", line.word(first)) or gazetteer.word_in(
        "prefixes", line.word(first)
    )
    if line.headline:
        return False
    return given and not line.items.get(first, ())


def _title_after(discourse: Discourse, number: int, line: Line, last: int) -> Title | None:
    """An apposition behind the name: ", the deputy defence minister of Azerbaijan,"."""
    opener = line.gap(last)
    if opener not in (",", "(", "–", "—", "-"):
        return None
    for title in discourse.titles[number]:
        start = title.first - 1 if title.determiner in ("the", "a", "an") else title.first
        if start != last or title.plural or not title.roles:
            continue
        closed = title.last >= len(line) or line.gap(title.last)[:1] in _CLOSERS
        if closed or (title.sided and title.capital and opener == ","):
            return title
    return None


def _take_person(
    discourse: Discourse,
    number: int,
    line: Line,
    title: Title | None,
    first: int,
    last: int,
    person: Person | None,
) -> int:
    start, end = (title.first if title else first), last
    side = Title(first, last) if title is None else title
    end = _side_after(line, side, end)
    after = _title_after(discourse, number, line, end)
    roles = list(side.roles)
    if after is not None:
        end = after.last
        roles += after.roles
        side = _merged(side, after)
        discourse.titles[number].remove(after)
    if title is not None and title in discourse.titles[number]:
        discourse.titles[number].remove(title)
    surface = line.surface(discourse.document.text, first, last)
    figure = _figure(discourse, number, surface, person, side, roles)
    _take_figure(discourse, number, figure, start, end, side, roles, title is not None)
    _mark_plural(discourse, number, line, title, last, end)
    return max(end, last)


def _mark_plural(
    discourse: Discourse, number: int, line: Line, title: Title | None, last: int, end: int
) -> None:
    """ "Presidents A and B": the title counts for the second name as well."""
    if title is None or not title.plural or line.word(end) != "and":
        return
    copy = Title(end + 1, end + 1, roles=list(title.roles), head=title.head, capital=True)
    discourse.titles[number].append(copy)


def _side_after(line: Line, title: Title, end: int) -> int:
    if (
        title.sided
        or line.word(end) not in ("of", "from")
        or not line.joined(end)
        or not line.joined(end + 1)
    ):
        return end
    state = line.starting(end + 1, "state", "org")
    if state is None or (not title.roles and line.word(end) == "from"):
        return end
    if state.entry.kind == "org":
        title.organisation = state.entry.key
    else:
        title.states.append(state.entry.key)
    return state.last


def _merged(one: Title, other: Title) -> Title:
    return Title(
        one.first,
        other.last,
        roles=one.roles + other.roles,
        head=other.head,
        states=one.states or other.states,
        organisation=one.organisation or other.organisation,
        body=one.body or other.body,
        past=one.past or other.past,
        capital=one.capital,
    )


def _choose(
    discourse: Discourse, persons: Sequence[Person], title: Title | None, number: int, position: int
) -> Person:
    return max(persons, key=lambda person: _fit(discourse, person, title, number, position))


def _fit(discourse: Discourse, person: Person, title: Title | None, number: int, position: int) -> float:
    """How well a person suits a name here: by office on the day, side and earlier mention."""
    day = discourse.day_at(number, position)
    offices = discourse.gazetteer.actors.offices_of(person.id, day) if day else ()
    score = 0.5 * bool(offices)
    if actor_id_of(person.name, known=True) in discourse.cast:
        score += 2.0
    if title is None:
        return score
    if any(roles_agree(office.role, role) for office in offices for role in title.roles):
        score += 3.0
    isos = {discourse.state_iso(state) for state in title.states}
    if isos:
        score += 1.0 if person.country in isos else -4.0
    return score


def _figure(
    discourse: Discourse, number: int, surface: str, person: Person | None, title: Title, roles: Sequence[str]
) -> Figure:
    words = [word for word in blank(surface).split() if len(word) > 1]
    if person is None:
        name = " ".join(_plain_name(surface).split())
        actor_id = actor_id_of(name, known=False)
    else:
        name, actor_id = person.name, actor_id_of(person.name, known=True)
    figure = discourse.cast.get(actor_id)
    if figure is None:
        figure = Figure(actor_id, name, set(), set(), None, "", set(), person, None, number)
        discourse.cast[actor_id] = figure
    known_names = (person.name, *person.aliases) if person else ()
    for parts in (words, *(blank(known).split() for known in known_names)):
        if parts:
            figure.tokens.update(parts)
            figure.family.add(parts[-1])
    figure.roles.update(roles)
    figure.sex = figure.sex or (person.sex if person else _sex_by(title))
    side = discourse.state_iso(title.states[0]) if title.states else None
    figure.country = figure.country or (person.country if person else side)
    figure.title = figure.title or discourse.composed_office(title)
    return figure


def _plain_name(surface: str) -> str:
    """The name in plain ASCII; a name shouted in capitals gets ordinary ones."""
    plain = to_ascii(surface)
    return " ".join(part.title() if part.isupper() and len(part) > 2 else part for part in plain.split())


def _sex_by(title: Title) -> str:
    if title.head in (
        "mrs",
        "ms",
        "miss",
        "madam",
        "madame",
        "lady",
        "her excellency",
        "first lady",
        "spokeswoman",
    ):
        return "f"
    return "m" if title.head in ("mr", "sir", "lord", "his excellency", "spokesman", "king") else ""


def _take_figure(
    discourse: Discourse,
    number: int,
    figure: Figure,
    first: int,
    last: int,
    title: Title,
    roles: Sequence[str],
    titled: bool,
    *,
    found_by: str | None = None,
    confidence: float | None = None,
) -> None:
    office = figure.title if figure.person is None else None
    if figure.person is not None:
        held = discourse.office_of(figure.person, roles, discourse.day_at(number, first))
        office = held.title if held else (discourse.composed_office(title) if title.sided else None)
    known = figure.person is not None
    by = found_by or ("name" if known else "title_name" if titled else "unknown_name")
    sure = confidence or (0.97 if known else 0.85 if titled or title.roles else 0.6)
    discourse.take(
        Draft(
            number,
            first,
            last,
            figure.actor_id,
            figure.name,
            "person",
            figure.country,
            office,
            by,
            confidence=sure,
            sex=figure.sex,
            roles=frozenset(figure.roles),
        )
    )


def _short_name_at(discourse: Discourse, number: int, line: Line, position: int, title: Title | None) -> None:
    last = _short_run(discourse, line, position)
    if last is None or _is_eaten(discourse, line, last):
        return
    if title is not None and not (line.joined(position) or line.gap(position) == ")"):
        title = None
    figure = _figure_called(discourse, number, line, position, last, title)
    if figure is None:
        return
    first = position
    roles: list[str] = []
    used = title or Title(position, last)
    end = _side_after(line, used, last) if title else last
    if title is not None:
        first, roles = title.first, title.roles
        if title in discourse.titles[number]:
            discourse.titles[number].remove(title)
        figure.roles.update(roles)
    _take_figure(
        discourse,
        number,
        figure,
        first,
        end,
        used,
        roles,
        title is not None,
        found_by="alias",
        confidence=0.9,
    )


def _short_run(discourse: Discourse, line: Line, position: int) -> int | None:
    """End of a name of one word (or one hyphenated family name) that stands alone."""
    if line.starting(position, "state", "demonym", "people", "metonym", "org", "body") is not None:
        return None
    surname = line.starting(position, "surname")
    last = surname.last if surname else position + 1
    word = line.word(position)
    if len(word) < 3 or discourse.gazetteer.word_in("never_names", word):
        return None
    before = position > 0 and (
        line.gaps[position] in ("-", "‑") or (line.joined(position) and line.upper(position - 1))
    )
    if before and not line.headline and not discourse.taken[line_number(discourse, line)][position - 1]:
        follows = line.word(position - 1) in _FUNCTION or _ends_title(discourse, line, position)
        if not follows:
            return None
    if last < len(line) and (line.gaps[last] in ("-", "‑")):
        return None
    return last


_FUNCTION = frozenset(
    {
        "the",
        "a",
        "in",
        "on",
        "at",
        "when",
        "while",
        "as",
        "after",
        "before",
        "but",
        "and",
        "with",
        "for",
        "from",
        "by",
        "to",
        "of",
    }
)


def line_number(discourse: Discourse, line: Line) -> int:
    """Position of the line in its document."""
    return (
        line.sentence.index if discourse.lines[line.sentence.index] is line else discourse.lines.index(line)
    )


def _ends_title(discourse: Discourse, line: Line, position: int) -> bool:
    return any(title.last == position for title in discourse.titles[line_number(discourse, line)])


def _figure_called(
    discourse: Discourse, number: int, line: Line, first: int, last: int, title: Title | None
) -> Figure | None:
    name = " ".join(line.folded[first:last])
    figure = _from_cast(discourse, number, name, title, line)
    if figure is not None:
        return figure
    persons = [
        discourse.gazetteer.actors.persons[item.entry.key]
        for item in line.items.get(first, ())
        if item.entry.kind == "surname" and item.last == last
    ]
    person = _by_office(discourse, persons, number, first, title)
    if person is not None:
        return _figure(
            discourse, number, person.name, person, title or Title(first, last), title.roles if title else ()
        )
    if title is None or not (title.roles or title.head) or name in discourse.lower_words or line.headline:
        return None
    if title.head in ("general", "major", "private", "captain", "marshal") and name in ("assembly", "staff"):
        return None
    if not title.capital or not _may_be_name(discourse, line, first):
        return None
    surface = line.surface(discourse.document.text, first, last)
    return _figure(discourse, number, surface, None, title, title.roles)


def _from_cast(
    discourse: Discourse, number: int, name: str, title: Title | None, line: Line
) -> Figure | None:
    word = name.split()[-1]
    family = [f for f in discourse.cast.values() if word in f.family or name in f.family]
    found = family or [f for f in discourse.cast.values() if word in f.tokens and not line.headline]
    if not family and (len(found) != 1 or discourse.gazetteer.word_in("prefixes", word)):
        return None
    if title is not None:
        found = [f for f in found if _suits(discourse, f, title)]
    before = [f for f in found if f.first_line <= number]
    pool = before or found
    return max(pool, key=lambda f: f.first_line) if pool else None


def _suits(discourse: Discourse, figure: Figure, title: Title) -> bool:
    isos = {discourse.state_iso(state) for state in title.states}
    if isos and figure.country and figure.country not in isos:
        return False
    if not title.roles or not figure.roles:
        return True
    principal = set(title.roles) & PRINCIPAL_ROLES
    if not principal:
        return True
    if any(roles_agree(a, b) for a in figure.roles for b in title.roles):
        return True
    if figure.person is None:
        return False
    held = {term.office for term in discourse.gazetteer.actors.terms_by_person.get(figure.person.id, ())}
    offices = discourse.gazetteer.actors.offices
    return any(roles_agree(offices[o].role, role) for o in held for role in title.roles)


def _by_office(
    discourse: Discourse, persons: Sequence[Person], number: int, position: int, title: Title | None
) -> Person | None:
    """The one bearer of a family name who held a fitting office on the day."""
    day = discourse.day_at(number, position)
    if day is None:
        return None
    actors = discourse.gazetteer.actors
    isos = {discourse.state_iso(state) for state in title.states} if title else set()
    fitting: dict[str, Person] = {}
    for person in persons:
        if isos and person.country not in isos:
            continue
        roles = {office.role for office in actors.offices_of(person.id, day)}
        wanted = [role for role in title.roles if role in discourse.gazetteer.titles.roles] if title else []
        if wanted:
            if any(roles_agree(role, want) for role in roles for want in wanted):
                fitting[person.id] = person
        elif roles & PRINCIPAL_ROLES:
            fitting[person.id] = person
    return next(iter(fitting.values())) if len(fitting) == 1 else None
