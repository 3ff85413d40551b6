"""Meanings of dates that name a day, month or year themselves, with or without the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.core.dates import read_phrase
from pipeline.core.intervals import Interval
from pipeline.times.context import Context, Told
from pipeline.times.grammar import Match
from pipeline.times.narrative import looks_back, story_year
from pipeline.times.outcome import Outcome, of_piece, vague
from pipeline.times.pieces import Piece, day_piece, month_piece, safe_date, year_piece
from pipeline.times.reading import month_of, ordinal_of, weekday_of, word_value, words_of, year_of

_SOON = 21
"""Days ahead for which a day that opens a sentence of the past may still be meant ("was to be held")."""
_PASSED = 12
"""Days that a bare day must lie before the one told last to be of the next month: "On 27 September ... on the 4th"."""


def read_iso(match: Match, context: Context) -> Outcome | None:
    """``2020-11-10``, ``2020/11/10``, ``2020-11-10T09:30:00Z``."""
    word = context.tokens.words[match.parts["date"][0]]
    numbers = word.replace("/", "-").replace(".", "-").partition("t")[0].split("-")
    found = safe_date(int(numbers[0]), int(numbers[1]), int(numbers[2]))
    if found is None:
        return None
    clock = word.partition("t")[2][:5]
    outcome = of_piece(day_piece(found), year_given=True)
    if clock:
        return Outcome("TIME", f"{found}T{clock}", outcome.interval, piece=outcome.piece, year_given=True)
    return outcome


def read_numeric(match: Match, context: Context) -> Outcome | None:
    """``10.11.2020``, ``10/11/20``: by the one order that fits, else by the document's, else flagged."""
    word = context.tokens.words[match.parts["date"][0]]
    separator = next(c for c in word if not c.isdigit())
    one, two, year = (int(part) for part in word.split(separator))
    if year < 100:
        year += 2000 if year < 50 else 1900
    readings = [safe_date(year, two, one), safe_date(year, one, two)]
    possible = [found for found in readings if found]
    if not possible:
        return None
    settled = _order_of(readings, match, context)
    day_first = settled if settled is not None else separator == "." or context.grammar.rules.day_first is True
    chosen = readings[0 if day_first else 1] or possible[0]
    open_question = len(set(possible)) > 1 and settled is None
    return of_piece(
        day_piece(chosen), year_given=True, ambiguous=open_question, confidence=0.5 if open_question else 1.0
    )


def read_numeric_range(match: Match, context: Context) -> Outcome | None:
    """ "13.-15.12.1994", "25-26/10/2019": from a day of the same month to the date."""
    last, day = read_numeric(match, context), ordinal_of(match, context, "day")
    if last is None or last.interval is None or day is None:
        return last
    end = last.interval.end
    start = safe_date(end.year, end.month, day)
    if start is None or start >= end:
        return None
    piece = Piece(f"{start}/{end}", Interval(start, end, "day"), "D")
    return replace(last, value=piece.value, interval=piece.interval, piece=piece)


def _order_of(readings: list[date | None], match: Match, context: Context) -> bool | None:
    """Whether the day stands first, by weekday, document or language; ``None`` when nothing settles it."""
    weekday = weekday_of(match, context)
    if weekday is None and match.first:
        before = context.tokens.words[max(0, match.first - 2) : match.first]
        named = [context.grammar.rules.value(word, "WEEKDAY") for word in before]
        weekday = next((int(value) - 1 for value in named if value), None)
    if weekday is not None:
        fits = [found is not None and found.weekday() == weekday for found in readings]
        if fits[0] != fits[1]:
            return fits[0]
    for order in (context.day_first, context.numeric_order, context.grammar.rules.day_first):
        if order is not None:
            return order
    return None


def read_calendar(match: Match, context: Context) -> Outcome | None:
    """Month with day or year or alone, by the words of the language."""
    month = month_of(match, context)
    if month is None:
        return None
    day = ordinal_of(match, context, "day")
    year = _year_given(match, context)
    if day is None:
        return _month(match, context, month, year)
    if year is not None:
        found = safe_date(year, month, day)
        return of_piece(day_piece(found), year_given=True) if found else None
    if safe_date(2000, month, day) is None:
        return None
    return _yearless_day(match, context, month, day)


