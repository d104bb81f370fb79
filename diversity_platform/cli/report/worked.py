"""The worked example of the method page: a published score computed again, step by step, from the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rating.indices import attainable_blau

if TYPE_CHECKING:
    from rating.documents.schema import CompanyRating, RatingsDocument


@dataclass(frozen=True, slots=True)
class Step:
    """One criterion of the example: its published shares and what follows from them."""

    title: str
    shares: list[tuple[str, float]]
    squares: float
    blau: float
    largest: float
    result: float
    published: float


@dataclass(frozen=True, slots=True)
class Example:
    """A company whose score as counted can be followed on the page."""

    company: str
    page: str
    period: str
    steps: list[Step]
    mean: float
    published: float


def worked_example(document: RatingsDocument) -> Example | None:
    """Return an example for frameworks that score evenness only, from counts that are all published.

    The first ranked company whose leaders are shown serves; None where no company's are, or where the
    framework scores more than evenness.
    """
    indicators = [
        indicator.code
        for pillar in document.framework.pillars
        if pillar.rated_here
        for indicator in pillar.indicators
    ]
    if indicators != ["evenness"]:
        return None
    for rating in document.periods[-1].ratings:
        example = _example(document, rating)
        if example:
            return example
    return None


def _example(document: RatingsDocument, rating: CompanyRating) -> Example | None:
    if rating.as_counted is None:
        return None
    counted = {
        component.attribute: component.counted.value
        for component in rating.components
        if component.attribute and component.counted
    }
    steps = []
    for code in document.framework.criteria:
        attribute = next(entry for entry in document.attributes if entry.code == code)
        values = rating.management[code]
        known = [(group.label, values[group.code]) for group in attribute.groups]
        total = sum(value for _, value in known if value is not None)
        if code not in counted or any(value is None for _, value in known) or not total:
            return None
        shares = [(label, (value or 0.0) / total) for label, value in known]
        squares = sum(share**2 for _, share in shares)
        groups = attribute.even_groups
        whole = document.source.measure == "counts"
        largest = float(attainable_blau(total, groups)) if whole else 1.0 - 1.0 / groups
        result = 100.0 * min((1.0 - squares) / largest, 1.0)
        steps.append(Step(attribute.title, shares, squares, 1.0 - squares, largest, result, counted[code]))
    mean = sum(step.result for step in steps) / len(steps)
    return Example(rating.company, rating.page, rating.period, steps, mean, rating.as_counted.value)
