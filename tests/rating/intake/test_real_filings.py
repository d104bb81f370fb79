"""The real public filings: what must come out of each, read from the files as they were published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from rating.intake import load_profile, read_headcounts
from tests.builders import read_csv

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.data


def test_eeo1_counts_everybody_once(data: Path) -> None:
    path = data / "eeo1_reveal" / "Reveal_EEO1_for_2016.csv"
    (headcount,) = read_headcounts([path], load_profile("eeo1")).headcounts
    totals = {
        row["company"]: float(row["count"])
        for row in read_csv(path)
        if row["race"] == "Overall_totals" and row["job_category"] == "Totals"
    }
    assert len(headcount.companies) == 25
    for code in ("gender", "origin"):
        people = headcount.cubes[code].counts.sum(axis=(1, 2))
        found = {company.name: count for company, count in zip(headcount.companies, people, strict=True)}
        assert found == totals


@pytest.mark.parametrize(
    ("level", "people", "share"),
    [("executives", 3785, 22.17), ("managers", 55445, 30.41), ("professionals", 213456, 28.32)],
)
def test_eeo1_pooled_shares_of_women(data: Path, level: str, people: int, share: float) -> None:
    """Values of the project's method, section 9."""
    path = data / "eeo1_reveal" / "Reveal_EEO1_for_2016.csv"
    (headcount,) = read_headcounts([path], load_profile("eeo1")).headcounts
    pooled = headcount.cubes["gender"].counts[:, headcount.ladder.codes.index(level)].sum(axis=0)
    assert pooled.sum() == people
    assert round(100 * pooled[0] / people, 2) == share


@pytest.mark.parametrize(
    ("year", "employers", "excluded"),
    [("2017_18", 10565, 512), ("2018_19", 10831, 383), ("2019_20", 6031, 196),
     ("2020_21", 10487, 908), ("2021_22", 10465, 943)],
)  # fmt: skip
def test_uk_filings_of_every_year(data: Path, year: str, employers: int, excluded: int) -> None:
    path = data / "uk_gpg" / f"uk_gpg_{year}.csv.gz"
    (headcount,) = read_headcounts([path], load_profile("uk-gpg")).headcounts
    assert (headcount.period, len(headcount.companies), len(headcount.exclusions)) == (
        year, employers, excluded
    )  # fmt: skip
    digits = [company.number for company in headcount.companies if company.number.isdigit()]
    assert {len(number) for number in digits} == {8}
    rated = ~np.isnan(headcount.sizes).any(axis=1)
    shares = headcount.cubes["gender"].counts[rated] / headcount.sizes[rated][..., None]
    np.testing.assert_allclose(shares.sum(axis=-1), 1.0, atol=0.002)


def test_leeds_lists_the_latest_filing_of_eight_employers(data: Path) -> None:
    intake = read_headcounts([data / "leeds_diversity" / "combined.csv"], load_profile("leeds"))
    (headcount,) = intake.headcounts
    assert [(company.name, company.as_of) for company in headcount.companies] == [
        ("Calderdale Council", "2026"),
        ("Kelda group Plc", "2020-03-31"),
        ("Leeds Beckett University", "2021-07-31"),
        ("Leeds City College", "2021-07-31"),
        ("Leeds City Council", "2021-10"),
        ("Leeds College of Building", "2021-10-19"),
        ("Leeds Trinity University", "2022-05-16"),
        ("University of Leeds", "2020-07-30"),
    ]
    kelda = headcount.cubes["origin"].counts[1, 0]
    assert kelda.tolist() == [288, 24, 43, 11, 3070]  # parts of a group that are not in its own figure
    leeds = headcount.cubes["age"]
    assert leeds.unobserved[7, 0] == 9239  # no age at all: everybody is unobserved, nobody is zero
    (note,) = intake.notes
    assert note == (
        "combined.csv, row 7: the cells of Leeds College of Building by origin add up to 421, its workforce "
        "is stated as 419; the cells are used."
    )
