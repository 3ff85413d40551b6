"""The who's who: ids that lead somewhere, terms that do not contradict each other, facts that hold."""

import re
from datetime import date
from itertools import combinations

import pytest

from pipeline.core.errors import LexiconError
from pipeline.core.text import slug
from pipeline.lexicon.actors import Actors, OfficeTerm, load_actors, parse_bound
from pipeline.lexicon.load import SHIPPED, Lexicon, load_lexicon

# ISO 3166-1 alpha-3 of the members of the United Nations.
UN_MEMBERS = re.findall(
    "[A-Z]{3}",
    """
AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN
BWA CAF CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP
EST ETH FIN FJI FRA FSM GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ
ISL ISR ITA JAM JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAR MCO
MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MOZ MRT MUS MWI MYS NAM NER NGA NIC NLD NOR NPL NRU NZL OMN PAK
PAN PER PHL PLW PNG POL PRK PRT PRY QAT ROU RUS RWA SAU SDN SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK
SVN SWE SWZ SYC SYR TCD TGO THA TJK TKM TLS TON TTO TUN TUR TUV TZA UGA UKR URY USA UZB VCT VEN VNM VUT WSM
YEM ZAF ZMB ZWE
""",
)


@pytest.fixture(scope="module")
def actors() -> Actors:
    return load_actors(load_lexicon())


def test_every_member_of_the_united_nations_is_there(actors: Actors) -> None:
    assert len(UN_MEMBERS) == 193
    assert set(UN_MEMBERS) <= set(actors.states_by_iso3)
    assert {"XKX", "PSE", "TWN", "VAT"} <= set(actors.states_by_iso3)


def test_state_ids_are_iso_codes_in_lower_case(actors: Actors) -> None:
    for state in actors.states.values():
        assert state.kind in {"state", "former", "de_facto"}
        assert state.id.startswith("x") or state.iso3 is None or state.id == state.iso3.lower()


def test_every_state_has_names_and_capitals_are_places(actors: Actors) -> None:
    places = {row["id"] for row in load_lexicon().table("common/places.csv")}
    for state in actors.states.values():
        assert state.name in actors.state_names["en"][state.id].names
        assert state.capital in places


def test_ids_of_persons_and_organisations_are_slugs_of_plain_names(actors: Actors) -> None:
    for record in (*actors.persons.values(), *actors.organisations.values()):
        assert record.id == slug(record.name)
        assert record.name.isascii()


def test_closed_lists(actors: Actors) -> None:
    kinds = {"government", "military", "organisation", "armed_group", "company", "body"}
    assert {organisation.kind for organisation in actors.organisations.values()} <= kinds
    assert {person.sex for person in actors.persons.values()} <= {"m", "f", ""}
    records = (*actors.states.values(), *actors.persons.values(), *actors.organisations.values())
    ids = [record.wikidata for record in records if record.wikidata]
    assert all(re.fullmatch(r"Q[1-9]\d*", wikidata) for wikidata in ids)
    assert len(ids) == len(set(ids))


def test_countries_are_known(actors: Actors) -> None:
    for record in (*actors.persons.values(), *actors.organisations.values()):
        assert record.country is None or record.country in actors.states_by_iso3


def test_offices_and_parents_lead_somewhere(actors: Actors) -> None:
    holders = actors.states.keys() | actors.organisations.keys()
    for office in actors.offices.values():
        assert office.holder_of in holders
        assert office.to is None or office.to in holders
        assert office.title and re.fullmatch(r"[a-z_]+", office.role)
    for organisation in actors.organisations.values():
        assert organisation.parent is None or organisation.parent in actors.organisations


def test_no_name_means_two_organisations_or_persons(actors: Actors) -> None:
    owners: dict[str, str] = {}
    for entry in actors.organisation_names["en"].values():
        for name in entry.strong:
            assert owners.setdefault(name, entry.organisation) == entry.organisation
    assert [name for name, persons in actors.persons_by_name.items() if len(persons) > 1] == []