def _year_given(match: Match, context: Context) -> int | None:
    year = year_of(match, context)
    if year is not None or "rel" not in match.parts:
        return year
    words = words_of(match, context, "rel")
    rules = context.grammar.rules
    shift = next((int(v) for w in words if (v := rules.value(w, "LAST") or rules.value(w, "NEXT"))), 0)
    told = context.anchor(units=("D", "M", "Y", "S", "Q", "W"))
    narrative = any(context.any_in(words, name) for name in ("ANAPHORIC", "ONWARD", "BACK"))
    narrative = narrative or context.any_in(words[:1], "ARTICLE_THE")  # "the next year": after the one told of
    base = told.piece.interval.start.year if narrative and told else None
    if base is None and (year_known := context.base_for("Y")) is not None:
        base = year_known.year
    shift = -1 if context.any_in(words, "BACK") else shift
    return base + shift if base is not None else None


def _month(match: Match, context: Context, month: int, year: int | None) -> Outcome | None:
    if year is not None:
        return of_piece(month_piece(year, month), year_given=True)
    if not _month_is_meant(match, context):
        return None
    narrative = story_year(context, match.first, month)
    if narrative is not None:
        return of_piece(
            month_piece(narrative.year, month),
            basis="context",
            anchor=f"text:{narrative.told.start}",
            year_given=True,
            confidence=0.8,
        )
    if context.base is None:
        return _without_reference(context, month, None)
    return of_piece(_nearest_month(context, match, month), basis="context", anchor="publication", confidence=0.85)


def _month_is_meant(match: Match, context: Context) -> bool:
    """A bare month that is also a name or verb ("May", "April") needs a preposition before it."""
    at = match.parts["month"][0]
    tokens, rules = context.tokens, context.grammar.rules
    surface = tokens.text[tokens.starts[at] : tokens.ends[at]]
    before_it = tokens.text[max(0, tokens.starts[at] - 200) : tokens.starts[at]]
    if len(surface) > 3 and surface.isupper() and not before_it.isupper():
        return False
    if rules.value(tokens.words[at], "MONTH_NAME") is None:
        return True
    if context.opens_line(at) and tokens.words[at + 1 : at + 2] in ([":"], ["."], ["-"]):
        return True  # "May: a deal." in a chronology
    before = tokens.words[at - 1] if at else ""
    if rules.value(before, "TIME_PREPOSITION") is None:
        return context.is_in(before, "MONTH_OWNER") and _is_of_thing(at, context)
    after = tokens.text[tokens.ends[at] + 1 : tokens.ends[at] + 2]
    followed_by_name = after.isupper() and tokens.text[tokens.ends[at]] == " "
    return not followed_by_name or rules.value(before, "MONTH_LINK") is not None


def _is_of_thing(month: int, context: Context) -> bool:
    """Whether a thing follows that the month says when of: "the March accession", not "the March of Dimes"."""
    thing = context.tokens.words[month + 1 : month + 2]
    if not thing or not thing[0].isalpha() or context.any_in(thing, "NO_MONTH_THING"):
        return False
    return context.tokens.text[context.tokens.starts[month + 1]].islower()


