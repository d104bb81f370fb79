"""Profiles: columns of other people's files to fields; what has no meaning is counted, never guessed."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from connector.errors import PartiesRefusedError
from connector.intake import Unmapped, load_profile, profile_names, read_offers, read_startups
from connector.intake.fields import fields_of
from connector.intake.profiles import Profile
from connector.parties import Parties, Place

if TYPE_CHECKING:
    from pathlib import Path

SIDES = [(side, name) for side in ("startups", "offers") for name in profile_names(side)]
TITLE = {"en": "A", "fr": "A"}
YC = (
    "Company",
    "Satus",
    "Year Founded",
    "Description",
    "Categories",
    "Headquarters (City)",
    "Headquarters (Country)",
)


@pytest.mark.parametrize(("side", "name"), SIDES)
def test_every_profile_means_things_that_exist(side: Any, name: str) -> None:  # noqa: ANN401
    profile = load_profile(side, name)
    for field, takes in profile.takes.items():
        for take in takes:
            for meant in (*take.values.values(), *take.patterns.values()):
                if meant:
                    fields_of(side)[field].read(meant)


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({"fields": {"shoe_size": [{"column": "A"}]}}, "startups have no field 'shoe_size'"),
        ({"fields": {"id": [{"column": "A"}]}}, "every party needs an id and a name"),
        ({"own_names": True, "title": {"en": "A"}}, "say it in en and fr"),
        (
            {"own_names": True, "fields": {"sectors": [{"column": "A", "patterns": {"(": ["food"]}}]}},
            "unterminated",
        ),
        (
            {
                "own_names": True,
                "fields": {"sectors": [{"column": "A", "values": {"E-mail": ["food"], "e mail": []}}]},
            },
            "two of the values of 'A' read the same",
        ),
    ],
)
def test_a_profile_that_contradicts_itself_is_refused(entries: dict[str, Any], told: str) -> None:
    with pytest.raises((ValidationError, Exception), match=told):
        Profile(name="x", side="startups", source="", licence="", **{"title": TITLE, **entries})


def yc(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "Startups.csv"
    lines = [YC, *rows]
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in line) for line in lines) + "\n")
    return path


def test_categories_lead_to_sectors_and_those_without_one_are_counted(tmp_path: Path) -> None:
    path = yc(
        tmp_path,
        ("A", "Operating", "2010.0", "Games.", "Games, Mobile", "Paris", "France"),
        ("B", "Dead", "", "", "Games, Mobile", "", ""),
        ("C", "Exited", "", "", "", "", ""),
        ("D", "Operating", "", "", "Hardware + Software,World Domination", "Austin", "USA"),
    )
    reading = read_startups(path, "yc")
    assert [(party.id, set(party.sectors)) for party in reading.parties] == [
        ("A", {"games"}),
        ("D", {"software", "electronics"}),
    ]
    assert reading.parties[1].place == Place(city="Austin", country="US")
    assert reading.parties[0].text == "Games.\nGames, Mobile"
    assert reading.ended == {"Dead": 1, "Exited": 1}
    assert reading.unmapped == (
        Unmapped("Categories", "Mobile", 2),
        Unmapped("Categories", "World Domination", 1),
    )


def test_a_year_alone_is_counted_and_no_day_is_supposed(tmp_path: Path) -> None:
    reading = read_startups(yc(tmp_path, ("A", "Operating", "2010.0", "", "", "", "")), "yc")
    assert reading.parties[0].founded is None
    assert reading.untaken == {"Year Founded": 1}


def test_a_status_that_the_profile_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PartiesRefusedError) as refusal:
        read_startups(yc(tmp_path, ("A", "Asleep", "", "", "", "", "")), "yc")
    (fault,) = refusal.value.faults
    assert (fault.place, fault.remedy) == ("row 2, column Satus", "Known: Operating, Exited, Dead.")


def accelerator(folder: Path, **entries: str) -> Path:
    known = {"Name": "A", "Status": "Active", "Areas of Interest": "", "Funding": "", "Education": "",
             "Office space": "", "Pitch day": "", "Accelerator locations": "", "Goal": ""}  # fmt: skip
    text = json.dumps(known | {key.replace("_", " "): entry for key, entry in entries.items()})
    path = folder / "Accelerators.json"
    # the source writes the key NAICS twice
    path.write_text(f'[{text[:-1]}, "NAICS": "Insurance Carriers", "NAICS": 5241}}]')
    return path


def test_of_a_key_that_stands_twice_both_entries_are_read(tmp_path: Path) -> None:
    (party,) = read_offers(accelerator(tmp_path), "corporate-accelerators").parties
    assert party.sectors == {"insurance"}


def test_the_industry_of_the_company_stands_in_only_where_no_field_is_named(tmp_path: Path) -> None:
    path = accelerator(tmp_path, Areas_of_Interest="Healthtech and wearables")
    (party,) = read_offers(path, "corporate-accelerators").parties
    assert party.sectors == {"digital_health", "connected_things"}


@pytest.mark.parametrize(
    ("entries", "needs"),
    [
        ({"Funding": "$20K"}, {"finance"}),
        ({"Funding": "Up to 50K EUR"}, {"finance"}),
        ({"Funding": "No"}, set()),
        ({"Funding": "No, but $15K for expenses"}, set()),
        ({"Funding": "Flexible"}, set()),
        ({"Education": "Yes, mentors and workshops"}, {"coaching", "business_skills"}),
        ({"Education": "mentors?"}, set()),
        ({"Office_space": "Yes, but to be paid"}, {"space"}),
        ({"Office_space": ", Likely"}, set()),
        ({"Pitch_day": "Yes"}, {"networks"}),
        ({"Pitch_day": "Internal jury"}, set()),
    ],
)
def test_a_need_is_met_only_where_the_source_says_yes(
    tmp_path: Path, entries: dict[str, str], needs: set[str]
) -> None:
    (party,) = read_offers(accelerator(tmp_path, **entries), "corporate-accelerators").parties
    assert set(party.needs) == needs


def test_places_are_cities_with_their_countries(tmp_path: Path) -> None:
    path = accelerator(tmp_path, Accelerator_locations="Toulouse, France / Hamburg, Germany")
    (party,) = read_offers(path, "corporate-accelerators").parties
    assert party.places == (Place(city="Toulouse", country="FR"), Place(city="Hamburg", country="DE"))
    path = accelerator(tmp_path, Accelerator_locations="Remote + San Francisco, USA")
    (party,) = read_offers(path, "corporate-accelerators").parties
    assert (party.places, party.accessibility) == ((Place(city="San Francisco", country="US"),), {"remote"})


@pytest.mark.parametrize(
    ("status", "is_open"),
    [("Active", True), ("Inactive", False), ("Replaced", False), ("Unclear", None), ("", None)],
)
def test_the_status_of_a_programme_says_whether_it_is_open(
    tmp_path: Path,
    status: str,
    is_open: bool | None,  # noqa: FBT001 - a parameter of the test
) -> None:
    (party,) = read_offers(accelerator(tmp_path, Status=status), "corporate-accelerators").parties
    assert party.is_open is is_open


@pytest.mark.data
def test_the_startups_of_y_combinator_are_read(data: Path) -> None:
    reading = read_startups(data / "yc_2005_2014" / "Startups.csv", "yc")
    assert (reading.records, len(reading.parties)) == (688, 523)
    assert reading.ended == {"Dead": 85, "Exited": 80}
    assert reading.unmapped[0] == Unmapped("Categories", "Mobile", 70)
    assert sum(bool(party.sectors) for party in reading.parties) == 393
    assert Counter(party.place.country for party in reading.parties if party.place)["US"] > 300


@pytest.mark.data
def test_the_corporate_accelerators_are_read(data: Path) -> None:
    path = data / "corporate_accelerators_2015" / "Accelerators.json"
    reading = read_offers(path, "corporate-accelerators")
    assert reading.records == len(reading.parties) == 64
    assert Counter(party.is_open for party in reading.parties) == {True: 49, None: 8, False: 7}
    assert reading.unmapped == ()
    assert [party.name for party in reading.parties if not party.sectors] == []
    by_name = {party.name: party for party in reading.parties}
    assert by_name["Airbus BizLab"].sectors == {"artificial_intelligence", "vehicles"}
    assert [place.country for place in by_name["Airbus BizLab"].places] == ["FR", "DE", "IN"]
    assert Parties((), reading.parties).offers == reading.parties
