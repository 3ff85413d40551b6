"""One input file to documents: the entry of the normalize stage, a pure function of one file.

Whatever a file holds, the result has at least one document row; what went wrong is a problem that names
the remedy. No content of a file raises an exception.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pipeline.core.errors import LexiconError, Problem
from pipeline.core.records import Document
from pipeline.lexicon.load import Lexicon
from pipeline.normalize.document import build_document
from pipeline.normalize.identity import content_id
from pipeline.normalize.readers.article import Article, ReadError
from pipeline.normalize.readers.members import LARGEST_BYTES, STREAMED_BYTES, Share, is_container, read_members

Reader = Callable[[bytes], list[Article]]
FORMATS = {
    ".txt": "txt", ".text": "txt", ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "md", ".markdown": "md",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".eml": "eml", ".pdf": "pdf",
    ".csv": "csv", ".tsv": "csv",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NormalizeResult:
    """Documents of one file or member and what is to be said about it."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes that one reader reads at once: a file, or a member of a container.

    Attributes:
        name: Path of its documents, e.g. ``file.txt`` or ``archive.zip#file.txt``.
        format: Of its documents.
        suffix: Tells the reader.
        data: The bytes.
        sha256: Digest of the file's bytes; of the member's for one of a container.
        error: Why there is nothing to read, or ``None``.
        url: Address that a container gives, or ``None``.
    """

    name: str
    format: str
    suffix: str = ""
    data: bytes = b""
    sha256: str = ""
    error: ReadError | None = None
    url: str | None = None


def normalize_file(path: Path, root: Path, lexicon: Lexicon) -> NormalizeResult:
    """Read one file of the input folder.

    Args:
        path: The file.
        root: The input folder; a link that leads out of it is turned away.
        lexicon: Rules to use.

    Returns:
        Its documents (one, or several for a file of many articles) and problems. A file that cannot be
        used gives one document in state ``failed`` or ``empty`` and one problem.
    """
    results = [normalize_source(source, lexicon) for source in open_sources(path, root)]
    return NormalizeResult(
        tuple(document for result in results for document in result.documents),
        tuple(problem for result in results for problem in result.problems),
    )


def open_sources(path: Path, root: Path, share: Share | None = None) -> Iterator[Source]:
    """What is to be read of a file: the file itself, or one member of a container after the other.

    Args:
        path: The file.
        root: The input folder; a link that leads out of it is turned away.
        share: Which members of a container; by default all.
    """
    name = _relative(path, root)
    file_format = format_of(path.name)
    try:
        if is_container(path) and (file_format != "jsonl" or _is_large(path)):
            yield from _open_members(_resolve(path, root), name, file_format, share)
        else:
            data = _read_bytes(path, root)
            yield Source(name, file_format, path.suffix, data, hashlib.sha256(data).hexdigest())
    except ReadError as error:
        if share and share.index > 0:
            return  # whoever reads the first share tells
        yield Source(name, file_format, path.suffix, _content_of(path, root) or b"", error=error)


def _open_members(path: Path, name: str, file_format: str, share: Share | None) -> Iterator[Source]:
    for member in read_members(path, share):
        inner = name if member.name == "" else f"{name}#{_printable(member.name)}"
        is_record = member.name.isdecimal() and file_format != "warc"
        member_format = file_format if is_record else FORMATS.get(member.suffix.lower(), file_format)
        digest = hashlib.sha256(member.data).hexdigest()
        yield Source(inner, member_format, member.suffix, member.data, digest, member.error, member.url)


def format_of(name: str) -> str:
    """The format of a file by its name, e.g. ``txt``; ``none`` for one without a suffix."""
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return FORMATS.get(suffixes[-1], suffixes[-1].lstrip(".")) if suffixes else "none"


def normalize_source(source: Source, lexicon: Lexicon) -> NormalizeResult:
    """The documents of a file or member, and what went wrong with it."""
    try:
        if source.error:
            raise source.error
        articles = _articles(source)
    except ReadError as error:
        return _failed(source.name, source.format, error, source.data)
    documents: list[Document] = []
    problems: list[Problem] = []
    for article in articles:
        found = replace(article, url=source.url) if source.url and not article.url else article
        document, problem = _build(found, source.name, source.sha256, source.format, lexicon)
        documents.append(document)
        problems.extend([problem] if problem else [])
    return NormalizeResult(tuple(documents), tuple(problems))


def _relative(path: Path, root: Path) -> str:
    try:
        return _printable(path.relative_to(root).as_posix())
    except ValueError:
        return _printable(path.name)


def _printable(name: str) -> str:
    """A name that can be written as UTF-8; bytes that are no text show as ``\\xNN``."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _read_bytes(path: Path, root: Path) -> bytes:
    resolved = _resolve(path, root)
    try:
        size = resolved.stat().st_size
        if size > LARGEST_BYTES:
            raise ReadError(
                "too_large",
                f"The file has {size / 1e6:.0f} MB, the limit is {LARGEST_BYTES / 1e6:.0f} MB."
                " Split it into one file an article.",
                str(size),
            )
        return resolved.read_bytes()
    except OSError as error:
        raise _unreadable(error) from None


