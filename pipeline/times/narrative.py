"""In which year a date without one lies: the story that is being told, or the heading above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.times.context import Context, Told
from pipeline.times.pieces import safe_date

_MARKS = tuple(":|-–—.,\t")  # what stands between the year and the entry of a chronology
_OPENING = 6  # tokens from the head of a sentence within which a date sets its scene
_TURN = 4  # months that a story may step back before the next year is meant
_AFAR = 9  # months that one sentence does not step forward without a year
_FRESH = 31  # days before the reference day within which a day without a year is one of the news
_NEWS = 60  # days around the reference day within which it may be
_SCENE = 14  # tokens within which a year at the head of a sentence rules its days
_FAR = 366  # days before the reference day from which a time is history
_HISTORY = 2  # times so far, all of them history, by which a text shows that it tells of nothing else
_CLAUSE = 25  # tokens before a date that are looked at for the opening of a remark on the side


@dataclass(frozen=True, slots=True)
class StoryYear:
    """The year of a date without one, and the expression that it follows from."""

    year: int
    told: Told


def story_year(context: Context, token: int, month: int | None = None, day: int | None = None) -> StoryYear | None:
    """The year that rules at a token, when the text is telling of another time.

    Args:
        context: What is known so far.
        token: First token of the date without a year.
        month: Its month, by which the story may have passed into the next year.
        day: Its day.

    Returns:
        Year and source. Without a reference day any earlier year rules. With one, the text must clearly be
        telling a story; ``None`` leaves the date to the reference day.
    """
    contained = _contained(context, token, month, day)
    if contained is not None:
        return contained
    told = _year_of_line(context, token)
    if told is None and context.base is not None:
        told = _told_beside(context, token, month, day) or _told_of_history(context, token, month, day)
    elif told is None:
        told = context.story_told(context.paragraph(token))
    return StoryYear(rolled_year(context, told, token, month, day), told) if told is not None else None


def rolled_year(context: Context, told: Told, token: int, month: int | None, day: int | None) -> int:
    """The year of a month told after ``told``: a story goes forward, so January follows on December."""
    base = told.piece.interval.start
    if month is None or told.piece.unit not in ("D", "W", "M", "S"):
        return base.year
    steps_back = base.month - month
    if steps_back >= _TURN and not looks_back(context, token):
        found = date(base.year + 1, month, min(day or 1, 28))
        is_told = context.base is None or found <= context.base or context.tense(token, token) == "future"
        return base.year + 1 if is_told else base.year
    if steps_back <= -_AFAR and told.token >= context.sentence_start(token):
        return base.year - 1  # "five weeks after that night (...), on 14 December"
    return base.year - 1 if steps_back <= -_TURN and looks_back(context, token) else base.year


def looks_back(context: Context, token: int) -> bool:
    """Whether the clause around a date is in the pluperfect."""
    words, end = context.tokens.words, len(context.tokens)
    for indices in (range(token, min(end, token + _CLAUSE)), range(token - 1, max(-1, token - _CLAUSE), -1)):
        for index in indices:
            if context.is_sentence_end(index):
                break
            if context.is_in(words[index], "PLUPERFECT"):
                return True
    return False


def is_aside(context: Context, token: int) -> bool:
    """Whether a date stands in a remark on the side, which does not move the story.

    "since 1991", "(2005)", "who had visited Baku back in 2017", "had been there in May".
    """
    words = context.tokens.words
    before = words[token - 1] if token else ""
    if context.is_in(before, "RANGE_FROM"):
        return True
    if before and context.is_in(before, "OPEN"):
        return True
    for index in range(token - 1, max(-1, token - _CLAUSE), -1):
        if context.is_sentence_end(index):
            return False
        if context.is_in(words[index], "PLUPERFECT"):
            return True
        if index < token - 1 and context.is_in(words[index], "RELATIVE") and not context.is_past(index - 1):
            return True
        if words[index] == ",":
            return _opens_relative(context, index + 1, token)
    return False


def lies_back(context: Context, told: Told) -> bool:
    """Whether a date belongs to a story that lies back, and not to the news."""
    if told.deictic or told.is_aside:
        return False
    return context.reference is None or (context.reference - told.piece.interval.end).days > _FRESH


def is_attached(context: Context, token: int) -> bool:
    """Whether a date belongs to the noun before it: "the truce of 10 October 2020"."""
    return token > 0 and context.is_in(context.tokens.words[token - 1], "ATTACHED")


def is_since(context: Context, token: int) -> bool:
    """Whether a date only tells since when something has been so."""
    return token > 0 and context.is_in(context.tokens.words[token - 1], "RANGE_FROM")


def _opens_relative(context: Context, index: int, token: int) -> bool:
    return index < token - 1 and context.is_in(context.tokens.words[index], "RELATIVE")


def _opens_sentence(context: Context, token: int) -> bool:
    return token <= 0 or context.is_sentence_end(token - 1) or context.opens_line(token)


def is_target(context: Context, token: int) -> bool:
    """Whether something is only set for the date: "fixed for 10 November", "moved to 8 November"."""
    return token > 0 and context.is_in(context.tokens.words[token - 1], "TARGET_LINK")


def _year_of_line(context: Context, token: int) -> Told | None:
    """The year that a chronology gives: at the head of the line ("2019: 12 March, ...") or as a heading."""
    if context.opens_line(token):
        return context.heading or _title_of_entry(context, token)
    line = context.line_start(token)
    for told in reversed(context.told[-6:]):
        if told.start < line:
            return None
        if not told.year_given or not context.opens_line(told.token):
            continue
        after = context.tokens.text[told.end : told.end + 2].strip(" ")[:1]
        if told.piece.unit == "Y" and after in _MARKS:
            return told
        if told.piece.unit in ("D", "M") and context.heading is not None:
            return told
    return None


def _title_of_entry(context: Context, token: int) -> Told | None:
    """The year in the title of a chronology ("Timeline of events in 2023"), for an entry like "May 5: ..."."""
    if context.title_year is None:
        return None
    behind = context.tokens.words[token + 2 : token + 5]
    if not any(word in _MARKS for word in behind):
        return None
    entries = (one for one in reversed(context.told[-12:]) if one.piece.unit == "D" and context.opens_line(one.token))
    return next(entries, context.title_year)


def _told_beside(context: Context, token: int, month: int | None, day: int | None) -> Told | None:
    """The date told before in the same paragraph, when it and not the day of the news rules here.

    A day or month with its year in the same sentence rules; so does one at the head of the sentence before
    ("In 1992, ... On 9 May, ..."), or one that lies nearer in the story than the reference day does.
    """
    paragraph, head = context.paragraph(token), context.sentence_start(token)
    for told in reversed(context.told[-6:]):
        if told.deictic or told.paragraph != paragraph:
            return None
        if not told.year_given or told.is_aside or not (told.is_setting or told.is_attached):
            continue
        if told.is_attached and told.token >= head:
            continue
        if told.token >= head:
            reach = _SCENE if context.opens_sentence(told.token) else 4
            return told if told.piece.unit in ("D", "W", "M", "S") or token - told.token <= reach else None
        told_head = context.sentence_start(told.token)
        opening = _OPENING if context.style == "events" else 4
        if not told.is_attached and token - head <= opening and told.token - told_head <= opening:
            return None if _is_fresh(context, told, token, month, day) else told
        return told if _is_nearer(context, told, token, month, day) else None
    return None


def _told_of_history(context: Context, token: int, month: int | None, day: int | None) -> Told | None:
    """The story that rules where every time so far lies far back: an essay on a war, the history of a dispute.

    The more it has told, the surer: a day that may be one of the news needs two of them, and so does one in a new
    paragraph.
    """
    reference = context.base
    if reference is None or context.style != "events":
        return None
    known = [one for one in context.told if one.piece.unit in ("D", "W", "M", "S", "Y", "P")]
    if any(_is_of_now(one, reference) for one in known):
        return None
    told = [one for one in known if not one.is_aside]
    if not told or (month is not None and len(told) < _HISTORY and _may_be_news(context, month, day)):
        return None
    paragraph = context.paragraph(token)
    return context.story_told(paragraph) if len(told) > 1 or told[0].paragraph == paragraph else None


def _is_of_now(told: Told, reference: date) -> bool:
    counted = told.deictic and told.piece.unit != "Y"  # "thirty years ago" is history, "on Tuesday" is not
    return counted or (reference - told.piece.interval.end).days < _FAR


def _is_fresh(context: Context, told: Told, token: int, month: int | None, day: int | None) -> bool:
    """Whether a day of the last weeks before the reference day is meant, long after the date told before."""
    reference = context.base
    if reference is None or month is None or day is None or told.piece.unit not in ("D", "M"):
        return False
    found = safe_date(reference.year, month, day)
    if found is None or not 0 <= (reference - found).days <= _FRESH:
        return False
    return (found - told.piece.interval.end).days > 366 or not _is_nearer(context, told, token, month, day)


def _contained(context: Context, token: int, month: int | None, day: int | None) -> StoryYear | None:
    """The year of a date within the time named just before: "that autumn, on 6 October", "a year ago, on 5 May".

    A war or other period told of in an earlier sentence contains its days too, unless they may be of the news.
    """
    if month is None or context.style != "events":
        return None
    for told in reversed(context.told[-6:]):
        beside = told is context.told[-1] and _is_apposed(context, told, token)
        named = told.piece.unit == "P" and told.token < context.sentence_start(token)
        if not beside and not (named and told.paragraph == context.paragraph(token)):
            continue
        for year in range(told.piece.interval.start.year, told.piece.interval.end.year + 1):
            found = safe_date(year, month, day or 15)
            if found and told.piece.interval.contains(found) and (beside or not _may_be_news(context, month, day)):
                return StoryYear(year, told)
    return None


def _is_apposed(context: Context, told: Told, token: int) -> bool:
    """Whether only a comma and a preposition stand between two times."""
    if told.piece.unit == "D" or told.piece.interval.n_days > 366:
        return False
    tokens = context.tokens
    between = [i for i in range(max(0, token - 3), token) if tokens.starts[i] >= told.end]
    reaches = not between or tokens.starts[between[0]] - told.end <= 1
    return reaches and all(
        tokens.words[i] in (",", "-", "(") or context.is_in(tokens.words[i], "SCENE") for i in between
    )


def _may_be_news(context: Context, month: int, day: int | None) -> bool:
    reference = context.base
    if reference is None:
        return False
    found = [one for n in (-1, 0, 1) if (one := safe_date(reference.year + n, month, day or 15))]
    return any(abs((one - reference).days) <= _NEWS for one in found)


def _is_nearer(context: Context, told: Told, token: int, month: int | None, day: int | None) -> bool:
    """Whether the step from the date told before is shorter than the one to the reference day."""
    if context.style != "events" or month is None or told.is_aside or told.piece.unit not in ("D", "W", "M", "S"):
        return False
    reference = context.base
    assert reference is not None
    year = rolled_year(context, told, token, month, day)
    found = safe_date(year, month, day or 15)
    if found is None or found > reference or context.tense(token, token) == "future":
        return False
    step = abs((found - told.piece.interval.end).days)
    years = [one for n in (-1, 0) if (one := safe_date(reference.year + n, month, day or 15)) and one <= reference]
    since = (reference - years[-1]).days if years else 0
    if token - context.sentence_start(token) > _OPENING and since <= _NEWS:
        return False
    return step < since
