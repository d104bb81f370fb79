"""Framework files of tables: what they may say, and what a faulty one is told."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from rating.composite.tables import TableFramework
from rating.errors import DefinitionError

GOOD = """
title = "Two pillars"
normalise = { method = "min_max" }
[[indicators]]
code = "a"
parent = "p"
[[indicators]]
code = "b"
parent = "q"
[[aggregates]]
code = "index"
[[aggregates]]
code = "p"
parent = "index"
[[aggregates]]
code = "q"
parent = "index"
joining = { method = "geometric", weighting = "equal" }
"""


def test_a_framework_is_read_and_gives_its_tree_bottom_up() -> None:
    framework = TableFramework.from_toml(GOOD)
    assert framework.codes == ("a", "b")
    assert framework.top == "index"
    assert [aggregate.code for aggregate in framework.bottom_up()] == ["p", "q", "index"]
    assert [part.code for part in framework.parts_of("index")] == ["p", "q"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"min_max"', '"magic"', "no normalisation called magic; known: goalposts, min_max"),
        ('"min_max"', '"goalposts"', "a has no 'low'"),
        ('"geometric"', '"magic"', "no aggregation called magic; known: arithmetic, .*copeland, outranking"),
        ('"equal"', '"magic"', "no weighting called magic"),
        ('"equal"', '"pairwise"', "pairwise needs judgements"),
        ('parent = "q"', 'parent = "r"', "b belongs to r, which is no aggregate"),
        ('parent = "q"', 'parent = "p"', "q has no parts"),
        ('code = "b"', 'code = "a"', "a is there twice"),
        ('code = "p"\nparent = "index"', 'code = "p"\nparent = "p"', "p goes round in a circle"),
        ('code = "index"', 'code = "index"\nparent = "q"', "one aggregate has no parent"),
        ('code = "a"\nparent = "p"', 'code = "a"\nparent = "p"\nweight = 0', "no part of p has a weight"),
        ('title = "Two pillars"', 'title = "Two pillars', "cannot be used"),
        ('title = "Two pillars"', 'title = "Two"\nimpute = { method = "group_mean" }', "give 'by' exactly"),
        ('title = "Two pillars"', 'title = "Two"\ntreat = { method = "cut" }', "no treatment of outliers"),
        ('code = "a"\nparent = "p"', 'code = "a"\nparent = "p"\nweight = inf', "finite number"),
        ('"equal" }', '"equal", least_share = 0.5, most_share = 0.4 }', "least_share is above most_share"),
        ('"min_max"', '"min_max", floor = 5, cap = 5', "floor of a scale is below its cap"),
    ],
)
def test_a_faulty_framework_is_refused_with_the_place(old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    with pytest.raises(DefinitionError, match=complaint):
        TableFramework.from_toml(GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"normalise": None}, "direction of a needs a normalisation"),
        ({"normalise": {"method": "goalposts"}}, "a says that less is better, and its posts that more is"),
        (
            {"normalise": {"method": "distance_to_reference"}, "treat": {"method": "winsorise_or_log"}},
            "log scale, which posts in its own units do not fit",
        ),
    ],
)
def test_methods_that_do_not_fit_each_other_are_refused(changes: dict[str, object], complaint: str) -> None:
    rules: dict[str, object] = {
        "title": "One",
        "indicators": [{"code": "a", "parent": "index", "direction": -1, "low": 0, "high": 10}],
        "aggregates": [{"code": "index"}],
        "normalise": {"method": "min_max"},
    }
    assert TableFramework(**rules).codes == ("a",)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match=complaint):
        TableFramework(**(rules | changes))  # type: ignore[arg-type]
