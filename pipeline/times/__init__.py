"""A temporal tagger of its own: text and reference day in, resolved expressions of time out.

``tag`` finds and resolves, ``parse_date`` reads one whole phrase, ``infer_reference`` dates a text that
states no date, ``timex_rows`` and ``to_xml`` write TIMEX3, ``tag_lines`` does all that for a file.

>>> from datetime import date
>>> [(t.text, t.value) for t in tag("They met on Tuesday.", date(2020, 11, 11))]
[('Tuesday', '2020-11-10')]
"""

from pipeline.times.files import TaggedFile, tag_lines
from pipeline.times.infer import InferredDate, infer_reference
from pipeline.times.phrase import parse_date
from pipeline.times.tag import tag
from pipeline.times.timeml import timex_rows, to_xml

__all__ = [
    "InferredDate",
    "TaggedFile",
    "infer_reference",
    "parse_date",
    "tag",
    "tag_lines",
    "timex_rows",
    "to_xml",
]
