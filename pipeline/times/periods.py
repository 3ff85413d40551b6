"""Named periods and holidays in a text: find their names, choose among equal names, date the holiday."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from pipeline.core.intervals import Interval
from pipeline.core.text import fold
from pipeline.lexicon.dates import DatePattern
from pipeline.lexicon.inflection import Inflection, Word, load_inflection
from pipeline.lexicon.load import Lexicon
from pipeline.lexicon.periods import Holiday, NameNode, Period, PeriodNames
from pipeline.times.calendar_dates import distance_cost
from pipeline.times.context import Context
from pipeline.times.grammar import Match
from pipeline.times.narrative import StoryYear, rolled_year, story_year
from pipeline.times.outcome import Outcome
from pipeline.times.pieces import Piece, day_piece, month_piece
from pipeline.times.tokens import Tokens

_MOON = 3
"""Days by which the sighting of the moon may part the feast of one country from that of another."""
_NEAR = 8
"""Tokens before a name in which a country decides between holidays of one name."""


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name that covers tokens ``first`` to ``end``."""

    first: int
    end: int
    node: NameNode


def find_name(names: PeriodNames, tokens: Tokens, index: int) -> NameHit | None:
    """The longest name that starts at a token; hyphens and blanks are alike."""
    node = names.root.after.get(tokens.words[index])
    best: NameHit | None = None
    at = index + 1
    while node is not None:
        if node.periods or node.holidays:
            best = NameHit(index, at, node)
        while at < len(tokens) and tokens.words[at] == "-":
            at += 1
        if at >= len(tokens) or "\t" in tokens.text[tokens.ends[at - 1] : tokens.starts[at]]:
            break
        node = node.after.get(tokens.words[at])
        at += 1
    return best if best is not None and _looks_like_a_name(best, tokens) else None


def _looks_like_a_name(hit: NameHit, tokens: Tokens) -> bool:
    """Whether the spelling fits: "women's day" is no holiday, and "Novruz Mammadov" is a person."""
    surface = tokens.surface(hit.first, hit.end)
    if surface.upper() == surface.lower():
        return True  # a script without capitals
    capital = any(c.isupper() for c in surface)
    if hit.node.holidays and not hit.node.periods:
        if not capital:
            return False
    elif not capital and not any(c.isdigit() for c in surface) and hit.end - hit.first < 3:
        return False
    if hit.end - hit.first > 1 or hit.end >= len(tokens):
        return True
    gap = tokens.text[tokens.ends[hit.end - 1] : tokens.starts[hit.end]]
    return gap != " " or not tokens.text[tokens.starts[hit.end]].isupper()


def read_name(hit: NameHit, context: Context, lexicon: Lexicon) -> tuple[Match, Outcome] | None:
    """What a name means here, or ``None`` when nothing supports it."""
    outcome = kind = None
    before = context.tokens.words[hit.first - 1] if hit.first else ""
    if hit.node.holidays and not context.is_in(before, "ARTICLE"):  # "becomes a Day of Remembrance" dates nothing
        outcome, kind = _read_holiday(hit, context, lexicon), "holidays"
    if outcome is None and hit.node.periods:
        outcome, kind = _read_period(hit, context, lexicon), "periods"
    if outcome is None:
        return None
    end = _with_year_behind(hit.end, context)
    rule = f"{context.grammar.rules.language}.{kind}.{outcome.mod or ''}"
    pattern = DatePattern(rule.rstrip("."), "name", "", {}, {})
    return Match(pattern, hit.first, end, {}), replace(outcome, mod=None)


def _with_year_behind(end: int, context: Context) -> int:
    """The end of a name that a year follows directly ("Christmas Day 2020")."""
    words = context.tokens.words
    follows = end < len(words) and len(words[end]) == 4 and words[end].isdigit() and words[end][:2] in ("19", "20")
    return end + 1 if follows and context.style == "events" and not context.tokens.is_glued(end) else end


# ---- periods ---------------------------------------------------------------------------------------


