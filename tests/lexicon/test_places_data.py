"""The gazetteer: a wrong row puts an event on the wrong spot of the map, or in the wrong country."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline.core.errors import LexiconError
from pipeline.core.text import fold, slug, to_ascii
from pipeline.lexicon.load import load_lexicon
from pipeline.lexicon.places import load_places, split_list

LEXICON = load_lexicon()
PLACES = load_places(LEXICON)
BOXES = Path(__file__).parent / "country_boxes.csv"
# Found twice or more in the world: a country or a place before decides.
SHARED = {"aghdam", "astara", "hyderabad", "martuni", "tripoli", "cambridge", "qiz qalasi"}


def read_boxes() -> dict[str, tuple[float, float, float, float]]:
    lines = [line for line in BOXES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {
        row["country"]: (float(row["south"]), float(row["west"]), float(row["north"]), float(row["east"]))
        for row in csv.DictReader(lines)
    }


def test_ids_and_canonical_names_are_plain() -> None:
    for place in PLACES.by_id.values():
        assert place.id == slug(place.id)
        assert place.name == to_ascii(place.name).strip() != ""
        assert not {"=", "#", "|"} & set(place.name + "".join(place.aliases))


def test_coordinates_lie_in_the_country() -> None:
    boxes = read_boxes()
    for place in PLACES.by_id.values():
        if place.country in boxes and place.latitude is not None and place.longitude is not None:
            south, west, north, east = boxes[place.country]
            assert south <= place.latitude <= north, place
            assert west <= place.longitude <= east, place


def test_latitude_and_longitude_come_together() -> None:
    assert all((p.latitude is None) == (p.longitude is None) for p in PLACES.by_id.values())


def test_countries_have_coordinates_and_one_row_each() -> None:
    countries = [place for place in PLACES.by_id.values() if place.kind == "country" and place.country]
    assert len({place.country for place in countries}) == len(countries) >= 195
    assert all(place.latitude is not None for place in countries)


def test_a_place_lies_in_the_country_of_its_parent() -> None:
    for place in PLACES.by_id.values():
        for parent in PLACES.ancestors(place.id):
            assert parent.country in (place.country, None), place


def test_a_venue_lies_near_its_town() -> None:
    for place in PLACES.by_id.values():
        parent = PLACES.by_id.get(place.parent or "")
        if place.kind != "venue" or parent is None or parent.kind not in ("city", "town", "village"):
            continue
        if place.latitude is not None and parent.latitude is not None:
            assert place.longitude is not None and parent.longitude is not None
            assert abs(place.latitude - parent.latitude) < 0.6, place
            assert abs(place.longitude - parent.longitude) < 0.6, place


def test_every_capital_is_there() -> None:
    missing = {row["capital"] for row in LEXICON.table("common/states.csv") if row["capital"] not in PLACES.by_id}
    assert missing - {""} == set()


def test_names_that_two_places_share_are_known() -> None:
    owners: dict[str, set[str]] = {}
    for name in PLACES.names("en"):
        if name.is_strong:
            owners.setdefault(" ".join(fold(name.text).replace("-", " ").split()), set()).add(name.place.id)
    assert {text for text, ids in owners.items() if len(ids) > 1} <= SHARED


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Shushi", "shusha"),
        ("Şuşa", "shusha"),
        ("Stepanakert", "khankendi"),
        ("Xankəndi", "khankendi"),
        ("Kelbajar", "kalbajar"),
        ("Karvachar", "kalbajar"),
        ("Martakert", "aghdara"),
        ("Mardakert", "aghdara"),
        ("Martuni", "khojavend"),
        ("Berdzor", "lachin"),
        ("Aghdam", "agdam"),
        ("Akna", "agdam"),
        ("Kubatly", "gubadli"),
        ("Fizuli", "fuzuli"),
        ("Varanda", "fuzuli"),
        ("Ivanyan", "khojaly"),
        ("Madagiz", "sugovushan"),
        ("Karabakh", "nagorno-karabakh"),
        ("Artsakh", "nagorno-karabakh"),
        ("Türkiye", "turkey"),
        ("Zagulba", "zugulba"),
        ("Kiev", "kyiv"),
        ("Makkah", "mecca"),
        ("28 May Street", "28-may-street"),
        ("Chaklala Airbase", "nur-khan-airbase"),
        ("Minar-i-Pakistan", "minar-e-pakistan"),
        ("Line of Control", "line-of-control"),
    ],
)
def test_every_spelling_leads_to_one_place(name: str, place_id: str) -> None:
    assert place_id in {found.place.id for found in PLACES.names("en") if found.text == name}


@pytest.mark.parametrize(
    ("place_id", "holders"),
    [
        ("alley-of-martyrs", ["baku", "azerbaijan"]),
        ("fuzuli-international-airport", ["fuzuli", "karabakh-economic-region", "azerbaijan"]),
        ("kalbajar", ["eastern-zangezur", "azerbaijan"]),
        ("shusha", ["nagorno-karabakh", "azerbaijan"]),
        ("national-library-of-pakistan", ["islamabad", "pakistan"]),
        ("faisal-mosque", ["islamabad", "pakistan"]),
        ("paf-base-mushaf", ["sargodha", "punjab", "pakistan"]),
        ("un-headquarters", ["new-york", "united-states"]),
        ("palais-des-nations", ["geneva", "switzerland"]),
        ("dolmabahce-palace", ["istanbul", "turkey"]),
        ("jermuk", ["vayots-dzor", "armenia"]),
        ("south-caucasus", []),
    ],
)
def test_a_place_knows_what_holds_it(place_id: str, holders: list[str]) -> None:
    assert [place.id for place in PLACES.ancestors(place_id)] == holders


@pytest.mark.parametrize(
    ("place_id", "latitude", "longitude"),
    [
        ("baku", 40.41, 49.87),
        ("khankendi", 39.82, 46.75),
        ("shusha", 39.76, 46.75),
        ("lachin", 39.64, 46.55),
        ("kalbajar", 40.10, 46.04),
        ("agdam", 39.99, 46.93),
        ("tovuz", 40.99, 45.63),
        ("islamabad", 33.69, 73.06),
        ("yerevan", 40.18, 44.51),
        ("ankara", 39.93, 32.85),
        ("tianjin", 39.13, 117.20),
        ("niamey", 13.51, 2.11),
        ("muzaffarabad", 34.37, 73.47),
    ],
)
def test_coordinates_are_right(place_id: str, latitude: float, longitude: float) -> None:
    place = PLACES.by_id[place_id]
    assert place.latitude == pytest.approx(latitude, abs=0.06)
    assert place.longitude == pytest.approx(longitude, abs=0.06)


def test_a_name_that_is_also_a_word_is_weak() -> None:
    strong = {(name.text, name.is_strong) for name in PLACES.names("en")}
    assert {("Nice", False), ("Kremlin", False), ("Male", False), ("Baku", True), ("Malé", False)} <= strong


def test_children_and_containment() -> None:
    assert {"lachin", "kalbajar", "zangilan", "gubadli", "jabrayil"} <= {
        place.id for place in PLACES.children("eastern-zangezur")
    }
    assert PLACES.is_within("hadrut", "nagorno-karabakh")
    assert PLACES.is_within("baku", "baku")
    assert not PLACES.is_within("baku", "pakistan")
    assert PLACES.by_id["baku"].place_id == "p-baku"


def test_every_language_has_the_canonical_names() -> None:
    assert ("Baku", True) in {(name.text, name.is_strong) for name in PLACES.names("xx")}


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("atown,Atown,hamlet,,,,,,", "kind 'hamlet'"),
        ("atown,Atown,town,,95,10,,,", "latitude '95'"),
        ("atown,Atown,town,,x,10,,,", "latitude 'x'"),
        ("atown,Atown,town,,,,nowhere,,", "parent 'nowhere'"),
        ("atown,Atown,town,,,,atown,,", "lies in itself"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, row: str, complaint: str) -> None:
    (tmp_path / "common").mkdir()
    header = "id,name,kind,country,latitude,longitude,parent,wikidata,aliases"
    (tmp_path / "common" / "places.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=complaint):
        load_places(load_lexicon(tmp_path))


def test_names_of_an_unknown_place_are_named(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "places.csv").write_text("id,place,names\nx,atlantis,Atlantis\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="atlantis"):
        load_places(load_lexicon(tmp_path))


def test_a_user_adds_a_place_without_touching_code(tmp_path: Path) -> None:
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "places.csv").write_text(
        "id,name,kind,country,latitude,longitude,parent,wikidata,aliases\n"
        "newtown,Newtown,town,AZE,40.0,47.0,azerbaijan,,Yenişəhər\n",
        encoding="utf-8",
    )
    places = load_places(load_lexicon(tmp_path))
    assert [place.id for place in places.ancestors("newtown")] == ["azerbaijan"]
    assert "Yenişəhər" in {name.text for name in places.names("en")}


def test_a_list_in_a_cell() -> None:
    assert split_list(" a; b ;;c") == ("a", "b", "c")
