"""The documentation site: `make docs`. Markdown pages, and a reference made from the code and the tables."""

from __future__ import annotations

import sys
from pathlib import Path

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS), str(DOCS.parent)]

from pygments.lexers.special import TextLexer  # noqa: E402
from reference_pages import write_reference  # noqa: E402
from sphinx.application import Sphinx  # noqa: E402

from pipeline import __version__  # noqa: E402

write_reference(DOCS / "reference")

project = "Event timeline"
author = "the authors of Event timeline"
version = release = __version__
language = "en"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_site", "tour.ipynb"]

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_class_signature = "separated"
napoleon_use_ivar = True  # attributes in the docstring, not a second time each

html_theme = "furo"
html_title = "Event timeline"
html_show_sphinx = False
html_show_sourcelink = False
html_copy_source = False


def setup(app: Sphinx) -> None:
    """Tables in the guides are marked as csv, which the highlighter does not know."""
    app.add_lexer("csv", TextLexer)
