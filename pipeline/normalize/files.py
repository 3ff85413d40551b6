"""One input file to documents: the entry of the normalize stage, a pure function of one file.

Whatever a file holds, the result has at least one document row; what went wrong is a problem that names
the remedy. No content of a file raises an exception.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import LexiconError, Problem
from pipeline.core.records import Document
from pipeline.lexicon.load import Lexicon
from pipeline.normalize.document import build_document
from pipeline.normalize.identity import content_id
from pipeline.normalize.readers.article import Article, ReadError

LARGEST_BYTES = 20_000_000
Reader = Callable[[bytes], list[Article]]
FORMATS = {
    ".txt": "txt", ".text": "txt", ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "md", ".markdown": "md",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".eml": "eml", ".pdf": "pdf",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NormalizeResult:
    """Documents of one file and what is to be said about it."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


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
    name = _relative(path, root)
    file_format = FORMATS.get(path.suffix.lower(), path.suffix.lower().lstrip(".") or "none")
    try:
        data = _read_bytes(path, root)
        articles = _articles(data, path)
    except ReadError as error:
        return _failed(name, file_format, error, _content_of(path, root))
    digest = hashlib.sha256(data).hexdigest()
    documents: list[Document] = []
    problems: list[Problem] = []
    for article in articles:
        document, problem = _build(article, name, digest, file_format, lexicon)
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
    try:
        resolved = path.resolve(strict=True)
        if not resolved.is_relative_to(root.resolve()):
            raise ReadError(
                "outside_folder", "The link leads out of the input folder. Copy the file itself into the folder."
            )
        if not resolved.is_file():
            raise ReadError("unreadable", "This is no regular file. Put an ordinary file in its place.")
        size = resolved.stat().st_size
        if size > LARGEST_BYTES:
            raise ReadError(
                "too_large",
                f"The file has {size / 1e6:.0f} MB, the limit is {LARGEST_BYTES / 1e6:.0f} MB."
                " Split it into one file an article.",
                str(size),
            )
        data = resolved.read_bytes()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise ReadError("unreadable", f"The file cannot be read ({reason}). Check its permissions.") from None
    if not data.strip():
        raise ReadError("empty_file", "The file is empty. Save the text again, or remove the file.")
    return data


def _articles(data: bytes, path: Path) -> list[Article]:
    reader = _reader(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted({f".{value}" for value in FORMATS.values()}))
        raise ReadError(
            "unsupported_format",
            f"Files of this kind are not read (known: {known}). Save the text as .txt.",
            path.suffix,
        )
    try:
        return reader(data)
    except (ReadError, LexiconError):
        raise
    except Exception as error:  # a reader must never stop the run, whatever a library makes of the file
        raise ReadError(
            "broken_file",
            f"The file cannot be read as {path.suffix[1:]} ({type(error).__name__}). Save its text as .txt.",
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
