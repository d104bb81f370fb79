"""Ranks under other choices as a figure: two ranges a company, kept apart."""

from __future__ import annotations

from rating.charts import rank_choices
from rating.documents.schema import ChoiceRange, Period
from tests.rating.charts.parts import CHOICE_WORDS, company, dots, period, said, sent, stretches


def test_chance_stands_above_choice_in_the_row_of_the_company() -> None:
    figure = sent(rank_choices(tried(), words=CHOICE_WORDS))
    drawn = [(round(row, 2), low, high) for row, low, high in stretches(figure)]
    assert drawn == [(-0.18, 1, 2), (0.18, 1, 1.5), (0.82, 1, 3), (1.18, 2, 5)]
    assert [(round(row, 2), x) for row, x in dots(figure)] == [
        (-0.18, 1.5), (0.18, 1), (0.82, 2), (1.18, 2.5)
    ]  # fmt: skip
    assert [trace["meta"]["tone"] for trace in figure["data"]] == ["accent", "accent", "ink", "ink"]
    assert figure["layout"]["yaxis"]["ticktext"] == ["Acme", "Bolt"]


def test_it_says_companies_and_the_words_handed_in() -> None:
    assert said(sent(rank_choices(tried(), words=CHOICE_WORDS))) == {
        "Acme", "Bolt", "B", "RANG", "ZUFALL 1 BIS 2", "ZUFALL 1 BIS 3", "WAHL 1 BIS 1.5", "WAHL 2 BIS 5"
    }  # fmt: skip


def test_nothing_is_drawn_where_no_choices_were_tried() -> None:
    assert rank_choices(period(company("Acme", (1, 2))), words=CHOICE_WORDS) is None


def tried() -> Period:
    first = ChoiceRange(median=1, low=1, high=1.5)
    second = ChoiceRange(median=2.5, low=2, high=5)
    return period(
        company("Acme", (1, 2), choices=first), company("Bolt", (1, 3), choices=second), company("Core")
    )