def _read_period(hit: NameHit, context: Context, lexicon: Lexicon) -> Outcome | None:
    reference = context.reference or context.vicinity
    entries = hit.node.periods
    strong = list({p.period_id: p for p, weak in entries if not weak}.values())
    candidates = strong or list({p.period_id: p for p, _ in entries}.values())
    year = year_beside(hit.first, hit.end, context)
    if year is not None:
        candidates = [p for p in candidates if p.start.year <= year <= (p.end or date(9999, 1, 1)).year]
    elif len(candidates) > 1 and reference is not None:
        candidates = _near_reference(candidates, reference)
    if not strong and year is None:
        candidates = [p for p in candidates if _is_supported(p, context, lexicon)]
    if reference is not None:  # a text does not tell what lies years ahead of it
        candidates = [p for p in candidates if (p.start - reference).days < 800]
    if len({p.period_id for p in candidates}) != 1:
        return None
    period = candidates[0]
    if _is_next(hit, context) and (reference is None or period.start <= reference):
        return None  # "the next summit is to be held in 2027": not the one known
    end = period.end or reference
    if end is None or end < period.start:
        return None
    days = Interval(period.start, end, period.precision, period.approximate)
    piece = Piece(f"{period.start}/{end}" if end > period.start else f"{period.start}", days, "P")
    if end == period.start:
        piece = day_piece(end)
    if _names_month_only(hit, context) and end.month == period.start.month and end.year == period.start.year:
        piece = month_piece(end.year, end.month)  # "the ceasefire of May 1994": as fine as the text says
        days = piece.interval
    return Outcome(
        "DATE",
        piece.value,
        days,
        mod=period.period_id,
        basis="named_period",
        piece=piece,
        confidence=0.9 if strong else 0.7,
    )


def _names_month_only(hit: NameHit, context: Context) -> bool:
    """Whether a name itself holds a month and year without a day ("May 1994 ceasefire", not "the April war")."""
    has_year = any(len(word) == 4 and word.isdigit() for word in context.tokens.words[hit.first : hit.end])
    codes = context.tokens.codes[hit.first : hit.end]
    has_day = any(code in context.day_letters for code in codes)
    return has_year and not has_day and any(code in context.month_letters for code in codes)


def _is_next(hit: NameHit, context: Context) -> bool:
    return hit.first > 0 and context.is_in(context.tokens.words[hit.first - 1], "NEXT")


def _near_reference(candidates: Sequence[Period], reference: date) -> list[Period]:
    near = [p for p in candidates if -45 <= (p.start - reference).days <= 75 or _running(p, reference)]
    return near or [p for p in candidates if p.end is not None and 0 <= (reference - p.end).days <= 120]


def _running(period: Period, reference: date) -> bool:
    return period.start <= reference and (period.end is None or reference <= period.end)


def _is_supported(period: Period, context: Context, lexicon: Lexicon) -> bool:
    """Whether the text or its date speaks for a name that alone would be weak."""
    reference = context.reference or context.vicinity
    if reference is not None and 0 <= (reference - period.start).days <= 400:
        return True
    named = {country for _, country in countries_named(context, lexicon)}
    place = tuple(period.place.split("-")) if period.place else ()
    words = context.tokens.words
    at_place = bool(place) and place[0] in words
    return at_place or (bool(named & set(period.countries)) and reference is None)


def year_beside(first: int, end: int, context: Context) -> int | None:
    """A year right before a name ("the 2016 ...") or after it ("... of 2016", "... 2016", "... (2016)")."""
    words = context.tokens.words
    before = words[first - 1] if first else ""
    if len(before) == 4 and before.isdigit() and 1800 <= int(before) <= 2100:
        return int(before)
    after = [word for word in words[end : end + 3] if not context.is_in(word, "YEAR_BESIDE")]
    if after and len(after[0]) == 4 and after[0].isdigit() and 1800 <= int(after[0]) <= 2100:
        return int(after[0])
    return None


# ---- holidays --------------------------------------------------------------------------------------


