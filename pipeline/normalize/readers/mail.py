"""E-mail: the plain part (else the HTML part) of the message, its subject, sender and date."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from pipeline.normalize.encoding import decode_bytes, repair_text
from pipeline.normalize.layout import split_lines
from pipeline.normalize.readers.article import Article, Line, ReadError, StatedDate

_SIGNATURE = re.compile(r"(?:\A|\n)-- ?\n(?P<block>(?:(?!\n-- ?\n).)*)\Z", re.DOTALL)
_LONGEST_SIGNATURE = 20
"""Lines of text; what is longer, or says more than all that stands before it, is the message itself."""
_REPLY = re.compile(r"^(?:(?:re|fwd?)\s*:\s*)+(?=\S)", re.IGNORECASE)
_FORWARDED = re.compile(r"^-{2,}\s*(?:forwarded|original) message\s*-{2,}\s*$", re.IGNORECASE | re.MULTILINE)


def read_mail(data: bytes) -> list[Article]:
    """The one article of a message.

    Raises:
        ReadError: It has neither headers nor text (``broken_mail``), or is no text at all.
    """
    message = BytesParser(policy=policy.default).parsebytes(data)
    subject, date = _header(message, "subject"), _header(message, "date")
    subject = _REPLY.sub("", subject) if subject else None
    sender = _header(message, "from")
    if not (subject or date or sender):
        raise ReadError("broken_mail", "No mail headers (Subject, Date, From) found. Save the text as .txt instead.")
    lines, encoding = _lines(message)
    name, address = parseaddr(sender or "")
    dates = (StatedDate("Date", date, "published"),) if date else ()
    return [
        Article(
            tuple(lines),
            data,
            title=subject,
            publisher=name or address or None,
            dates=dates,
            encoding=encoding,
        )
    ]


def _header(message: EmailMessage, name: str) -> str | None:
    """A header decoded; ``None`` when absent or beyond repair."""
    try:
        value = message.get(name)
    except Exception:  # the standard parser raises all kinds of errors on broken headers
        return None
    words = repair_text(re.sub(r"\s+", " ", str(value))).strip() if value is not None else ""
    return words or None


def _lines(message: EmailMessage) -> tuple[list[Line], str | None]:
    plain, encoding = _part(message, "text/plain")
    if plain is not None and len(plain.strip()) >= 40:
        return split_lines(_without_signature(plain)), encoding
    markup, markup_encoding = _part(message, "text/html")
    if markup is not None:
        from pipeline.normalize.readers.page import lines_of_fragment

        return lines_of_fragment(markup), markup_encoding
    return (split_lines(_without_signature(plain)), encoding) if plain else ([], None)


def _part(message: EmailMessage, kind: str) -> tuple[str | None, str | None]:
    """All inline parts of a kind, decoded and joined; attachments are no part of the message."""
    found: list[str] = []
    encoding: str | None = None
    for part in message.walk():
        if part.get_content_type() != kind or part.get_content_disposition() == "attachment":
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            decoded = decode_bytes(payload, declared=part.get_content_charset())
            encoding = encoding or decoded.encoding
            found.append(repair_text(decoded.text))
    return ("\n\n".join(found) or None), encoding


def _without_signature(text: str) -> str:
    """The text without the block below the last "--"; a line like that above it only separates passages."""
    text = _FORWARDED.sub("", text)
    found = _SIGNATURE.search(text)
    if found is None:
        return text
    block = [line for line in found["block"].split("\n") if line.strip()]
    signs = len(block) <= _LONGEST_SIGNATURE and len(found["block"]) < found.start()
    return text[: found.start()] if signs else text
