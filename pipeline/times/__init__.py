"""A temporal tagger of its own: text and reference day in, resolved expressions of time out.

``tag`` finds and resolves, ``parse_date`` reads one whole phrase, ``infer_reference`` dates a text that
states no date, ``to_timex3`` and ``to_json`` write the results.
"""

from pipeline.times.infer import InferredDate, infer_reference
from pipeline.times.phrase import parse_date
from pipeline.times.tag import tag

__all__ = ["InferredDate", "infer_reference", "parse_date", "tag"]
