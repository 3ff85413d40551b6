"""Endings are cut off to base forms that the lexicon knows, and offsets stay those of the text."""

from __future__ import annotations

import pytest

from pipeline.lexicon.inflected_names import InflectedIndex, close_key, romanise, sound_key
from pipeline.lexicon.inflection import Inflection, load_inflection, read_words
from pipeline.lexicon.known_words import load_known_words
from pipeline.lexicon.load import load_lexicon

LEXICON = load_lexicon()


def _inflection(language: str) -> Inflection:
    inflection = load_inflection(LEXICON, language)
    assert inflection is not None
    return inflection


@pytest.mark.parametrize(
    ("language", "surface", "base", "case"),
    [
        ("az", "Azərbaycanın", "azarbaycan", "genitive"),
        ("az", "Pakistana", "pakistan", "dative"),
        ("az", "Bakıda", "baki", "locative"),
        ("az", "nazirinin", "nazir", "genitive"),
        ("az", "Nazirliyinə", "nazirlik", "dative"),
        ("tr", "Erdoğan'ın", "erdogan", "genitive"),
        ("tr", "Bakanlığı'ndan", "bakanlik", "ablative"),
        ("tr", "Şerif'i", "serif", "accusative"),
    ],
)
def test_ending_is_cut_off(language: str, surface: str, base: str, case: str) -> None:
    (word,) = read_words(surface, 0, len(surface))
    assert case in _inflection(language).readings(word)[base]
    assert (word.start, word.end) == (0, len(surface))


@pytest.mark.parametrize(
    ("language", "surface", "cases"),
    [
        ("az", "Bakı", {"bare"}),
        ("az", "Azərbaycanı", {"accusative", "possessed"}),
        ("tr", "Sancrani'yi", {"accusative"}),
        ("tr", "Türkiye", {"bare"}),
    ],
)
def test_known_base_settles_the_case(language: str, surface: str, cases: set[str]) -> None:
    (word,) = read_words(surface, 0, len(surface))
    assert load_known_words(LEXICON, _inflection(language)).cases(word) == cases


def test_name_of_several_words_is_found_in_the_genitive() -> None:
    text = "Birləşmiş Millətlər Təşkilatının qərarı"
    index = InflectedIndex([("Birləşmiş Millətlər Təşkilatı", "un")], _inflection("az"))
    (hit,) = index.find(read_words(text, 0, len(text)))
    assert (hit.first, hit.last, hit.meanings) == (0, 3, ("un",))
    assert "genitive" in hit.cases


def test_spellings_of_one_name_meet() -> None:
    assert romanise("Şərif", _inflection("az")) == "sharif"
    assert romanise("Recep", _inflection("tr")) == "rejep"
    assert sound_key("shehbaz") == sound_key("shahbaz")
    assert close_key("sherif") == close_key("sharif")
    assert close_key("basina") != close_key("pashinyan")


def test_language_without_the_file_has_none() -> None:
    assert load_inflection(LEXICON, "en") is None
