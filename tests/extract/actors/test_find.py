"""Actors of whole passages: spans, offices by the day, reference, groups, and what must not become an actor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.records import ActorMention
from pipeline.extract.actors.find import find_actors
from pipeline.extract.places.find import find_places
from pipeline.lexicon.load import load_lexicon
from tests.factories import a_document, a_time

LEXICON = load_lexicon()


def actors_of(text: str, *, published: str = "2021-03-01", title: str | None = None) -> list[tuple[str, ActorMention]]:
    document = a_document(text, published=published, title=title)
    found = find_actors(document, LEXICON, timexes=(), places=find_places(document, LEXICON))
    return [(document.text[mention.start : mention.end], mention) for mention in found]


def named(text: str, **options: str) -> dict[str, str]:
    """Surface -> name of every mention."""
    return {surface: mention.name for surface, mention in actors_of(text, **options)}


def group_of(text: str, surface: str) -> list[str]:
    [mention] = [mention for words, mention in actors_of(text) if words == surface]
    return [member.name for member in mention.group]


def test_title_and_side_belong_to_the_mention() -> None:
    [(surface, mention)] = actors_of("Pakistan's Foreign Minister Shah Mahmood Qureshi spoke.")
    assert surface == "Pakistan's Foreign Minister Shah Mahmood Qureshi"
    assert (mention.actor_id, mention.country) == ("a-shah-mahmood-qureshi", "PAK")


def test_unknown_person_has_an_id_of_its_own() -> None:
    [(surface, mention)] = actors_of("Norwegian Ambassador Ole Lund spoke.")
    assert (surface, mention.actor_id, mention.country) == ("Norwegian Ambassador Ole Lund", "u-ole-lund", "NOR")


def test_mentions_are_in_order_and_do_not_overlap() -> None:
    found = actors_of("Armenian Foreign Minister Ararat Mirzoyan, Azerbaijani Foreign Minister Jeyhun Bayramov met.")
    spans = [(mention.start, mention.end) for _, mention in found]
    assert [mention.name for _, mention in found] == ["Ararat Mirzoyan", "Jeyhun Bayramov"]
    assert spans == sorted(spans) and spans[0][1] <= spans[1][0]


def test_president_of_the_day() -> None:
    """The father before 2003, the son after."""
    assert named("President Aliyev spoke.", published="1999-05-01")["President Aliyev"] == "Heydar Aliyev"
    assert named("President Aliyev spoke.", published="2019-05-01")["President Aliyev"] == "Ilham Aliyev"


def test_office_follows_the_time_in_the_sentence() -> None:
    document = a_document("In 1999 President Aliyev flew to Paris.", published="2019-05-01")
    timex = replace(a_time(document, "1999", "1999-06-01"), value="1999")
    found = find_actors(document, LEXICON, timexes=[timex], places=())
    assert [actor.name for actor in found if actor.kind == "person"] == ["Heydar Aliyev"]


def test_surname_before_the_full_name() -> None:
    found = named(
        "Prime Minister Shehbaz Sharif left on Wednesday.", title="Sharif leaves Baku", published="2024-11-13"
    )
    assert found["Sharif"] == "Shehbaz Sharif"


def test_office_without_person() -> None:
    [(_, mention)] = actors_of("Pakistan's foreign minister spoke.")
    assert (mention.name, mention.found_by, mention.office) == (
        "Shah Mahmood Qureshi",
        "office",
        "Foreign Minister of Pakistan",
    )


def test_office_of_an_unknown_holder_stands_for_the_state() -> None:
    [(_, mention)] = actors_of("The Norwegian trade minister spoke.")
    assert (mention.name, mention.kind, mention.found_by) == ("Norway", "state", "office")


def test_group_of_office_holders() -> None:
    text = "The foreign ministers of Azerbaijan, Turkey and Pakistan met."
    assert group_of(text, "foreign ministers of Azerbaijan, Turkey and Pakistan") == [
        "Azerbaijan",
        "Turkey",
        "Pakistan",
    ]


def test_two_presidents_are_the_persons_named() -> None:
    text = "Presidents Ilham Aliyev and Recep Tayyip Erdogan met. The two presidents laid wreaths."
    assert group_of(text, "presidents") == ["Ilham Aliyev", "Recep Tayyip Erdogan"]


def test_both_sides_are_those_that_talk() -> None:
    text = (
        "Foreign Minister Jeyhun Bayramov met Pakistan's ambassador Bilal Hayee. "
        "The ambassador spoke of the Indian side. Both sides agreed to cooperate."
    )
    assert sorted(group_of(text, "Both sides")) == ["Azerbaijan", "Pakistan"]


def test_counterpart_holds_the_same_office() -> None:
    found = named("Turkish Foreign Minister Mevlut Cavusoglu met his Azerbaijani counterpart.")
    assert found["Azerbaijani counterpart"] == "Jeyhun Bayramov"


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Zakir Hasanov met Hulusi Akar. He thanked Turkey.", "He", "Zakir Hasanov"),
        ("Zakir Hasanov met Hulusi Akar and thanked him.", "him", "Hulusi Akar"),
        ("Hulusi Akar came on Monday. Zakir Hasanov received him.", "him", "Hulusi Akar"),
        ("Sahiba Gafarova met Asad Qaiser. She praised the visit.", "She", "Sahiba Gafarova"),
        ("In Baku, speaker Sahiba Gafarova added her name.", "her", "Sahiba Gafarova"),
        ("Zakir Hasanov left. Ilham Aliyev sent him home. Hulusi Akar praised him.", "him", "Zakir Hasanov"),
        ("Hulusi Akar, in a good mood, sent for Zakir Hasanov. He spoke.", "He", "Hulusi Akar"),
        ("Sahiba Gafarova spoke. Leyla Orbeli and Musa Gasimli became her deputies.", "her", "Sahiba Gafarova"),
        ("Hulusi Akar, then in Ankara, was arrested; a court sentenced him.", "him", "Hulusi Akar"),
        ("Heydar Aliyev withdrew. He named his son Ilham instead.", "son Ilham", "Ilham Aliyev"),
    ],
)
def test_pronoun(text: str, word: str, name: str) -> None:
    assert named(text)[word] == name


def test_he_is_whom_the_text_is_about() -> None:
    """Persons named in passing do not take the pronouns of a portrait."""
    text = (
        "Heydar Aliyev grew up in Nakhchivan. He made a career. Leonid Brezhnev praised him. Heydar Aliyev rose. "
        "Mikhail Gorbachev had no use for him: he was retired."
    )
    assert [m.name for words, m in actors_of(text) if words in ("he", "him")] == ["Heydar Aliyev"] * 3


def test_pronoun_after_somebody_unnamed() -> None:
    assert "he" not in named("Zakir Hasanov spoke.\n\nA pensioner told how he had fled from Armenia.")


def test_surname_never_means_a_name_once_borne() -> None:
    """Abulfaz Elchibey was born Abulfaz Aliyev; a text on both says "Aliyev" of the other."""
    text = "Heydar Aliyev flew to Baku. Abulfaz Elchibey had sent for him. In June Aliyev became speaker."
    assert named(text, published="1993-06-20")["Aliyev"] == "Heydar Aliyev"


def test_double_family_name_alone() -> None:
    assert named("President Ter-Petrosyan spoke.", published="1997-03-01") == {
        "President Ter-Petrosyan": "Levon Ter-Petrosyan"
    }


def test_city_before_a_title_is_where_it_happened() -> None:
    assert "Prime Minister Shehbaz Sharif" in named("In Islamabad Prime Minister Shehbaz Sharif spoke.")


def test_sides_are_the_pair_named_before() -> None:
    text = "France protested against Azerbaijan. Peace is a matter for Baku and Yerevan. The two sides exchanged lists."
    assert group_of(text, "two sides") == ["Azerbaijan", "Armenia"]


def test_the_two_ministers_of_long_ago() -> None:
    text = "Jeyhun Bayramov and Mevlut Cavusoglu met Sergei Lavrov." + " Shells fell on the front with Iran." * 8
    assert group_of(text + " The two ministers spoke.", "ministers") == ["Jeyhun Bayramov", "Mevlut Cavusoglu"]


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Asad Qaiser and Hulusi Akar met. The Pakistani thanked his host.", "Pakistani", "Asad Qaiser"),
        ("Asad Qaiser met Hulusi Akar. The Pakistani side agreed.", "Pakistani side", "Pakistan"),
        ("Hulusi Akar came. The Turkish attacked.", "Turkish", "Turkey"),
        ("Asad Qaiser met Hulusi Akar. The Pakistani claims were heard.", "Pakistani", "Pakistan"),
    ],
)
def test_adjective_for_a_person(text: str, word: str, name: str) -> None:
    """ "The Pakistani" is the person of that country; "the Turkish" and "the Pakistani side" are not."""
    assert named(text)[word] == name


def test_men_without_an_article_are_others() -> None:
    assert not [m for _, m in actors_of("Zakir Hasanov met Hulusi Akar. He came with two men.") if m.group]


def test_her_country_is_a_state() -> None:
    found = named("Spokesperson Aisha Farooqui said that her country backs Azerbaijan.", published="2020-07-14")
    assert found["her country"] == "Pakistan"


def test_the_minister_is_the_one_on_stage() -> None:
    text = "President Ilham Aliyev received Foreign Minister Hakan Fidan. The minister spoke of trade."
    assert named(text, published="2024-06-10")["minister"] == "Hakan Fidan"


def test_adjective_alone_is_attributive_and_forces_are_their_state() -> None:
    found = dict(actors_of("Armenian forces left Azerbaijani territory."))
    assert (found["Armenian forces"].name, found["Armenian forces"].attributive) == ("Armenia", False)
    assert found["Azerbaijani"].attributive


def test_coordinated_adjectives_both_act() -> None:
    found = dict(actors_of("Azerbaijani and Armenian forces clashed."))
    assert not found["Azerbaijani"].attributive
    assert found["Armenian forces"].name == "Armenia"


def test_peacekeepers_are_a_body_of_their_own() -> None:
    assert named("The Russian peacekeepers left.")["Russian peacekeepers"] == "Russian peacekeeping forces"


def test_senate_panel_is_the_senate() -> None:
    found = named("In Pakistan the Senate's foreign relations committee passed a resolution.")
    assert found["Senate's foreign relations committee"] == "Senate of Pakistan"


def test_capitals_of_a_headline_prove_nothing() -> None:
    found = actors_of(
        "Turkish Foreign Minister Hakan Fidan arrived on Monday.",
        title="Turkish Foreign Minister Hakan Fidan Arrives for Talks on Karabakh Peace",
        published="2024-06-10",
    )
    assert {mention.name for _, mention in found if mention.kind == "person"} == {"Hakan Fidan"}


def test_all_capitals() -> None:
    found = named("SPEAKER ASAD QAISER VISITS BAKU AGAIN", published="2021-07-26")
    assert "Asad Qaiser" in found.values()


def test_plural_without_candidates_is_left_alone() -> None:
    assert actors_of("Both sides agreed. The two ministers left.") == []


def test_language_without_titles_finds_nothing() -> None:
    document = replace(a_document("Baku."), language="xx")
    assert find_actors(document, LEXICON, timexes=(), places=()) == []


def test_text_slices_are_the_surfaces() -> None:
    for surface, mention in actors_of("H.E. Mr. Ole Lund, the Ambassador of Norway, met Dr. Arif Alvi."):
        assert surface == surface.strip()
        assert mention.end > mention.start


@pytest.mark.parametrize(
    ("text", "surface", "names"),
    [
        (
            "The speakers of the three parliaments (Sahiba Gafarova, Mustafa Sentop, Asad Qaiser) met.",
            "speakers of the three parliaments",
            ["Sahiba Gafarova", "Mustafa Sentop", "Asad Qaiser"],
        ),
        (
            "The leaders of Azerbaijan and Armenia, Ilham Aliyev and Nikol Pashinyan, met with Charles Michel.",
            "leaders of Azerbaijan and Armenia",
            ["Ilham Aliyev", "Nikol Pashinyan"],
        ),
        (
            "Vladimir Putin hosted Ilham Aliyev and Nikol Pashinyan. Putin thanked both leaders.",
            "leaders",
            ["Ilham Aliyev", "Nikol Pashinyan"],
        ),
        (
            "Armenian forces shelled Azerbaijani troops. Moscow urged both sides to stop.",
            "both sides",
            ["Armenia", "Azerbaijan"],
        ),
    ],
)
def test_plural_means(text: str, surface: str, names: list[str]) -> None:
    assert group_of(text, surface) == names


def test_unclear_parties_are_left_alone() -> None:
    """Three leaders, two parties: nothing says which."""
    found = named("Vladimir Putin hosted Ilham Aliyev and Nikol Pashinyan. Putin said that the parties agreed.")
    assert "parties" not in found


def test_predicate_is_nobody_else() -> None:
    """The president of today is not the one who became president then."""
    found = named("Ayaz Mutalibov became president of Azerbaijan.")
    assert found == {"Ayaz Mutalibov": "Ayaz Mutalibov", "Azerbaijan": "Azerbaijan"}


def test_rank_leads_over_to_the_name() -> None:
    [(surface, mention)] = actors_of("Pakistan's army chief, General Asim Munir, arrived.", published="2023-11-08")
    assert surface == "Pakistan's army chief, General Asim Munir"
    assert mention.office == "Chief of Army Staff of Pakistan"


def test_abbreviation_in_brackets_belongs_to_the_title() -> None:
    found = named("Chief of Army Staff (COAS) General Asim Munir came. The COAS left.", published="2023-11-08")
    assert found["COAS"] == "Asim Munir"


def test_head_of_an_organisation_acts_for_no_state() -> None:
    [(_, mention)] = actors_of("UN Secretary-General Antonio Guterres spoke.")
    assert (mention.name, mention.country) == ("Antonio Guterres", None)


def test_unrecognised_republic() -> None:
    found = named(
        "The leader of the Karabakh Armenians signed. It ends the unrecognised republic.", published="2023-09-29"
    )
    assert found["unrecognised republic"] == "Nagorno-Karabakh"


@pytest.mark.parametrize(
    "text",
    ["General Motors grew.", "Major League Baseball began.", "President Street was closed.", "Captain Morgan sold."],
)
def test_brand_is_no_officer(text: str) -> None:
    assert actors_of(text) == []


def test_shared_surname_means_the_one_in_office() -> None:
    text = "Recep Tayyip Erdogan came with Emine Erdogan. Erdogan spoke of trade. First Lady Erdogan listened."
    found = named(text)
    assert found["Erdogan"] == "Recep Tayyip Erdogan"
    assert found["First Lady Erdogan"] == "Emine Erdogan"


def test_given_name_behind_a_title() -> None:
    assert named("PM Shehbaz left.", published="2025-02-24")["PM Shehbaz"] == "Shehbaz Sharif"


def test_counterpart_without_a_side() -> None:
    text = "Khawaja Asif received Zakir Hasanov. The Azerbaijani minister invited his counterpart."
    assert named(text, published="2023-03-22")["counterpart"] == "Khawaja Asif"


def test_envoy_is_the_one_posted_to_the_other_country() -> None:
    text = "General Asim Munir met the Azerbaijani ambassador in Pakistan's capital."
    assert named(text, published="2023-11-06")["Azerbaijani ambassador"] == "Khazar Farhadov"


def test_guest_is_of_the_other_side() -> None:
    text = "Khawaja Asif received Zakir Hasanov. The Pakistani side briefed the guest."
    assert named(text, published="2023-03-22")["guest"] == "Zakir Hasanov"


def test_the_delegation_is_the_one_that_came() -> None:
    text = "An Azerbaijani delegation came to Pakistan. The delegation visited a school."
    assert named(text)["delegation"] == "Azerbaijan"
