"""Pages of a web archive (WARC 1.0 and 1.1, ISO 28500), packed or not."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from email.message import Message
from http.client import HTTPException, parse_headers
from typing import IO

from pipeline.normalize.readers.article import ReadError
from pipeline.normalize.readers.members import LARGEST_BYTES, Member, Source

_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf",
    "application/json": ".json", "application/ld+json": ".json", "message/rfc822": ".eml", "text/markdown": ".md",
}  # fmt: skip
_KINDS = ("response", "resource", "conversion")
_INFLATE = {"gzip": 31, "x-gzip": 31, "deflate": 47}
"""Window bits of zlib for the encodings of HTTP."""


def web_members(source: Source) -> Iterator[Member]:
    """The pages that a crawler received; redirects, errors, pictures and requests are passed over.

    Raises:
        ReadError: It is no WARC file (``broken_archive``).
        EOFError: It breaks off.
    """
    number = 0
    with source.open() as stream:
        while (head := _read_head(stream, number)) is not None:
            body = _read_body(stream, head, number)
            kind = head.get("WARC-Type", "").lower()
            if kind not in _KINDS:
                continue
            headers, payload = _split_http(body) if kind == "response" else (head, body)
            suffix = _SUFFIXES.get(headers.get_content_type()) if headers else None
            if headers is not None and suffix and source.wants_next():
                yield _member(str(number), suffix, headers, payload, head.get("WARC-Target-URI"))
            number += suffix is not None


def _read_head(stream: IO[bytes], number: int) -> Message | None:
    """Headers of the next record; ``None`` at the end."""
    line = stream.readline(200)
    while line in (b"\r\n", b"\n"):
        line = stream.readline(200)
    if not line:
        return None
    try:
        if not line.startswith(b"WARC/"):
            raise ValueError("a record should begin with WARC/")
        head = parse_headers(stream)
        int(head["Content-Length"])
    except (ValueError, TypeError, HTTPException) as error:
        raise ReadError(
            "broken_archive", f"No valid WARC after {number} pages ({error}). Fetch it again.", str(number)
        ) from None
    return head


def _read_body(stream: IO[bytes], head: Message, number: int) -> bytes:
    """The block of a record; of one that is too large to be an article only the start."""
    left = int(head["Content-Length"])
    body = stream.read(min(left, LARGEST_BYTES))
    left -= len(body)
    while left > 0:
        passed = len(stream.read(min(left, 1 << 20)))
        if not passed:
            raise EOFError(f"the record after page {number} is cut")
        left -= passed
    return body


def _split_http(body: bytes) -> tuple[Message | None, bytes]:
    """Headers and payload of an HTTP response; no headers for one that is no success."""
    stream = io.BytesIO(body)
    status = stream.readline(1000).split()
    try:
        headers = parse_headers(stream)
    except HTTPException:
        return None, b""
    return (headers if status[1:2] == [b"200"] else None), stream.read()


def _member(name: str, suffix: str, headers: Message, payload: bytes, url: str | None) -> Member:
    try:
        if headers.get("Transfer-Encoding", "").lower() == "chunked":
            payload = _join_chunks(payload)
        encoding = headers.get("Content-Encoding", "identity").strip().lower()
        if encoding in _INFLATE:
            payload = zlib.decompressobj(_INFLATE[encoding]).decompress(payload, LARGEST_BYTES)
        elif encoding != "identity":
            raise ValueError(f"encoding {encoding}")
    except (ValueError, zlib.error) as error:
        reason = f"The page cannot be unpacked ({error}). Fetch it again without compression."
        return Member(name, suffix, error=ReadError("broken_member", reason, url or ""))
    return Member(name, suffix, payload, url=url)


def _join_chunks(payload: bytes) -> bytes:
    """The parts of a chunked response put together; some crawlers store them joined already."""
    stream, parts = io.BytesIO(payload), []
    try:
        while size := int(stream.readline(100).partition(b";")[0], 16):
            parts.append(stream.read(size))
            stream.readline(100)
    except ValueError:
        return b"".join(parts) or payload
    return b"".join(parts)
