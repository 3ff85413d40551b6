"""What "it", "its", "they", "the court", "the premier" and "the government" refer to."""

from __future__ import annotations

import pytest

from pipeline.core.records import ActorMention
from pipeline.extract.actors.find import find_actors
from pipeline.extract.places.find import find_places
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document

LEXICON = load_lexicon()


def actors_of(text: str, *, published: str = "2023-07-30") -> list[tuple[str, ActorMention]]:
    document = a_document(text, published=published)
    found = find_actors(document, LEXICON, timexes=(), places=find_places(document, LEXICON))
    return [(document.text[mention.start : mention.end], mention) for mention in found]


def named(text: str, *, published: str = "2023-07-30") -> dict[str, str]:
    return {surface: mention.name for surface, mention in actors_of(text, published=published)}


def members(text: str, surface: str) -> list[str]:
    [mention] = [mention for words, mention in actors_of(text) if words == surface]
    return [member.name for member in mention.group]


@pytest.mark.parametrize(
    ("text", "surface", "name"),
    [
        ("The ICJ met on Friday. It asked Azerbaijan for a report.", "It", "International Court of Justice"),
        ("The ICJ met on Friday. The court asked for a report.", "court", "International Court of Justice"),
        ("Turkey sent aid. It also sent its troops.", "its troops", "Turkey"),
        ("Azerbaijan said it would help.", "it", "Azerbaijan"),
        ("Pakistan's president, Asif Ali Zardari, and its prime minister sent wreaths.", "its", "Pakistan"),
        ("The French Senate voted. The same chamber met again.", "same chamber", "Senate of France"),
        ("Milli Majlis met. Its culture committee agreed.", "Its culture committee", "Milli Majlis"),
        (
            "The ambassador of France came to the foreign ministry. Armenia and Azerbaijan spoke. Azerbaijan said no.",
            "foreign ministry",
            "Ministry of Foreign Affairs of Azerbaijan",
        ),
        (
            "An Azerbaijani convoy left, the Emergency Situations Ministry said.",
            "Emergency Situations Ministry",
            "Ministry of Emergency Situations of Azerbaijan",
        ),
        ("In its reply, Turkey said no.", "its", "Turkey"),
        ("Turkish Airlines cut flights. The airline blamed fog.", "airline", "Turkish Airlines"),
        ("The European Union met. The bloc sent observers.", "bloc", "European Union"),
        ("The world body met.", "world body", "United Nations"),
        ("Armenian forces shelled it. They withdrew.", "They", "Armenia"),
        ("Georgia's parliament voted. The parliament sat late.", "parliament", "Parliament of Georgia"),
        ("Pakistan floated a tender. The government wants gas.", "government", "Pakistan"),
    ],
)
def test_thing(text: str, surface: str, name: str) -> None:
    assert named(text)[surface] == name


@pytest.mark.parametrize(
    "text",
    [
        "Turkey signed the accord and ratified it.",
        "Turkey met. It was clear that Armenia would leave.",
        "Turkey signed. It entered into force.",
        "Ilham Aliyev spoke. It rained.",
        "In Turkey and Georgia it snowed.",
    ],
)
def test_it_is_nobody(text: str) -> None:
    assert not {"It", "it"} & named(text).keys()


def test_they_are_those_listed() -> None:
    text = "Both capitals named envoys, Serdar Kilic and Ruben Rubinyan. They met in Moscow. The envoys met again."
    assert members(text, "They") == ["Serdar Kilic", "Ruben Rubinyan"]
    assert members(text, "envoys") == ["Serdar Kilic", "Ruben Rubinyan"]


def test_their_border_is_that_of_both() -> None:
    assert members("Armenia and Azerbaijan mark their border.", "their") == ["Armenia", "Azerbaijan"]


def test_premier_is_no_other_minister() -> None:
    """The petroleum minister is on stage; the premier of his country holds the office."""
    text = "State Minister for Petroleum Musadik Malik came. The premier travelled to Baku."
    assert named(text)["premier"] == "Shehbaz Sharif"


def test_prime_minister_is_the_one_on_stage() -> None:
    text = "Nikol Pashinyan, the prime minister of Armenia, met Vladimir Putin. The prime minister left."
    assert named(text, published="2022-09-20")["prime minister"] == "Nikol Pashinyan"


def test_minister_is_no_prime_minister() -> None:
    assert "minister" not in named("Prime Minister Nikol Pashinyan spoke. The minister left.", published="2022-09-20")


def test_its_ambassador_is_of_that_state() -> None:
    [mention] = [m for words, m in actors_of("Norway recalled its ambassador.") if words == "ambassador"]
    assert mention.country == "NOR"


def test_office_with_an_apostrophe_is_a_body() -> None:
    assert set(named("The Armenian prime minister's office said so.").values()) == {"Armenia"}


def test_title_of_several_counts_for_each() -> None:
    found = named("Foreign ministers Bayramov, Cavusoglu and Qureshi met.", published="2021-01-13")
    assert set(found.values()) == {"Jeyhun Bayramov", "Mevlut Cavusoglu", "Shah Mahmood Qureshi"}


def test_leaders_of_another_time_are_not_meant() -> None:
    text = "Giorgi Kvirikashvili, Ilham Aliyev and Binali Yildirim met. The three prime ministers left."
    [group] = [mention for words, mention in actors_of(text, published="2007-02-07") if words == "prime ministers"]
    assert {member.kind for member in group.group} == {"state"}


def test_directory_entry_is_the_topic() -> None:
    text = "MAMMADYAROV, Elmar. A diplomat. In 2015 he signed a treaty with Ishaq Dar. He left."
    assert {named(text)[word] for word in ("MAMMADYAROV, Elmar", "he", "He")} == {"Elmar Mammadyarov"}


def test_speaker_without_a_known_given_name() -> None:
    text = "Zolbira Petrosova told reporters that she saw smoke. Petrosova fled."
    [first, *_] = [mention for _, mention in actors_of(text)]
    assert (first.name, first.actor_id) == ("Zolbira Petrosova", "u-zolbira-petrosova")
    assert first.confidence < 0.5


@pytest.mark.parametrize("text", ["Human Rights said so. Rights grew.", "The Pink Panther said so. Panther left."])
def test_no_speaker(text: str) -> None:
    assert named(text) == {}