def _resolve(path: Path, root: Path) -> Path:
    """The file itself.

    Raises:
        ReadError: A link leads out of the folder, or there is no ordinary file.
    """
    try:
        resolved = path.resolve(strict=True)
        inside, is_file = resolved.is_relative_to(root.resolve()), resolved.is_file()
    except (OSError, RuntimeError) as error:
        raise _unreadable(error) from None
    if not inside:
        raise ReadError(
            "outside_folder", "The link leads out of the input folder. Copy the file itself into the folder."
        )
    if not is_file:
        raise ReadError("unreadable", "This is no regular file. Put an ordinary file in its place.")
    return resolved


def _unreadable(error: Exception) -> ReadError:
    reason = getattr(error, "strerror", None) or type(error).__name__
    return ReadError("unreadable", f"The file cannot be read ({reason}). Check its permissions.")


def _is_large(path: Path) -> bool:
    """Whether a file of JSON lines is packed, or large."""
    try:
        return path.suffix.lower() == ".gz" or path.stat().st_size > STREAMED_BYTES
    except OSError:
        return False


def _articles(source: Source) -> list[Article]:
    if not source.data.strip():
        raise ReadError("empty_file", "The file is empty. Save the text again, or remove the file.")
    reader = _reader(source.suffix.lower())
    if reader is None:
        known = ", ".join([*sorted({f".{value}" for value in FORMATS.values()}), ".parquet", ".zip", ".tar", ".warc"])
        raise ReadError(
            "unsupported_format",
            f"Files of this kind are not read (known: {known}). Save the text as .txt.",
            source.suffix,
        )
    try:
        return reader(source.data)
    except (ReadError, LexiconError):
        raise
    except Exception as error:  # a reader must never stop the run, whatever a library makes of the file
        raise ReadError(
            "broken_file",
            f"The file cannot be read as {source.suffix[1:]} ({type(error).__name__}). Save its text as .txt.",
        ) from error


def _reader(suffix: str) -> Reader | None:
    """The reader of a format, imported only when a file needs it."""
    kind = FORMATS.get(suffix)
    if kind == "txt":
        from pipeline.normalize.readers.plain import read_plain as reader
    elif kind == "html":
        from pipeline.normalize.readers.html import read_html as reader
    elif kind == "md":
        from pipeline.normalize.readers.markdown import read_markdown as reader
    elif kind == "json":
        from pipeline.normalize.readers.json_articles import read_json as reader
    elif kind == "jsonl":
        from pipeline.normalize.readers.json_articles import read_json_lines as reader
    elif kind == "eml":
        from pipeline.normalize.readers.mail import read_mail as reader
    elif kind == "csv":
        from pipeline.normalize.readers.tables import read_csv as reader
    elif kind == "pdf":
        from pipeline.normalize.readers.pdf import read_pdf as reader
    else:
        return None
    return reader


def _build(
    article: Article, name: str, digest: str, file_format: str, lexicon: Lexicon
) -> tuple[Document, Problem | None]:
    try:
        document = build_document(article, path=name, sha256=digest, file_format=file_format, lexicon=lexicon)
    except LexiconError:
        raise
    except Exception as error:  # an article that breaks our own code must not stop the others
        failure = ReadError("broken_file", f"The article cannot be processed ({type(error).__name__}: {error}).")
        result = _failed(name + article.fragment, file_format, failure, article.content)
        return result.documents[0], result.problems[0]
    if document.state != "empty":
        return document, None
    reason = "No text is left once headers and clutter are taken away. Check that the file holds the article."
    problem = Problem("normalize", "no_text", document.path, reason, document_id=document.document_id)
    return document, problem


def _content_of(path: Path, root: Path) -> bytes | None:
    """Bytes of a file that was turned away; ``None`` for pipes, links that lead out, and huge ones."""
    try:
        resolved = path.resolve(strict=True)
        inside = resolved.is_relative_to(root.resolve()) and resolved.is_file()
        return resolved.read_bytes() if inside and resolved.stat().st_size <= LARGEST_BYTES else None
    except (OSError, RuntimeError):
        return None


def _failed(name: str, file_format: str, error: ReadError, content: bytes | None) -> NormalizeResult:
    """One failed document; its id comes from the content where there is any, else from its name."""
    identity = content if content else name.encode("utf-8", "surrogatepass")
    document = Document(
        document_id=content_id(identity),
        path=name,
        sha256=hashlib.sha256(content or b"").hexdigest(),
        format=file_format,
        state="empty" if error.check in ("empty_file", "no_text_layer") else "failed",
        warning=error.reason,
    )
    problem = Problem("normalize", error.check, name, error.reason, document_id=document.document_id, value=error.value)
    return NormalizeResult((document,), (problem,))
