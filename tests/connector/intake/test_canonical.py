"""The canonical format: what is written is read, in CSV as in JSON, and what is not stated stays unknown."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.intake import profile_names, read_offers, read_startups
from connector.intake.fields import fields_of
from connector.parties import (
    Amount,
    Connector,
    Declaration,
    EntryRules,
    Funder,
    Permission,
    Place,
    Service,
    StartUp,
    Use,
)
from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FULL = StartUp(
    id="1",
    name="Baobab, Ltd",
    sectors=frozenset({"food_products", "online_trade"}),
    stage="pre_start",
    place=Place(country="FR", city="Lyon", latitude=45.764, longitude=4.8357),
    founded=date(2024, 5, 2),
    team_size=3,
    languages={"fr": "C1", "ar": "C2", "prs": "B2"},
    is_registered=False,
    may_register=Permission.NOT_YET,
    markets_known=frozenset({"SN", "FR"}),
    markets_sought=frozenset({"DE"}),
    needs={"finance": 5, "coaching": 3},
    offers=frozenset({"local_context"}),
    ticket=Amount(value=20000.5, currency="EUR"),
    available_from=date(2026, 9, 1),
    text="We dry fruit.\nAnd sell it.",
    declared=Declaration(
        under_represented=True,
        backgrounds=frozenset({"senegal"}),
        groups={"gender": "women"},
        uses=frozenset({Use.PAIRS, Use.AUDIT}),
    ),
)
FULL_ROW = {
    "id": "1", "name": "Baobab, Ltd", "sectors": "food_products|Online trade", "stage": "Pre-start",
    "city": "Lyon", "country": "France", "latitude": "45,764", "longitude": "4.8357", "founded": "2024-05-02",
    "team_size": "3", "languages": "fr:C1|AR:c2|prs:B2", "is_registered": "no", "may_register": "not yet",
    "markets_known": "SN|FR", "markets_sought": "Allemagne", "needs": "finance:5|Coaching and mentoring:3",
    "offers": "local_context", "ticket": "20000,5", "ticket_currency": "eur", "available_from": "2026-09-01",
    "text": "We dry fruit.\nAnd sell it.", "declared_under_represented": "oui",
    "declared_backgrounds": "Senegal", "declared_groups": "gender:women", "declared_uses": "pairs|audit",
}  # fmt: skip

OFFERS = (
    Connector(
        id="hub",
        name="Hub",
        needs={"finance": frozenset({"start_up", "growth"}), "coaching": frozenset()},
        stages=frozenset({"idea"}),
        languages={"fr": "B2"},
        places=(
            Place(city="Lyon", country="FR", latitude=45.76, longitude=4.84),
            Place(city="Paris", country="FR"),
        ),
        capacity=12,
        opens=date(2026, 1, 1),
        closes=date(2026, 4, 1),
        is_open=True,
        accessibility=frozenset({"step_free"}),
        price=Amount(value=50, currency="EUR"),
        label_level=2,
        rules=EntryRules(
            stages=frozenset({"idea", "pre_start"}),
            sectors=frozenset({"food"}),
            countries=frozenset({"FR"}),
            radius_km=30,
            languages={"fr": "B1"},
            must_be_registered=False,
            must_be_allowed_to_register=True,
            smallest_team=1,
            largest_team=9,
            youngest_months=0,
            oldest_months=36,
        ),
        text="We open doors.",
    ),
    Funder(
        id="bank",
        name="Bank",
        instrument="microcredit",
        smallest_ticket=500,
        largest_ticket=12000,
        currency="EUR",
    ),
    Service(id="acc", name="Accountant", languages={"ar": "C2"}),
)
OFFER_ROWS = (
    {
        "kind": "connector", "id": "hub", "name": "Hub", "needs": "finance@start_up+growth|coaching",
        "stages": "idea", "languages": "fr:B2", "places": "Lyon:FR:45.76:4.84|Paris, France",
        "capacity": "12",
        "opens": "2026-01-01", "closes": "2026-04-01", "is_open": "yes",
        "accessibility": "step free",
        "price": "50", "price_currency": "EUR", "label_level": "2", "rule_stages": "idea|pre_start",
        "rule_sectors": "food", "rule_countries": "FR", "rule_radius_km": "30", "rule_languages": "fr:B1",
        "rule_must_be_registered": "no", "rule_must_be_allowed_to_register": "yes", "rule_smallest_team": "1",
        "rule_largest_team": "9", "rule_youngest_months": "0", "rule_oldest_months": "36",
        "text": "We open doors.",
    },
    {
        "kind": "funder", "id": "bank", "name": "Bank", "instrument": "microcredit",
        "smallest_ticket": "500", "largest_ticket": "12000", "currency": "EUR",
    },
    {"kind": "service", "id": "acc", "name": "Accountant", "languages": "ar:C2"},
)  # fmt: skip


def table(*rows: Mapping[str, str], delimiter: str = ",") -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def written(folder: Path, text: str | bytes, name: str = "parties.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_field_of_a_startup_is_read_from_a_table(tmp_path: Path) -> None:
    assert set(FULL_ROW) == set(fields_of("startups"))
    assert read_startups(written(tmp_path, table(FULL_ROW))).parties == (FULL,)


def test_every_field_of_an_offer_is_read_from_a_table(tmp_path: Path) -> None:
    assert {column for row in OFFER_ROWS for column in row} | {"sectors"} == set(fields_of("offers"))
    assert read_offers(written(tmp_path, table(*OFFER_ROWS))).parties == OFFERS


def test_json_has_the_names_of_the_records(tmp_path: Path) -> None:
    startups = written(tmp_path, json.dumps([FULL.model_dump(mode="json")]), "s.json")
    offers = written(tmp_path, json.dumps([offer.model_dump(mode="json") for offer in OFFERS]), "o.json")
    assert read_startups(startups).parties == (FULL,)
    assert read_offers(offers).parties == OFFERS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_may_be_delimited_and_encoded_as_spreadsheets_do(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    text = table(FULL_ROW, delimiter=delimiter)
    assert read_startups(written(tmp_path, text.encode(encoding))).parties == (FULL,)


def test_what_is_not_stated_stays_unknown(tmp_path: Path) -> None:
    empty = dict.fromkeys(FULL_ROW, "") | {"id": "1", "name": "A"}
    assert read_startups(written(tmp_path, table(empty))).parties == (StartUp(id="1", name="A"),)


def test_columns_are_found_whatever_their_capitals(tmp_path: Path) -> None:
    assert read_startups(written(tmp_path, "ID,Name,Team_Size\n1,A,4\n")).parties[0].team_size == 4


def test_blank_rows_and_empty_columns_at_the_end_are_passed_over(tmp_path: Path) -> None:
    reading = read_startups(written(tmp_path, "id,name,,\n\n1,A,,\n,,,\n2,B,,\n"))
    assert [party.id for party in reading.parties] == ["1", "2"]
    assert reading.records == 2


def test_both_sides_have_the_canonical_profile() -> None:
    assert "canonical" in profile_names("startups")
    assert "canonical" in profile_names("offers")


@given(
    st.dictionaries(st.sampled_from(taxonomy("needs").codes), st.integers(1, 5)),
    st.frozensets(st.sampled_from(taxonomy("sectors").codes)),
    st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40).filter(str.strip),
)
def test_a_profile_survives_being_written_and_read(
    tmp_path_factory: pytest.TempPathFactory, needs: dict[str, int], sectors: frozenset[str], name: str
) -> None:
    row = {
        "id": "x",
        "name": name,
        "needs": "|".join(f"{need}:{urgency}" for need, urgency in needs.items()),
        "sectors": "|".join(sectors),
    }
    read = read_startups(written(tmp_path_factory.mktemp("law"), table(row))).parties
    assert read == (StartUp(id="x", name=name, needs=needs, sectors=sectors),)
