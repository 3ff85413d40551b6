"""A sixth language is a matter of data: docs/howto/language.md as it stands, and one in a script of its own."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.core.records import Document, EventMention
from pipeline.extract.document import extract_document
from pipeline.lexicon.load import Lexicon, load_lexicon
from pipeline.normalize.files import normalize_file

PAGE = Path(__file__).parents[1] / "docs" / "howto" / "language.md"
ARMENIAN = {
    "language.yml": "{code: hy, name: Armenian, script: Armenian, direction: ltr, day_first: 'yes'}",
    "inflection.yml": "{endings: {article: [ը, ն], locative: [ում]}, joins: [և], verb_endings: [եցին, վեց]}",
    "states.csv": "id,state,names,demonyms,people,metonyms\nhy-pak,pak,Պակիստան,,,\nhy-aze,aze,Ադրբեջան,,,\n",
    "dates.yml": (
        "words: {MONTH: {հուլիսի: 7}, YEAR_WORD: [թվականի], SUFFIX: [ին]}\n"
        "patterns: [{id: full, make: calendar, match: 'year:YEAR YEAR_WORD month:MONTH day:DAY (- SUFFIX)?'}]"
    ),
    "titles.yml": "{side: before, roles: []}",
    "triggers.yml": (
        "rules: [{id: signed, type: agreement, match: ['համաձայնագիր ~ ստորագր*'], roles: {participant: [any]}}]"
    ),
}
ARMENIAN_TEXT = "Պակիստանը և Ադրբեջանը 2024 թվականի հուլիսի 11-ին Իսլամաբադում առևտրի համաձայնագիր ստորագրեցին։\n"


def _lay(folder: Path, files: dict[str, str]) -> Lexicon:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return load_lexicon(folder.parent)


def _document(folder: Path, text: str, lexicon: Lexicon) -> Document:
    path = folder / "article.txt"
    path.write_text(text, encoding="utf-8")
    return normalize_file(path, folder, lexicon).documents[0]


def _told(mention: EventMention) -> tuple[str, str, list[str]]:
    return mention.event_type, str(mention.interval.start), [p.name for p in mention.participants]


def test_the_guide_teaches_german(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    files = dict(re.findall(r"\n`([\w.]+)`:[^`]*(?:`[^`\n]+`[^`]*)*```(?:csv|yaml)\n(.*?)```", page, flags=re.S))
    assert len(files) == 7
    (text,) = re.findall(r'TEXT="(.*?)"', page)
    lexicon = _lay(tmp_path / "rules" / "de", files)
    document = _document(tmp_path, text, lexicon)
    assert (document.language, document.warning) == ("de", None)
    (mention,) = extract_document(document, lexicon).mentions
    assert _told(mention) == ("agreement", "2020-11-10", ["Azerbaijan", "Pakistan"])
    assert mention.place is not None and mention.place.name == "Baku"


def test_a_language_in_a_script_of_its_own(tmp_path: Path) -> None:
    lexicon = _lay(tmp_path / "rules" / "hy", ARMENIAN)
    document = _document(tmp_path, ARMENIAN_TEXT, lexicon)
    assert (document.language, document.warning) == ("hy", None)
    (mention,) = extract_document(document, lexicon).mentions
    assert _told(mention) == ("agreement", "2024-07-11", ["Pakistan", "Azerbaijan"])
    assert mention.rule_id == "hy.triggers.signed"


def test_without_the_folder_the_document_says_that_its_language_is_not_covered(tmp_path: Path) -> None:
    document = _document(tmp_path, ARMENIAN_TEXT, load_lexicon())
    assert document.language == "hy"
    assert "not covered" in (document.warning or "")
    assert not extract_document(document, load_lexicon()).mentions
