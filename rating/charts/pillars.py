"""What a score is made of: score, pillars and indicators with their intervals, over the bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rating.charts.point_rows import PointRow, point_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rating.charts.template import Figure, Tone
    from rating.documents.schema import CompanyRating, Component, FrameworkInfo, Quantity


@dataclass(frozen=True, slots=True)
class PillarWords:
    """The words of the figure.

    Attributes
    ----------
    score
        Label of the score as a whole.
    components
        Labels of pillars and indicators by ``code`` or, of one attribute, ``code.attribute``. They are shown
        whole, because their ends tell them apart: above some 28 characters they leave a phone no figure.
    interval
        Says points with their interval: ``"{0.value:.0f} ({0.low:.0f} to {0.high:.0f})".format``.
    """

    score: str
    components: Mapping[str, str]
    interval: Callable[[Quantity], str]


def pillar_intervals(rating: CompanyRating, framework: FrameworkInfo, *, words: PillarWords) -> Figure | None:
    """Draw score, pillars and their indicators on the scale of 0 to 100.

    Parameters
    ----------
    rating
        What is withheld of it is left out.
    framework
        Its pillars give the order, its bands the lanes.
    words
        In the reader's language.

    Returns
    -------
    Figure or None
        One row a quantity, the score on top; None where nothing is shown.

    Raises
    ------
    KeyError
        If a component that is shown has no label.
    """
    return point_rows(list(_rows(rating, framework, words)), framework, words.interval)


def _rows(rating: CompanyRating, framework: FrameworkInfo, words: PillarWords) -> Iterator[PointRow]:
    """Yield what is shown: the score, then each pillar before its indicators.

    A single pillar is the score: it stands there once.
    """
    if rating.score and sum(pillar.rated_here for pillar in framework.pillars) > 1:
        yield PointRow(words.score, rating.score, "accent")
    for pillar in framework.pillars:
        indicators = {indicator.code for indicator in pillar.indicators}
        whole = [part for part in rating.components if part.attribute is None and part.code == pillar.code]
        parts = [part for part in rating.components if part.attribute and part.code in indicators]
        for component in (*whole, *parts):
            if component.process:
                tone: Tone = "quiet" if component.attribute else "ink"
                yield PointRow(words.components[_full_code(component)], component.process, tone)


def _full_code(component: Component) -> str:
    return f"{component.code}.{component.attribute}" if component.attribute else component.code