def _read_holiday(hit: NameHit, context: Context, lexicon: Lexicon) -> Outcome | None:
    candidates, settled = _of_country(hit, context, lexicon)
    year = year_beside(hit.first, hit.end, context)
    narrative = story_year(context, hit.first)
    if year is None and narrative is not None:
        year = narrative.year
    if year is None and context.base is None:
        context.yearless = True
        year = context.lent_year()
    elif narrative is not None and year == narrative.year:
        year = _year_on(hit, context, candidates, narrative)
    dated = [(h, found) for h in candidates if (found := _holiday_day(hit, context, h, year))]
    if not dated:
        return None
    holiday, found = dated[0]
    distinct = {one for _, one in dated}
    open_question = len(distinct) > 1 and not settled
    return Outcome(
        "DATE",
        found.isoformat(),
        day_piece(found).interval,
        mod=holiday.holiday_id,
        basis="named_period",
        anchor=None if year is not None else "publication",
        ambiguous=open_question,
        confidence=0.5 if open_question else 0.85,
        piece=day_piece(found),
        year_given=year is not None,
    )


def _year_on(hit: NameHit, context: Context, candidates: Sequence[Holiday], told: StoryYear) -> int:
    """The year of a holiday in a story: New Year follows on December."""
    day = next((found for h in candidates if (found := h.in_year(told.year))), None)
    return rolled_year(context, told.told, hit.first, day.month, day.day) if day is not None else told.year


def _of_country(hit: NameHit, context: Context, lexicon: Lexicon) -> tuple[list[Holiday], bool]:
    """The holidays of that name, those of the country in question alone when the text settles it."""
    holidays = hit.node.holidays
    if len(holidays) == 1:
        return list(holidays), True
    named = countries_named(context, lexicon)
    low, high = (bisect_left(named, (at, "")) for at in (hit.first - _NEAR, hit.end + _NEAR))
    near = [country for _, country in named[low:high]]
    counts = Counter(country for _, country in named[:500])
    known = {h.country for h in holidays}
    for country in [*reversed(near), *sorted(counts, key=lambda c: -counts[c])]:
        if country in known:
            own = [h for h in holidays if h.country == country]
            if country in near or not _moves(own[0], holidays, context):
                return own, True
    return [h for h in holidays if not h.country] or list(holidays), False


def _moves(own: Holiday, holidays: Sequence[Holiday], context: Context) -> bool:
    """Whether a country keeps a feast days apart from the world (Christmas), so that it must be named beside it."""
    general = next((h for h in holidays if not h.country), None)
    year = context.base.year if context.base else 2020
    here, elsewhere = own.in_year(year), general.in_year(year) if general is not None else None
    return here is not None and elsewhere is not None and abs((here - elsewhere).days) > _MOON


def _holiday_day(hit: NameHit, context: Context, holiday: Holiday, year: int | None) -> date | None:
    if year is not None:
        return holiday.in_year(year)
    reference = context.base
    if reference is None:
        return None
    tense = context.tense(hit.first, hit.end)
    found = [day for y in range(-1, 2) if (day := holiday.in_year(reference.year + y))]
    return min(found, key=lambda day: distance_cost((day - reference).days, tense), default=None)


# ---- countries -------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _country_words(lexicon: Lexicon, language: str) -> dict[str, str]:
    iso = {row["id"]: row["iso3"] for row in lexicon.table("common/states.csv")}
    words: dict[str, str] = {}
    for row in lexicon.table(f"{language}/states.csv"):
        for column in ("names", "demonyms", "people", "metonyms"):
            for form in filter(None, row.get(column, "").split(";")):
                if " " not in form and iso.get(row["state"]):
                    words[fold(form)] = iso[row["state"]]
    return words


def countries_named(context: Context, lexicon: Lexicon) -> list[tuple[int, str]]:
    """Token and ISO code of every country named by one word (state, adjective, people or capital)."""
    if context.countries is None:
        known = _country_words(lexicon, context.grammar.rules.language)
        words = context.tokens.words
        inflection = load_inflection(lexicon, context.grammar.rules.language)
        named = ((i, _country_of(word, known, inflection)) for i, word in enumerate(words))
        context.countries = [(i, country) for i, country in named if country is not None]
    return context.countries


def _country_of(word: str, known: Mapping[str, str], inflection: Inflection | None) -> str | None:
    """The country that a word names, led back to its base form where the language inflects."""
    if word in known or inflection is None or len(word) < 4:
        return known.get(word)
    bases = inflection.readings(Word(0, len(word), word, "", False, ""))
    return next((known[base] for base in sorted(bases) if base in known), None)
