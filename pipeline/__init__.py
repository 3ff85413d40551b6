"""Event timelines from folders of news texts: normalise, extract, link, validate, write."""

__version__ = "0.1.0"
