"""Bytes to clean text: the right encoding, repaired mojibake, no invisible characters.

What comes in is the file's bytes; what goes out is text in NFC with ``\\n`` line ends, in which soft
hyphens, zero-width characters and no-break spaces are gone. Offsets everywhere else refer to this text.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from pipeline.normalize.readers.article import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
# Single-byte encodings of the languages we meet, and the letters that each alone would produce there.
_SINGLE_BYTE = ("cp1251", "cp1254", "cp1252", "cp1256", "koi8-r", "iso8859-9")
_REMEDY = "Save the file again as UTF-8 text."


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the name of the encoding that it was read with."""

    text: str
    encoding: str


def decode_bytes(data: bytes, *, declared: str | None = None) -> Decoded:
    """Bytes to text, not yet repaired.

    Byte-order marks win, then valid UTF-8, then UTF-16 without a mark (every other byte zero), then
    the declared encoding when it decodes to letters, then charset-normalizer and the single-byte
    encodings of our languages, judged by the letters that they give.

    Args:
        data: The file's bytes.
        declared: Encoding that the format declares, if any.

    Raises:
        ReadError: The bytes are no text (``not_text``).
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return Decoded(data.decode(name, errors="replace"), name)
    if (wide := _utf16_without_mark(data)) is not None:
        return wide
    if _looks_binary(data):
        raise ReadError("not_text", f"The file is no text (binary bytes found). {_REMEDY}", _hex(data))
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if (mostly := _damaged_utf8(data)) is not None:
        return mostly
    return _decode_legacy(data, declared)


def declared_encoding(data: bytes) -> str | None:
    """Encoding that the first 2 KB declare (meta tag, XML or MIME header), when Python knows it."""
    found = _DECLARED.search(data[:2048])
    if found is None:
        return None
    try:
        return codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None


def _utf16_without_mark(data: bytes) -> Decoded | None:
    sample = data[:2000]
    if len(sample) < 8 or b"\x00" not in sample:
        return None
    # The high bytes of Latin, Cyrillic and Arabic letters are 0, 4 and 6: one of two bytes is nearly always such.
    even, odd = (sum(half.count(code) for code in (0, 4, 6)) for half in (sample[0::2], sample[1::2]))
    name = "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else None
    if name is None or max(even, odd) < len(sample) // 3:
        return None
    text = data.decode(name, errors="replace")
    return Decoded(text, name) if _letter_share(text[:1000]) > 0.5 else None


def _looks_binary(data: bytes) -> bool:
    sample = data[:8192]
    if not sample:
        return False
    control = sum(sample.count(bytes((code,))) for code in (*range(9), *range(14, 27), 28, 29, 30, 31))
    return b"\x00" in sample or control > len(sample) // 50


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes (a cut or a bad copy): cheaper to lose them than all the rest."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    valid = sum(1 for character in text if ord(character) > 127) - broken
    if valid > 10 * broken:
        return Decoded(text.replace("\ufffd", ""), "utf-8")
    return None


def _decode_legacy(data: bytes, declared: str | None) -> Decoded:
    names: list[str] = [declared] if declared else []
    names += [name for name in _guesses(data) if name not in names]
    names += [name for name in _SINGLE_BYTE if name not in names]
    best: tuple[float, int, Decoded] | None = None
    for rank, name in enumerate(names):
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        score = _plausibility(text)
        if best is None or score > best[0] + 0.02:
            best = (score, rank, Decoded(text, name))
    if best is None or best[0] < 0.3:
        raise ReadError("not_text", f"No known encoding gives readable text. {_REMEDY}", _hex(data))
    return best[2]


def _guesses(data: bytes) -> list[str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:20000]).best()
    return [best.encoding] if best is not None else []


# Letters that only our languages use, by the script in which they make sense together.
_LATIN_PLAIN = frozenset("çğıöşüəÇĞİÖŞÜƏâîûÂÎÛéÉáàèêëïôñäß–—’‘“”…«»„·•©§°№€£")
_CYRILLIC_RARE = frozenset("ЂЃђѓЉЊЌЋЏљњќћџЎўЈҐЁЄЇІіґєїјЅѕ")
_LOWER_THEN_UPPER = re.compile(r"[а-яёa-zçğıöşü][А-ЯЁA-ZÇĞİÖŞÜ]")
_MIXED = re.compile(r"[A-Za-z][А-яЁё]|[А-яЁё][A-Za-z]|[A-Za-z][\u0600-\u06ff]|[\u0600-\u06ff][A-Za-z]")


def _plausibility(text: str) -> float:
    """0 to 1: how much the letters beyond ASCII look like running text of one language."""
    foreign = [c for c in text[:20000] if ord(c) > 127]
    if not foreign:
        return 1.0
    good = 0.0
    for character in foreign:
        if "\u0400" <= character <= "\u04ff":
            good += 0.2 if character in _CYRILLIC_RARE else 1.0
        elif character in _LATIN_PLAIN or "\u0600" <= character <= "\u06ff":
            good += 1.0
        elif character.isalpha():
            good += 0.35
    sample = text[:20000]
    odd = len(_LOWER_THEN_UPPER.findall(sample)) + 2 * len(_MIXED.findall(sample))
    return max(0.0, (good - odd) / len(foreign))


def _letter_share(text: str) -> float:
    return sum(1 for c in text if c.isalpha() or c.isspace()) / max(1, len(text))


def _hex(data: bytes) -> str:
    return "first bytes " + data[:16].hex(" ")


_SOFT_BREAK = re.compile("\u00ad[ \t]*\r?\n[ \t]*(\\S+)[ \t]?")
# Zero-width non-joiner is kept between Arabic letters, where it is part of spelling.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200d-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]"
    "|(?<![\u0600-\u06ff])\u200c|\u200c(?![\u0600-\u06ff])"
    "|[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_ENDS = re.compile("\r\n|[\r\x0c\x85\u2028\u2029]")
_PRESENTATION = re.compile("[\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]+")
# What only mojibake, entities, ligatures and wide letters look like: a lead byte of UTF-8 read as a letter and
# followed by one of its continuation bytes. Good text passes without the cost of ftfy.
_SUSPECT = re.compile(
    "[\u0080-\u009f\ufb00-\ufb06\uff01-\uff5e\ufffd]|&(?:[a-zA-Z]{2,8}|#\\d{2,5}|#x[0-9a-fA-F]{2,4});"
    "|[\u00c2-\u00f4\u0410-\u0424ĞğŞş\u0152\u0160\u017d]"
    "[\u0080-\u00bf\u2013-\u203a\u20ac\u2122\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u0402-\u040f\u0452-\u045f\u0490\u0491\u0401\u0451\u2116]"
)


def repair_text(text: str) -> str:
    """Repair mojibake and take out what no reader sees; good text comes back unchanged.

    Idempotent: repairing twice gives the same text.
    """
    text = _LINE_ENDS.sub("\n", text)
    if _SUSPECT.search(text):
        text = _repair_mojibake(text)
    text = _SOFT_BREAK.sub(r"\1\n", text)
    text = _SPACES.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    text = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))


def _repair_mojibake(text: str) -> str:
    import ftfy

    config = ftfy.TextFixerConfig(
        uncurl_quotes=False, unescape_html="auto", fix_latin_ligatures=True, normalization="NFC"
    )
    return str(ftfy.fix_text(text, config))
