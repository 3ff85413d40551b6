"""Exceptions of the pipeline and the record of what was turned away.

An error is ours (a broken rule file, wrong arguments) and stops the run. A bad document or row is a
``Problem``: it becomes a row of ``rejected`` and the run goes on.
"""

from __future__ import annotations

from dataclasses import dataclass


class PipelineError(Exception):
    """Base of all errors that stop a run; the message says what happened, where and what to do."""


class LexiconError(PipelineError):
    """A rule file is missing, malformed or contradicts itself."""


class InputError(PipelineError):
    """The input folder is missing or empty, or an argument names nothing."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A document or row that was turned away, or a doubt about one that was kept.

    Attributes:
        stage: Stage that found it: normalize, extract, link, validate, write.
        check: Short closed name, e.g. ``empty_file``, ``no_text_layer``, ``interval_reversed``.
        path: Input file relative to the raw folder, or an empty string.
        document_id: Document concerned, or ``None`` when the file gave none.
        row_id: Key of the row concerned (mention, event, actor id), or ``None``.
        column: Column that failed, or ``None``.
        value: What was found, as text, at most 200 characters.
        reason: One sentence for people: what was expected, and the remedy.
        char_start: Where in the document's text, code points; ``None`` when it has no place.
        char_end: End of that span, excluded.
        fatal: The document or row was turned away; ``False`` for a warning.
    """

    stage: str
    check: str
    path: str
    reason: str
    document_id: str | None = None
    row_id: str | None = None
    column: str | None = None
    value: str = ""
    char_start: int | None = None
    char_end: int | None = None
    fatal: bool = True
