"""Every profile has a sample and the cube that must come out of it; a new profile is found by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pydantic import ValidationError

from rating.errors import UnknownNameError
from rating.intake import Profile, load_profile, profile_names, read_headcounts

if TYPE_CHECKING:
    from rating.data import Headcount

SAMPLES = Path(__file__).parents[2] / "reference" / "profiles"


def read_sample(name: str) -> tuple[list[Headcount], dict[str, Any], list[list[object]]]:
    intake = read_headcounts([SAMPLES / f"{name}.csv"], load_profile(name))
    expected = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    rejected = [[entry.row, entry.column, entry.value, entry.code] for entry in intake.rejections]
    return list(intake.headcounts), expected, rejected


def numbers(values: list[float | None]) -> list[float]:
    return [np.nan if value is None else value for value in values]


@pytest.mark.parametrize("name", profile_names())
def test_the_sample_gives_its_cube(name: str) -> None:
    headcounts, expected, _ = read_sample(name)
    assert expected["expected"]
    for entry in expected["expected"]:
        headcount = next(found for found in headcounts if found.period == entry["period"])
        place = [company.name for company in headcount.companies].index(entry["company"])
        company = headcount.companies[place]
        for field in ("number", "area", "as_of"):
            assert getattr(company, field) == entry.get(field, getattr(company, field))
        cube = headcount.cubes[entry["attribute"]]
        level = headcount.ladder.codes.index(entry["level"])
        np.testing.assert_allclose(cube.counts[place, level], numbers(entry["counts"]), err_msg=str(entry))
        assert cube.unobserved[place, level] == entry["unobserved"], entry


@pytest.mark.parametrize("name", profile_names())
def test_the_sample_gives_its_sizes_exclusions_and_rejections(name: str) -> None:
    headcounts, expected, rejected = read_sample(name)
    sizes = {
        company.name: dict(zip(found.ladder.codes, found.sizes[index].tolist(), strict=True))
        for found in headcounts
        for index, company in enumerate(found.companies)
    }
    for company, levels in expected["sizes"].items():
        found = {level: sizes[company][level] for level in levels}
        assert found == pytest.approx(
            dict(zip(levels, numbers(list(levels.values())), strict=True)), nan_ok=True
        )
    excluded = {
        company.name: found.exclusions[company.key].code
        for found in headcounts
        for company in found.companies
        if company.key in found.exclusions
    }
    assert excluded == expected.get("excluded", {})
    assert rejected == expected["rejected"]


@pytest.mark.parametrize("name", profile_names())
def test_the_order_of_the_rows_leaves_no_trace(name: str, tmp_path: Path) -> None:
    header, *rows = (SAMPLES / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    shuffled = tmp_path / "shuffled.csv"
    shuffled.write_text("\n".join([header, *rows[::-1]]), encoding="utf-8")
    profile = load_profile(name)
    one = read_headcounts([SAMPLES / f"{name}.csv"], profile).headcounts
    other = read_headcounts([shuffled], profile).headcounts
    for first, second in zip(one, other, strict=True):
        assert [c.key for c in first.companies] == [c.key for c in second.companies]
        for code, cube in first.cubes.items():
            np.testing.assert_array_equal(cube.counts, second.cubes[code].counts)
            np.testing.assert_array_equal(cube.unobserved, second.cubes[code].unobserved)


@pytest.mark.parametrize("name", profile_names())
def test_source_and_licence_are_stated(name: str) -> None:
    profile = load_profile(name)
    assert profile.source
    assert profile.licence


def test_an_unknown_profile_is_told_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="canonical, eeo1, leeds, uk-gpg"):
        load_profile("eeo-1")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"shape": "crossed", "attributes": ()}, "declares its attributes"),
        ({"measure": "shares"}, "shares need the size"),
        ({"surprise": 1}, "Extra inputs"),
    ],
)
def test_a_faulty_profile_is_refused(change: dict[str, object], complaint: str) -> None:
    good = load_profile("eeo1").model_dump()
    with pytest.raises(ValidationError, match=complaint):
        Profile(**(good | change))