def _nearest_month(context: Context, match: Match, month: int) -> Piece:
    reference = context.base
    assert reference is not None
    tense = context.tense(match.first, match.end)
    here = reference.year * 12 + reference.month - 1
    ahead = (month - reference.month) % 12
    if match.end < len(context.tokens) and context.is_in(context.tokens.words[match.end], "AHEAD_OF_MONTH"):
        return month_piece((here + ahead) // 12, (here + ahead) % 12 + 1)  # "for January delivery"
    over = tense == "past" and match.first - context.sentence_start(match.first) <= 1  # "In January they met"
    steps = (ahead if ahead == 0 or not over else ahead - 12, ahead - 12)
    step = min(
        steps, key=lambda n: (distance_cost(n * 30, tense) + (abs(n) * 90 if n > 0 and tense == "past" else 0), n)
    )
    return month_piece((here + step) // 12, (here + step) % 12 + 1)


def _yearless_day(match: Match, context: Context, month: int, day: int) -> Outcome | None:
    weekday = weekday_of(match, context)
    quarter = context.told_beside(match.first, units=("Q",))
    if quarter is not None:
        return _end_of_quarter(quarter, month, day, context)
    narrative = story_year(context, match.first, month, day)
    if narrative is not None:
        found = safe_date(narrative.year, month, day)
        if found and (weekday is None or found.weekday() == weekday):
            return of_piece(
                day_piece(found),
                basis="context",
                anchor=f"text:{narrative.told.start}",
                year_given=True,
                confidence=0.85,
            )
    if context.base is None:
        return _without_reference(context, month, day, weekday)
    found = nearest_day(context, month, day, match.first, context.tense(match.first, match.end), weekday)
    if found is None:
        return None
    return of_piece(day_piece(found), basis="explicit", anchor="publication", confidence=0.95)


def _end_of_quarter(quarter: Told, month: int, day: int, context: Context) -> Outcome | None:
    """The day of "the second quarter ended Oct. 31": that nearest to the end of the quarter."""
    end = quarter.piece.interval.end
    candidates = [found for y in (-1, 0, 1) if (found := safe_date(end.year + y, month, day))]
    candidates = [one for one in candidates if context.base is None or one <= context.base] or candidates
    found = min(candidates, key=lambda one: abs((one - end).days), default=None)
    if found is None:
        return None
    return of_piece(day_piece(found), basis="context", anchor=f"text:{quarter.start}", year_given=True)


def nearest_day(
    context: Context, month: int, day: int, token: int, tense: str | None, weekday: int | None = None
) -> date | None:
    """The year of a yearless day: that of its weekday, else by tense, else the nearest to the reference."""
    reference = context.base
    assert reference is not None
    candidates = [found for y in range(-1, 2) if (found := safe_date(reference.year + y, month, day))]
    if weekday is not None:
        wider = [found for y in range(-6, 3) if (found := safe_date(reference.year + y, month, day))]
        candidates = [found for found in wider if found.weekday() == weekday] or candidates
    if not candidates:
        return None
    at_head = token - context.sentence_start(token) <= 1 and context.style == "events"
    if tense == "past" and at_head and weekday is None:  # "On 7 February he was re-elected"
        candidates = [one for one in candidates if (one - reference).days <= _SOON] or candidates
    if tense == "past" and context.happened(token):
        candidates = [found for found in candidates if found <= reference] or candidates
    return min(candidates, key=lambda found: (distance_cost((found - reference).days, tense), found))


def distance_cost(days: int, tense: str | None) -> int:
    """How far a candidate lies from the reference; one against the tense counts threefold and more.

    Where no verb tells, what lies ahead counts half as much again: texts report more than they announce.
    """
    against = (tense == "past" and days > 0) or (tense == "future" and days < 0)
    if tense is None and days > 0:
        return days * 3 // 2
    return abs(days) * 3 + 20 if against else abs(days)


def _without_reference(context: Context, month: int, day: int | None, weekday: int | None = None) -> Outcome | None:
    """By the year of the document or of the first full date of the text, else the value without a year."""
    context.yearless = True
    year = context.lent_year(month, day)
    if year is not None and day is None:
        return of_piece(month_piece(year, month), basis="context", year_given=True, confidence=0.7)
    found = safe_date(year, month, day) if year is not None and day is not None else None
    if found is not None and (weekday is None or found.weekday() == weekday):
        return of_piece(day_piece(found), basis="context", year_given=True, confidence=0.75)
    rest = f"-{day:02}" if day else ""
    return Outcome("DATE", f"XXXX-{month:02}{rest}", confidence=0.3, basis="context")


def read_day_alone(match: Match, context: Context) -> Outcome | None:
    """ "the 29th": in the month of the date told before, else the latest such day before the reference."""
    day = ordinal_of(match, context, "day")
    told = context.anchor(units=("D", "W", "M"))
    if day is None:
        return None
    if not _may_be_day(match, context, told):
        return None
    if told is not None and not told.deictic:
        found = _day_of_story(told, day, match, context)
        anchor = f"text:{told.start}"
    elif context.reference is not None:
        base = context.reference
        found = safe_date(base.year, base.month, day)
        if found and found > base and context.tense(match.first, match.end) != "future":
            earlier = month_piece(base.year, base.month - 1).interval.start
            found = safe_date(earlier.year, earlier.month, day)
        anchor = "publication"
    else:
        return None
    if found is None:
        return None
    return of_piece(day_piece(found), basis="context", anchor=anchor, year_given=True, confidence=0.7)


def _may_be_day(match: Match, context: Context, told: Told | None) -> bool:
    """Whether an ordinal before a name is a day ("On the 28th Aliyev called"), not of the name ("the 28th Brigade")."""
    tokens = context.tokens
    if match.end >= len(tokens) or not tokens.text[tokens.starts[match.end]].isupper():
        return True
    opens = match.first >= 1 and context.sentence_start(match.first) >= match.first - 1
    return opens and told is not None and (told is context.heading or told.paragraph == context.paragraph(match.first))


def _day_of_story(told: Told, day: int, match: Match, context: Context) -> date | None:
    """The day of the month told of, or of the next one when the story, day by day, has passed its end."""
    base = told.piece.interval.start
    found = safe_date(base.year, base.month, day)
    if found is None or told.piece.unit != "D" or base.day - day < _PASSED or looks_back(context, match.first):
        return found
    following = month_piece(base.year, base.month + 1).interval.start
    later = safe_date(following.year, following.month, day)
    return found if later is None or (context.base is not None and later > context.base) else later


def read_weekday_and_day(match: Match, context: Context) -> Outcome | None:
    """ "Friday the 13th": the nearest month in which they fall together."""
    weekday, day = weekday_of(match, context), ordinal_of(match, context, "day")
    base = context.base
    if base is None and (told := context.anchor(units=("D", "M"))):
        base = told.piece.interval.start
    if base is None or weekday is None or day is None:
        return None
    shifts = sorted(range(-12, 13), key=lambda n: (abs(n), n))
    for shift in shifts:
        first = month_piece(base.year, base.month + shift).interval.start
        found = safe_date(first.year, first.month, day)
        if found and found.weekday() == weekday:
            return of_piece(day_piece(found), basis="context", anchor="publication", confidence=0.8)
    return None


def read_year(match: Match, context: Context) -> Outcome | None:
    """A year that stands alone."""
    at = match.parts["year"][0]
    tokens = context.tokens
    if tokens.is_glued(at):
        before = tokens.words[at - 1]
        glued_word = at >= 2 and tokens.is_glued(at - 1) and tokens.words[at - 2][0].isalpha()
        part_word = glued_word and (context.is_in(tokens.words[at - 2], "PART") or _is_pre_or_post(at, context))
        if before in "-/.:#$€£_@&=+" and not part_word:
            return None
        if before[0].isalnum():
            return None
    glued_behind = match.end == at + 1 < len(tokens) and tokens.is_glued(at + 1)
    if glued_behind and (tokens.words[at + 1][0] in "$%_@=°" or tokens.words[at + 1][0].isalpha()):
        return None
    year = year_of(match, context)
    return of_piece(year_piece(year), year_given=True, confidence=0.95) if year else None


def _is_pre_or_post(year: int, context: Context) -> bool:
    """ "post-1959", "pre-2008": a year in TimeML, though nothing happens in it."""
    words = context.tokens.words
    return context.style == "timex3" and words[year - 1] == "-" and context.is_in(words[year - 2], "PRE_POST")


def read_year_in_words(match: Match, context: Context) -> Outcome | None:
    """ "the year two thousand", "nineteen ninety-one"."""
    year = year_of(match, context)
    return of_piece(year_piece(year), year_given=True, confidence=0.9) if year else None


def read_era(match: Match, context: Context) -> Outcome | None:
    """ "480 BC", "AD 301"."""
    sign, digits = word_value(match, context, "era", "ERA"), words_of(match, context, "year")
    year = int(digits[0]) if digits and digits[0].isdigit() else None
    if year is None or not 0 < year < 9999:
        return None
    if sign == "-":
        return vague(f"BC{year:04}", confidence=0.9)
    return of_piece(year_piece(year), year_given=True)


def read_metadata_phrase(phrase: str, context: Context) -> Outcome | None:
    """A whole phrase by dateparser, for forms that no pattern of ours covers."""
    found = read_phrase(
        phrase, language=context.grammar.rules.language, day_first=context.day_first, anchor=context.reference
    )
    if found is None:
        return None
    piece = {
        "day": day_piece(found.day),
        "month": month_piece(found.day.year, found.day.month),
        "year": year_piece(found.day.year),
    }
    return of_piece(piece[found.period], confidence=0.8)
