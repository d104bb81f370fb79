"""The rules as rows: one indicator a row, with the weights and goalposts of its file."""

from __future__ import annotations

import pytest

from rating.composite import framework_names, load_framework
from rating.documents.describe import describe_framework
from rating.documents.method_rows import METHOD_COLUMNS, method_rows


@pytest.mark.parametrize("name", framework_names())
def test_every_indicator_has_its_row_with_weights_and_goalposts(name: str) -> None:
    framework = load_framework(name)
    rows = list(method_rows(describe_framework(framework)))
    assert rows == [
        (
            name,
            framework.version,
            pillar.code,
            pillar.weight,
            indicator.code,
            indicator.weight,
            indicator.low,
            indicator.high,
            "yes" if pillar.composition else "no",
        )
        for pillar in framework.pillars
        for indicator in pillar.indicators
    ]
    assert {len(row) for row in rows} == {len(METHOD_COLUMNS)}


def test_the_columns_are_these_and_stay() -> None:
    assert METHOD_COLUMNS == (
        "framework", "version", "pillar", "pillar_weight", "indicator", "indicator_weight", "low", "high",
        "rated_here",
    )  # fmt: skip


def test_the_rows_of_the_framework_of_2016() -> None:
    framework = describe_framework(load_framework("management-diversity-2016"))
    assert list(method_rows(framework)) == [
        ("management-diversity-2016", "2016.1", "management", 100.0, "evenness", 1.0, 0.0, 1.0, "yes")
    ]
    restricted = describe_framework(load_framework("management-diversity-2016").restricted_to(["gender"]))
    assert [row[0] for row in method_rows(restricted)] == ["management-diversity-2016[gender]"]
