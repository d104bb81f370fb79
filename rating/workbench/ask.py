"""Why a number is what it is: the explanations of the document, one at a time and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rating.errors import UnknownNameError
from rating.workbench.frames import to_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.documents.rows import Cell
    from rating.documents.schema import (
        Aggregate,
        CompanyRating,
        Explanation,
        FrameworkInfo,
        Guide,
        IndicatorInfo,
        Need,
        PillarInfo,
        RatingsDocument,
    )

SCORE = "score"


@dataclass(frozen=True)
class Answer:
    """How a number comes about; printed, it says so in words.

    Attributes
    ----------
    code
        Of the number.
    company
        Whose number it is, None for the rule alone.
    sentences
        What there is to say: what it is, its inputs, formula, weight, and what one more point needs.
    found
        The same for programs: the document's own explanation, None for the rule alone.
    """

    code: str
    company: str | None
    sentences: tuple[str, ...]
    found: Explanation | Aggregate | None = None

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def to_frame(self, backend: str | None = None) -> Any:  # noqa: ANN401 - of the user's library
        """Return the inputs: part of the workforce, group, people; without any for a mean or the rule alone.

        Parameters
        ----------
        backend
            As in `Rated.to_frame`.
        """
        return to_frame(("part", "group", "people"), self._inputs(), backend)

    def _inputs(self) -> Iterator[tuple[Cell, ...]]:
        for part in getattr(self.found, "people", ()):
            for group, people in part.groups.items():
                yield part.part, group, people


def answer(document: RatingsDocument, code: str, rating: CompanyRating | None) -> Answer:
    """Explain a number of a company, or the rule behind it.

    Parameters
    ----------
    document
        With one period.
    code
        ``indicator.attribute``, a pillar, or ``score``.
    rating
        The company; None for the rule alone.

    Raises
    ------
    UnknownNameError
        If there is no such number.
    """
    rules = document.framework
    known = tuple(_codes(rules))
    if code not in known:
        raise UnknownNameError("number", code, known)
    guide = document.periods[0].guide
    rule = tuple(_rule(rules, code, guide))
    if rating is None:
        return Answer(code, None, rule)
    if guide is None or not rating.explanations:
        reason = rating.reason.text if rating.reason else "it has no score"
        return Answer(code, rating.company, (*rule, f"{rating.company}: nothing to explain, {reason}."))
    indicator, _, attribute = code.partition(".")
    speaker = _Speaker(document, guide)
    if attribute:
        own = next(e for e in rating.explanations if (e.code, e.attribute) == (indicator, attribute))
        return Answer(code, rating.company, (*rule, *speaker.of_indicator(own, rating)), own)
    mean = next((a for a in rating.aggregates if a.code == code), rating.aggregates[0])
    return Answer(code, rating.company, (*rule, *speaker.of_mean(mean, rating)), mean)


def _codes(rules: FrameworkInfo) -> Iterator[str]:
    yield SCORE
    for pillar, indicator in _indicators(rules):
        yield pillar.code
        yield from (f"{indicator.code}.{attribute}" for attribute in _criteria(rules, pillar))


def _criteria(rules: FrameworkInfo, pillar: PillarInfo) -> list[str]:
    return [code for code in rules.criteria if not pillar.attributes or code in pillar.attributes]


def _indicators(rules: FrameworkInfo) -> Iterator[tuple[PillarInfo, IndicatorInfo]]:
    for pillar in rules.pillars:
        if pillar.rated_here:
            for indicator in pillar.indicators:
                yield pillar, indicator


def _rule(rules: FrameworkInfo, code: str, guide: Guide | None) -> Iterator[str]:
    """Yield what holds for every company."""
    indicator_code, _, attribute = code.partition(".")
    for pillar, indicator in _indicators(rules):
        if indicator.code != indicator_code or not attribute:
            continue
        yield f"{indicator.title}, {attribute}."
        measures = {} if guide is None else {measure.code: measure.formula for measure in guide.measures}
        if indicator.measure in measures:
            yield measures[indicator.measure]
        yield (
            f"Points: {indicator.low:g} gives {rules.floor:g} and {indicator.high:g} gives {rules.cap:g}, "
            f"nothing beyond. Part of the pillar '{pillar.title}'."
        )
        return
    pillars = [pillar for pillar in rules.pillars if pillar.rated_here]
    if code == SCORE:
        parts = ", ".join(f"{pillar.title} (weight {pillar.weight:g})" for pillar in pillars)
        yield f"Score: the weighted {rules.aggregation} mean of {parts}."
    for pillar in pillars:
        if pillar.code == code:
            titles = ", ".join(indicator.title for indicator in pillar.indicators)
            yield f"{pillar.title}: the mean of {titles}, for each of {', '.join(_criteria(rules, pillar))}."


class _Speaker:
    """Says in English what the document explains in codes and numbers."""

    def __init__(self, document: RatingsDocument, guide: Guide) -> None:
        self._labels = {
            (attribute.code, group.code): group.label
            for attribute in document.attributes
            for group in attribute.groups
        }
        self._titles = {indicator.code: indicator.title for _, indicator in _indicators(document.framework)}
        self._worked = {measure.code: measure.worked for measure in guide.measures}
        self._reasons = {reason.code: reason.text for reason in guide.reasons}

    def of_indicator(self, own: Explanation, rating: CompanyRating) -> Iterator[str]:
        """Yield what there is to say of an indicator."""
        for part in own.people:
            said = ", ".join(
                f"{self._labels[own.attribute, group]} {_people(people)}"
                for group, people in part.groups.items()
            )
            yield f"{rating.company}, {part.part}: {said}."
        if own.value is None or own.points is None:
            yield f"As counted: not given, {self._reason(own.reason)}."
        else:
            numbers = {name: f"{term:g}" for name, term in own.terms.items()}
            worked = self._worked[own.measure].format(**numbers, value=f"{own.value:g}")
            yield f"As counted: {worked}, so {own.points:.1f} points."
        worth = "" if own.worth is None else f" One point of it is worth {own.worth:.2f} points of the score."
        yield f"Weight in the score: {own.weight:.1%}.{worth}"
        yield self._need("One more point", own.attribute, own.need, own.need_reason)

    def of_mean(self, own: Aggregate, rating: CompanyRating) -> Iterator[str]:
        """Yield what there is to say of the score or a pillar."""
        yield f"{rating.company}, {own.code}: weight in the score {own.weight:.1%}."
        if own.points is None:
            yield f"As counted: not given, {self._reason(own.reason)}."
        else:
            yield f"As counted: {own.points:.1f} points, the weighted {own.formula} mean of its parts."
        if own.rise is None:
            yield self._need("One more point", "", None, own.rise_reason)
        else:
            title = self._titles[own.rise.code]
            start = f"One more point: {title}, {own.rise.attribute}, up by {own.rise.points:.1f} points"
            yield self._need(start, own.rise.attribute, own.rise.need, None)

    def _need(self, start: str, attribute: str, need: Need | None, reason: str | None) -> str:
        if need is None:
            return f"{start}: not said, {self._reason(reason)}."
        moved = " and ".join(
            f"{change.people} of '{self._labels[attribute, change.to_group]}' instead of "
            f"'{self._labels[attribute, change.from_group]}'"
            for change in need.replacements
        )
        return (
            f"{start}: in {need.part}, {moved}, which makes {need.points:.1f} points. What counts is whom "
            "one hires and promotes next."
        )

    def _reason(self, code: str | None) -> str:
        return self._reasons.get(code or "", "for no stated reason")


def _people(people: float | None) -> str:
    return "withheld" if people is None else f"{people:g}"
