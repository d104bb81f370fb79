"""A scheme of another network is read from its file, also where it is derived from another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connector.errors import SchemeRefusedError
from connector.label.scheme import declared_scheme, derived, digest_of, read_scheme, scheme_from
from tests.connector.label.builders import table
from tests.connector.label.scheme_files import stricter, write_toml

if TYPE_CHECKING:
    from pathlib import Path

REAL = declared_scheme()
SMALL = scheme_from(table())


def refused(path: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(SchemeRefusedError) as error:
        read_scheme(path)
    return [(one.file, one.place, one.message) for one in error.value.faults]


def test_a_scheme_of_its_own_is_read(tmp_path: Path) -> None:
    assert read_scheme(write_toml(tmp_path / "small.toml", table())) == SMALL


def test_one_is_derived_from_a_scheme_of_the_product(tmp_path: Path) -> None:
    own = stricter(REAL, mandatory=["p1.plan"], levels={"connector": {"points_share": 0.6}})
    read = read_scheme(write_toml(tmp_path / "own.toml", own))
    assert digest_of(read) == digest_of(derived(REAL, own))
    assert (read.label, read.derived_from) == ("stricter-label-2026", REAL.label)


def test_one_is_derived_from_a_scheme_beside_it_and_so_on(tmp_path: Path) -> None:
    write_toml(tmp_path / "small-label-2026.toml", table())
    write_toml(tmp_path / "stricter-label-2026.toml", stricter(SMALL, mandatory=["p.first"]))
    third = stricter(SMALL, code="third", derived_from="stricter-label-2026", mandatory=["p.second"])
    read = read_scheme(write_toml(tmp_path / "third.toml", third))
    assert [one.code for one in read.criteria if one.is_mandatory] == [
        "p.must",
        "p.first",
        "p.second",
        "q.must",
    ]


@pytest.mark.parametrize(
    "parent", ["none-2026", "../small-label-2026", 3, "", "Small", "a" * 300, ["small-label-2026"]]
)
def test_what_it_is_derived_from_has_to_be_at_hand(parent: object, tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    write_toml(tmp_path / "small-label-2026.toml", table())
    path = write_toml(tmp_path / "below" / "own.toml", stricter(SMALL, derived_from=parent))
    assert refused(path) == [("own.toml", "derived_from", f"the scheme {parent!r} is not at hand.")]


def test_schemes_that_are_derived_from_each_other_are_refused(tmp_path: Path) -> None:
    write_toml(tmp_path / "a-2026.toml", stricter(SMALL, code="a", derived_from="b-2026"))
    path = write_toml(tmp_path / "b-2026.toml", stricter(SMALL, code="b", derived_from="a-2026"))
    assert refused(path) == [("b-2026.toml", "derived_from", "the scheme 'a-2026' is not at hand.")]


def test_one_that_asks_less_or_contradicts_itself_is_refused_in_words(tmp_path: Path) -> None:
    less = write_toml(tmp_path / "less.toml", stricter(REAL, levels={"connector": {"points_share": 0.4}}))
    assert refused(less) == [
        (
            "less.toml",
            "",
            "Scheme stricter-label-2026: the level 'connector' asks less: points_share 0.4 instead of 0.5.",
        )
    ]
    twice = write_toml(tmp_path / "twice.toml", table(pillars=table()["pillars"] * 2))
    assert refused(twice) == [
        ("twice.toml", "", "Scheme small-label-2026: Value error, 'p' stands twice among the pillars.")
    ]


@pytest.mark.parametrize(
    ("stated", "place"),
    [
        ({"criteria": "none"}, "criteria"),
        ({"criteria": [1]}, "criteria.0"),
        ({"levels": [1]}, "levels"),
        ({"levels": {"connector": {"points_share": "half"}}}, "levels.connector.points_share.int"),
        ({"validity": {"years": "two"}}, "validity.years"),
        ({"validity": {"visits": "entry"}}, "validity.visits"),
        ({"mandatory": "p1.plan"}, "mandatory"),
    ],
)
def test_what_has_another_form_is_refused_with_its_place(
    stated: dict[str, object], place: str, tmp_path: Path
) -> None:
    found = refused(write_toml(tmp_path / "own.toml", stricter(REAL, **stated)))
    assert (found[0][0], found[0][1]) == ("own.toml", place)


def test_what_is_no_file_or_no_toml_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.toml") == [
        ("none.toml", "", "it cannot be read (No such file or directory).")
    ]
    path = tmp_path / "broken.toml"
    path.write_text("code = \n", encoding="utf-8")
    assert refused(path) == [("broken.toml", "line 1, column 8", "invalid value.")]