def test_no_two_persons_surely_hold_an_office_at_once(actors: Actors) -> None:
    for office, terms in actors.terms_by_office.items():
        if not actors.offices[office].collegial:
            for one, other in combinations(terms, 2):
                assert one.person == other.person or not _overlap(one, other), (office, one, other)


def _overlap(one: OfficeTerm, other: OfficeTerm) -> bool:
    latest_start = max(t.start.end if t.start else date.min for t in (one, other))
    earliest_end = min(t.end.start if t.end else date.max for t in (one, other))
    return latest_start < earliest_end


@pytest.mark.parametrize(
    ("office", "day", "name"),
    [
        ("aze-president", "1992-04-10", "Yagub Mammadov"),
        ("aze-president", "1992-10-01", "Abulfaz Elchibey"),
        ("aze-president", "1994-05-12", "Heydar Aliyev"),
        ("aze-president", "2020-11-10", "Ilham Aliyev"),
        ("aze-foreign-minister", "2020-07-15", "Elmar Mammadyarov"),
        ("aze-foreign-minister", "2020-07-16", "Jeyhun Bayramov"),
        ("aze-defence-minister", "1994-05-09", "Mammadrafi Mammadov"),
        ("aze-chief-of-staff", "2016-04-05", "Najmaddin Sadigov"),
        ("aze-speaker", "2020-03-10", "Sahiba Gafarova"),
        ("pak-president", "2024-03-11", "Asif Ali Zardari"),
        ("pak-prime-minister", "1995-10-09", "Benazir Bhutto"),
        ("pak-prime-minister", "2023-09-20", "Anwaar-ul-Haq Kakar"),
        ("pak-prime-minister", "2025-05-28", "Shehbaz Sharif"),
        ("pak-foreign-minister", "2023-09-01", "Jalil Abbas Jilani"),
        ("pak-foreign-minister", "2020-10-01", "Shah Mahmood Qureshi"),
        ("pak-army-chief", "2020-10-01", "Qamar Bajwa"),
        ("pak-joint-chiefs-chairman", "2018-01-01", "Zubair Hayat"),
        ("pak-senate-chairman", "2019-06-01", "Sadiq Sanjrani"),
        ("pak-speaker", "2021-07-01", "Asad Qaiser"),
        ("pak-defence-minister", "2020-01-01", "Pervez Khattak"),
        ("arm-prime-minister", "2020-11-10", "Nikol Pashinyan"),
        ("arm-president", "1994-05-12", "Levon Ter-Petrosyan"),
        ("arm-foreign-minister", "2020-10-30", "Zohrab Mnatsakanyan"),
        ("xnk-president", "2023-09-28", "Samvel Shahramanyan"),
        ("xnk-president", "2020-10-01", "Arayik Harutyunyan"),
        ("tur-foreign-minister", "2021-01-13", "Mevlut Cavusoglu"),
        ("tur-speaker", "2021-07-27", "Mustafa Sentop"),
        ("rus-president", "1994-05-12", "Boris Yeltsin"),
        ("rus-president", "2020-11-10", "Vladimir Putin"),
        ("sun-president", "1991-12-01", "Mikhail Gorbachev"),
        ("irn-president", "2024-06-01", "Mohammad Mokhber"),
        ("geo-president", "2008-08-08", "Mikheil Saakashvili"),
        ("ind-prime-minister", "2000-01-01", "Atal Bihari Vajpayee"),
        ("usa-president", "1993-01-20", "Bill Clinton"),
        ("usa-foreign-minister", "2023-09-20", "Antony Blinken"),
        ("fra-president", "2020-11-10", "Emmanuel Macron"),
        ("un-secretary-general", "2020-10-01", "Antonio Guterres"),
        ("oic-secretary-general", "2010-01-01", "Ekmeleddin Ihsanoglu"),
        ("eu-council-president", "2022-10-06", "Charles Michel"),
        ("sco-secretary-general", "2024-07-04", "Zhang Ming"),
        ("kgz-speaker", "1994-05-05", None),
    ],
)
def test_holder_on_a_day(actors: Actors, office: str, day: str, name: str | None) -> None:
    holder = actors.holder(office, date.fromisoformat(day))
    if name is None:  # the term is known by the year only, and nobody else is known
        assert holder is not None
    else:
        assert holder is not None and holder.name == name


