"""Plain text to lines: where the paragraphs are, and which line ends were only put there to wrap.

Tables, lists and chronologies keep their lines; the lines of a hard-wrapped paragraph are rejoined.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from pipeline.normalize.readers.article import Line, LineKind

WIDEST_WRAP = 110  # longer lines come from editors that do not wrap
_SLACK = 12
_NARROWEST_UNCASED = 50  # where no small letter tells that a line goes on, the short lines of a header are not wrapped
_GLYPH = r"(?:[-–—*•·▪◦●■►‣>»]|\bo(?=\s+[\"“‘'(]?[^\W_a-zа-я]))"
_BULLET = re.compile(rf"^\s*(?:{_GLYPH}\s+|\(?\d{{1,2}}[.)]\s+|[a-zA-Z][.)]\s+(?=\S+\s))")
_NUMBER = r"\d{1,2}\.?(?:[-–—/]\d{1,2}\.?)?"
_WORD = r"[^\W\d_]{3,12}\.?"
# Dates in any language, told by their shape: numbers with a word or two, then a separator.
_ENTRY = re.compile(
    rf"^\s*(?:{_GLYPH}\s+)?(?:(?:[^\W\d_]{{2,9}}\s)?(?:\d{{4}}(?:[-–/]\d{{2,4}})?(?:,? {_NUMBER} {_WORD})?"
    rf"|{_NUMBER}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}[./-]\d\d[./-]\d\d|\d{{1,2}}[:.]\d{{2}}"
    rf"|{_WORD} {_NUMBER}(?:,? \d{{4}})?|{_NUMBER} ?{_WORD}(?: ?[-–—] ?{_NUMBER} {_WORD})?(?:,? \d{{4}})?)"
    rf"\s*(?:\([^()\d]{{2,12}}\)\s*)?(?:[:–—|-]|\t|\s{{2,}})"
    rf"|{_NUMBER}\s*(?:\([^()\d]{{2,12}}\)\s*)?(?:[:–—|]\s|\s-\s|\t|\s{{2,}})"
    rf"|{_WORD}(?:[-–—]{_WORD})?(?:\t|\s{{4,}}))"
)
FEWEST_LONE_ENTRIES = 3
_TERMINAL = re.compile(r"[.!?…۔؟:;][\"'”’»)\]]*$")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-$")


def ends_sentence(text: str) -> bool:
    """Whether the line ends as sentences do (closing quotes and brackets allowed)."""
    found = _TERMINAL.search(text.rstrip())
    return found is not None and found[0][0] not in ":;"


def is_entry(text: str) -> bool:
    """Whether the line looks like an entry of a list, table or chronology."""
    return bool(_BULLET.match(text) or _ENTRY.match(text))


def opens_with_number(text: str) -> bool:
    """Whether the line opens with a number, as the entries of a chronology do."""
    return text.lstrip()[:1].isdigit()


def strip_bullet(text: str) -> str:
    """The line without its bullet; numbers and dates stay."""
    return re.sub(rf"^\s*{_GLYPH}\s+", "", text).strip()


_RULES = re.compile(r"^[\s=*_~+#-]*[=*_~+#-]{2,}[\s=*_~+#-]*|[\s=*_~+#-]*[=*_~+#-]{2,}\s*$")


def is_ruled_off(text: str) -> bool:
    """Whether the line stands between marks, as headings of plain text do ("+++ AHEAD +++")."""
    return len(text) <= 80 and len(_RULES.findall(text.strip())) == 2


def strip_marks(text: str) -> str:
    """The line without its bullet, and without the marks around a heading of plain text."""
    return _RULES.sub("", text.strip()) if is_ruled_off(text) else strip_bullet(text)


def strip_number(text: str) -> str:
    """The line without the number or letter that counts it ("2. Four days in May")."""
    return re.sub(r"^\s*\(?(?:\d{1,2}|[a-zA-Z]|[IVX]{1,4})[.)]\s+", "", text)


def split_lines(text: str) -> list[Line]:
    """Lines of a plain text, wrapped ones rejoined, blocks numbered from 0."""
    blocks = _blocks(_rows_to_entries(text) if "|" in text else text)
    width = _wrap_width(blocks)
    joined_blocks = [_rejoin(block, width) for block in blocks]
    # A list may have an empty line after each of its entries.
    plain = sum(_is_plain_entry(line) for block in joined_blocks for line in block)
    lone = plain >= FEWEST_LONE_ENTRIES
    lines: list[Line] = []
    for number, (block, joined_lines) in enumerate(zip(blocks, joined_blocks, strict=True)):
        listed = sum(opens_with_number(line) for line in joined_lines) >= 2
        for joined in joined_lines:
            entry = is_entry(joined) or (listed and opens_with_number(joined))
            item = (len(block) > 1 and entry) or (lone and len(joined_lines) == 1 and _is_plain_entry(joined))
            kind: LineKind = "item" if item else "text"
            lines.append(Line(joined.strip(), number, kind))
    return lines


_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")


def _rows_to_entries(text: str) -> str:
    """Rows of a table of bars as entries with " | " between their cells; its rules and its head left out."""
    lines = text.split("\n")
    kept: list[str] = []
    in_table = False
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        is_rule = "|" in line and bool(_TABLE_RULE.match(line))
        heads = "|" in line and "|" in following and bool(_TABLE_RULE.match(following))
        in_table = "|" in line and (in_table or is_rule or heads or bool(_TABLE_ROW.match(line)))
        if not in_table:
            kept.append(line)
        elif not is_rule and not (heads and not any(character.isdigit() for character in line)):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            kept.append("• " + " | ".join(cell for cell in cells if cell))
    return "\n".join(kept)


def _is_plain_entry(text: str) -> bool:
    """An entry by its bullet or date; a number alone may count the paragraphs of a document."""
    return bool(_ENTRY.match(text) or re.match(rf"^\s*(?![>»]){_GLYPH}\s", text))


def _blocks(text: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if any(character.isalnum() for character in line) or _is_short_mark(line):
            blocks[-1].append(line.rstrip())
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


_SHORT_RULES = frozenset({"--", "==", "__", "**", "##"})


def _is_short_mark(line: str) -> bool:
    """A line of one or two marks may belong to the text; rows of them, and "--", only rule it off."""
    return 0 < len(line.strip()) <= 2 and line.strip() not in _SHORT_RULES


def _wrap_width(blocks: Sequence[Sequence[str]]) -> int:
    """Column at which the text was wrapped, or 0 when its line ends mean something."""
    pairs = [(one, other) for block in blocks for one, other in itertools.pairwise(block) if not is_entry(other)]
    if len(pairs) < 2:
        return 0
    width = max(len(line) for block in blocks if len(block) > 1 for line in block)
    letters = [c for pair in pairs for line in pair for c in line if c.isalpha()]
    uncased = sum(c.upper() != c.lower() for c in letters) < len(letters) / 2
    if width > WIDEST_WRAP or width < (_NARROWEST_UNCASED if uncased else 30):
        return 0
    filled = [other.lstrip()[:1] for one, other in pairs if _is_full(one, other, width)]
    # Wrapped prose goes on in small letters (or in a script that has none); lines of a header do not.
    going_on = sum(not first.isupper() and not first.isdigit() for first in filled)
    wrapped = len(filled) >= 0.6 * len(pairs) and going_on >= (0.3 if len(filled) >= 3 else 1.0) * len(filled)
    return width if wrapped else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """The next word would not have fitted on the line (with some slack for ragged wrapping)."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width - _SLACK


def _rejoin(block: Sequence[str], width: int) -> list[str]:
    joined: list[str] = []
    last = ""
    for line in block:
        if joined and _continues(last, line, width):
            joined[-1] = _join(joined[-1], line.strip())
        else:
            joined.append(line)
        last = line
    return joined


def _continues(line: str, following: str, width: int) -> bool:
    if is_entry(following):
        return False
    first = following.lstrip()[:1]
    if width:
        indented = len(following) - len(following.lstrip()) > len(line) - len(line.lstrip()) + 1
        if indented and not _BULLET.match(line):
            return False
        if _is_full(line, following, width):
            return True
        return not ends_sentence(line) and (first.islower() or len(line) > 0.6 * width)
    return first.islower() and len(line) > 40 and not _TERMINAL.search(line.rstrip()) and "  " not in line


def _join(line: str, following: str) -> str:
    if _HYPHEN.search(line) and following[:1].islower():
        # A word broken at the line's end keeps its hyphen: "cease-" + "fire" is found under both
        # spellings, while "Armenian-" + "backed" must not become one word.
        return line + following
    return f"{line} {following}"
