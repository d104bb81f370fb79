"""What the codes of a published document are called, in the words that were frozen with it.

The web site and the static report share the templates that ask for these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.words import base_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rating.documents.schema import Explanation, IndicatorInfo, RatingsDocument

#: Of the numbers in a formula: as precise as the document has them.
_FORMULA_DECIMALS = 4


class Wording:
    """The words of a document in one language.

    Parameters
    ----------
    ratings
        The document.
    words
        By the keys of `rating.words`.
    number
        Writes a number with so many decimals as the language does.
    """

    def __init__(
        self, ratings: RatingsDocument, words: Mapping[str, str], number: Callable[[float, int], str]
    ) -> None:
        self.ratings = ratings
        self._words, self._number = words, number
        self._profile = ratings.source.profile
        self._framework = base_name(ratings.framework.name)
        guides = [period.guide for period in ratings.periods if period.guide is not None]
        self._worked = {measure.code: measure.worked for guide in guides for measure in guide.measures}
        self._indicators = {
            indicator.code: indicator
            for pillar in ratings.framework.pillars
            for indicator in pillar.indicators
        }

    def framework(self, part: str) -> str:
        """Return the framework's title or note."""
        return self._words.get(f"framework.{self._framework}.{part}", "")

    def source(self, part: str) -> str:
        """Return the source's title, source, licence or note."""
        return self._words.get(f"source.{self._profile}.{part}", "")

    def attribute(self, code: str, part: str = "title") -> str:
        """Return an attribute's title or note."""
        return self._words.get(f"attribute.{self._profile}.{code}.{part}", "")

    def group(self, attribute: str, code: str) -> str:
        """Return the label of a group."""
        return self._words[f"group.{self._profile}.{attribute}.{code}"]

    def level(self, code: str) -> str:
        """Return the label of a level."""
        return self._words[f"level.{self._profile}.{code}"]

    def component(self, code: str, attribute: str | None = None) -> str:
        """Return the title of a pillar, or of an indicator of an attribute."""
        if attribute is None:
            return self._words[f"pillar.{self._framework}.{code}"]
        return self._words[f"indicator.{self._framework}.{code}"]

    def reason(self, code: str, part: str = "text") -> str:
        """Return why there is no score, or what would change it."""
        return self._words[f"reason.{code}.{part}"]

    def note(self, of: str) -> str:
        """Return the note about the ladder or the benchmark."""
        return self._words.get(f"{of}.{self._profile}.note", "")

    # -- of explanations

    def formula(self, measure: str) -> str:
        """Return how a measure is computed."""
        return self._words[f"measure.{measure}.formula"]

    def worked(self, entry: Explanation) -> str:
        """Return the formula of an indicator with its numbers put in; it has a value."""
        numbers = {**entry.terms, "value": entry.value or 0.0}
        written = {name: self._number(value, _FORMULA_DECIMALS) for name, value in numbers.items()}
        return self._worked[entry.measure].format(**written)

    def people_behind(self, entry: Explanation) -> list[tuple[str, list[tuple[float | None, float | None]]]]:
        """Return each group with its people and its share, 0 to 1, in every part that an indicator looks at.

        Where something of a part is not shown, nothing in it has a share: nobody knows what it is a share of.
        """
        totals = [
            None if None in part.groups.values() else sum(filter(None, part.groups.values()))
            for part in entry.people
        ]
        return [
            (
                group,
                [
                    (value, value / total if value is not None and total else None)
                    for value, total in zip(
                        (part.groups[group] for part in entry.people), totals, strict=True
                    )
                ],
            )
            for group in (entry.people[0].groups if entry.people else ())
        ]

    def goalposts(self, entry: Explanation) -> IndicatorInfo:
        """Return the rules of an indicator."""
        return self._indicators[entry.code]

    def unsaid(self, code: str, part: str = "text") -> str:
        """Return why something about a number is not said, or what would change it."""
        return self._words[f"explanation.{code}.{part}"]
