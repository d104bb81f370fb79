"""An edition in one language: its words, its figures and how precisely its numbers are released."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from diversity_platform.editions.wording import Wording
from diversity_platform.web import marks
from diversity_platform.web.formats import Formats
from diversity_platform.web.languages import SOURCE, translations
from rating.charts import (
    ChoiceWords,
    PillarWords,
    PipelineWords,
    RankWords,
    as_json,
    common_top,
    pillar_intervals,
    pipeline_curve,
    rank_choices,
    rank_intervals,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from diversity_platform.editions.queries import Published
    from diversity_platform.web.languages import Language
    from rating.documents.schema import (
        ChoiceRange,
        CompanyRating,
        Component,
        ExampleStep,
        PipelineCurve,
        Quantity,
        RankInterval,
    )


class View(Wording):
    """What templates need of an edition, in the words that were frozen with it.

    Attributes
    ----------
    language
        Of the words: the reader's, or the source language where the edition was published without it.
    is_translated
        Whether the words are in the reader's language.
    """

    def __init__(self, published: Published, language: Language) -> None:
        words = published.document.words
        self.is_translated = language.code in words
        self._formats = Formats(language.locale)
        frozen = words[language.code if self.is_translated else SOURCE]
        super().__init__(published.document.ratings, frozen, self._formats.number)
        self.published, self.document = published, published.document
        self.period = published.period
        self._catalogue = translations(language.code)
        public = self.ratings.source.already_public
        #: decimals of points and of parities, as the gate releases them
        self.points, self.parity = (1, 3) if public else (0, 2)
        framework = self.ratings.framework
        self.lanes = marks.lanes(framework.bands, framework.cap)
        self.base = f"/{language.code}/{self.document.city.slug}/{self.document.period}"
        self.api = f"/api/v1/editions/{self.document.city.slug}/{self.document.period}"

    @property
    def performance(self) -> str:
        """What may be said about scores beside results, "" where nothing was compared."""
        parts = (f"performance.{self.document.period}.{part}" for part in ("association", "results"))
        return " ".join(filter(None, (self._words.get(key) for key in parts)))

    # -- numbers

    def split(self, groups: Mapping[str, float | None]) -> list[tuple[float | None, float | None]]:
        """Return each group's figure and its share of all groups, 0 to 1.

        Shares of a level come in percent and are their own figure. Where a group has no figure, counts have
        no shares: nobody knows what they are shares of.
        """
        known = [value for value in groups.values() if value is not None]
        complete = len(known) == len(groups)
        total = 100.0 if self.ratings.source.measure == "shares" else sum(known) * complete
        return [(value, None if value is None or not total else value / total) for value in groups.values()]

    def components(self, rating: CompanyRating) -> list[Component]:
        """Return what a score is made of: each pillar before its indicators."""
        order = [
            code
            for pillar in self.ratings.framework.pillars
            for code in (pillar.code, *(indicator.code for indicator in pillar.indicators))
        ]
        return sorted(rating.components, key=lambda part: order.index(part.code))

    @staticmethod
    def any_shown(rating: CompanyRating, attribute: str) -> bool:
        """Tell whether any figure of an attribute is shown, levels without people aside."""
        return any(
            value is not None
            for level in rating.levels
            if level.people != 0
            for value in level.groups[attribute].values()
        )

    @staticmethod
    def squares(step: ExampleStep) -> float:
        """Return the sum of the squared shares of the example's leaders."""
        people = sum(step.leaders.values())
        return sum((count / people) ** 2 for count in step.leaders.values())

    # -- figures

    def ranking_figure(self, shown: Sequence[CompanyRating]) -> str:
        """Draw the rank intervals of a page's companies; "" where nobody is ranked."""
        what = f"{len(shown)} ranks from {shown[0].page if shown else ''}"
        return _drawn(self.published.digest, what, partial(self._ranking, shown), self.base)

    def choices_figure(self, shown: Sequence[CompanyRating]) -> str:
        """Draw what chance and what choices leave open; "" where no choices were tried."""
        what = f"{len(shown)} choices from {shown[0].page if shown else ''}"
        return _drawn(self.published.digest, what, partial(self._choices, shown), self.base)

    def pillar_figure(self, rating: CompanyRating) -> str:
        """Draw score, pillars and indicators; "" where nothing of them is shown."""
        return _drawn(self.published.digest, rating.page, partial(self._pillars, rating), self.base)

    def curves(self, rating: CompanyRating, attribute: str) -> list[tuple[PipelineCurve, str]]:
        """Return the pipeline curves of one attribute, each with its figure; one scale for all of them."""
        curves = [curve for curve in rating.pipeline if curve.attribute == attribute and _is_worth(curve)]
        top = common_top(curves)
        levels = {level.code: str(place) for place, level in enumerate(self.ratings.ladder.levels, start=1)}
        words = PipelineWords(
            share=partial(self._formats.percent, decimals=0),
            interval=self._share_words,
            city=self._city_words,
        )
        return [
            (
                curve,
                _drawn(
                    self.published.digest,
                    f"{rating.page}.{attribute}.{curve.group}",
                    partial(_curve, curve, levels, words, top),
                    self.base,
                ),
            )
            for curve in curves
        ]

    def curve_note(self, curves: Sequence[tuple[PipelineCurve, str]]) -> str:
        """Say how the curves are read; "" where there are none."""
        if not curves:
            return ""
        said = self._(
            "Share of each group from the lowest level (1) to the highest (%(levels)s), with 90%% interval."
        ) % {"levels": len(self.ratings.ladder.levels)}
        if all(curve.city is None for curve, _ in curves):
            return said
        dashed = self._("Dashed, and in the last column below: its share in the population.")
        return f"{said} {dashed}"

    def _ranking(self, shown: Sequence[CompanyRating]) -> str:
        words = RankWords(axis=self._("Rank"), interval=self._rank_words)
        figure = rank_intervals(self.period.model_copy(update={"ratings": list(shown)}), words=words)
        return "" if figure is None else as_json(figure)

    def _choices(self, shown: Sequence[CompanyRating]) -> str:
        words = ChoiceWords(axis=self._("Rank"), interval=self._chance_words, choices=self._choice_words)
        figure = rank_choices(self.period.model_copy(update={"ratings": list(shown)}), words=words)
        return "" if figure is None else as_json(figure)

    def _pillars(self, rating: CompanyRating) -> str:
        components = {
            f"{part.code}.{part.attribute}" if part.attribute else part.code: self.attribute(part.attribute)
            if part.attribute
            else self.component(part.code)
            for part in rating.components
        }
        words = PillarWords(score=self._("Score"), components=components, interval=self._points_words)
        figure = pillar_intervals(rating, self.ratings.framework, words=words)
        return "" if figure is None else as_json(figure)

    def _(self, message: str) -> str:
        return self._catalogue.gettext(message)

    def _rank_words(self, rank: RankInterval) -> str:
        number = self._formats.number
        if rank.low == rank.high:
            return self._("rank %(rank)s of %(all)s") % {"rank": number(rank.low), "all": number(rank.of)}
        return self._("rank %(low)s to %(high)s of %(all)s") % {
            "low": number(rank.low),
            "high": number(rank.high),
            "all": number(rank.of),
        }

    def _chance_words(self, rank: RankInterval) -> str:
        return self._("by chance: rank %(low)s to %(high)s") % self._ends(rank.low, rank.high)

    def _choice_words(self, choices: ChoiceRange) -> str:
        return self._("by choice: rank %(low)s to %(high)s") % self._ends(choices.low, choices.high)

    def _ends(self, low: float, high: float) -> dict[str, str]:
        return {"low": self._formats.number(low), "high": self._formats.number(high)}

    def _points_words(self, value: Quantity) -> str:
        number = partial(self._formats.number, decimals=self.points)
        return f"{number(value.value)} ({number(value.low)}–{number(value.high)})"

    def _share_words(self, share: Quantity) -> str:
        percent = self._formats.percent
        return f"{percent(share.value)} ({percent(share.low)}–{percent(share.high)})"

    def _city_words(self, share: float) -> str:
        return self._("City: %(share)s") % {"share": self._formats.percent(share, decimals=0)}


def _is_worth(curve: PipelineCurve) -> bool:
    """Tell whether anybody of the group is on the curve: a line of zeros says nothing a table does not."""
    return any(point.share.value > 0 for point in curve.points)


def _curve(curve: PipelineCurve, levels: Mapping[str, str], words: PipelineWords, top: float) -> str:
    return as_json(pipeline_curve(curve, levels=levels, words=words, top=top))


_FIGURES: dict[tuple[str, str, str], str] = {}
_KEPT = 4096


def _drawn(digest: str, what: str, draw: Callable[[], str], language: str) -> str:
    """Draw a figure once: an edition never changes, so neither do its figures."""
    key = (digest, what, language)
    found = _FIGURES.get(key)
    if found is None:
        found = draw()
        while len(_FIGURES) >= _KEPT:
            _FIGURES.pop(next(iter(_FIGURES)))
        _FIGURES[key] = found
    return found