@pytest.mark.parametrize(
    ("person", "day", "title"),
    [
        ("ilham-aliyev", "2003-09-01", "Prime Minister of Azerbaijan"),
        ("ishaq-dar", "2025-09-01", "Foreign Minister of Pakistan"),
        ("ishaq-dar", "2023-01-10", "Finance Minister of Pakistan"),
        ("hikmat-hajiyev", "2016-04-02", "Spokesperson of the Foreign Ministry of Azerbaijan"),
        ("mehriban-aliyeva", "2010-01-01", "First Lady of Azerbaijan"),
        ("mehriban-aliyeva", "2020-01-01", "First Vice President of Azerbaijan"),
        ("khazar-farhadov", "2024-02-26", "Ambassador of Azerbaijan to Pakistan"),
        ("mevlut-cavusoglu", "2011-01-01", "President of the Parliamentary Assembly of the Council of Europe"),
    ],
)
def test_office_of_a_person_on_a_day(actors: Actors, person: str, day: str, title: str) -> None:
    office = actors.office_of(person, date.fromisoformat(day))
    assert office is not None and office.title == title


@pytest.mark.parametrize("name", ["Ceyhun Bayramov", "JEYHUN BAYRAMOV", "jeyhun bayramov"])
def test_persons_are_found_in_any_spelling(actors: Actors, name: str) -> None:
    assert [person.name for person in actors.persons_named(name)] == ["Jeyhun Bayramov"]


@pytest.mark.parametrize(
    ("word", "state"),
    [("Türkiye", "tur"), ("Azeri", "aze"), ("Islamabad", "pak"), ("Artsakh", "xnk"), ("US", "usa"), ("us", None)],
)
def test_states_are_found_by_what_english_calls_them(actors: Actors, word: str, state: str | None) -> None:
    found = actors.state_called(word)
    assert (found.id if found else None) == state


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("OIC", "Organisation of Islamic Cooperation"),
        ("Azerbaijani parliament", "Milli Majlis"),
        ("Russian peacekeepers", "Russian peacekeeping forces"),
        ("Minsk Group", "OSCE Minsk Group"),
        ("Turkic Council", "Organization of Turkic States"),
    ],
)
def test_organisations_are_found_by_strong_names(actors: Actors, name: str, canonical: str) -> None:
    found = actors.organisation_called(name)
    assert found is not None and found.name == canonical


def test_offices_are_found_by_role_and_receiving_state(actors: Actors) -> None:
    office = actors.find_office("aze", "ambassador", to="pak")
    assert office is not None and office.title == "Ambassador of Azerbaijan to Pakistan"
    assert actors.find_office("aze", "ambassador", to="nru") is None


def test_a_coarse_handover_gives_no_holder(actors: Actors) -> None:
    assert actors.holder("arm-first-secretary", date(1990, 4, 20)) is None


def test_every_person_has_an_office_or_a_note(actors: Actors) -> None:
    for person in actors.persons.values():
        assert person.note or actors.terms_by_person.get(person.id), person.id


def test_coverage(actors: Actors) -> None:
    """The tables must not shrink unnoticed."""
    assert len(actors.persons) > 1300
    assert len(actors.terms) > 1700
    assert len(actors.organisations) > 350


@pytest.mark.parametrize("text", ["2020-13", "2020-02-30", "20 May 2020", "2020-1"])
def test_a_bad_date_says_what_to_write(text: str) -> None:
    with pytest.raises(LexiconError, match="Write 2020-07-16"):
        parse_bound(text, "common/office_terms.csv:7")


def test_a_term_of_an_unknown_person_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "common"
    folder.mkdir()
    row = "t,nobody,aze-president,2020,,\n"
    (folder / "office_terms.csv").write_text("id,person,office,start,end,acting\n" + row, encoding="utf-8")
    with pytest.raises(LexiconError, match="nobody"):
        load_actors(Lexicon((SHIPPED, tmp_path)))
