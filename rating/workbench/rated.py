"""Ratings of a period, to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rating.composite import Framework, load_framework
from rating.documents import Settings
from rating.documents.rows import ratings_columns, ratings_rows
from rating.errors import UnknownNameError
from rating.intake import Intake, load_profile
from rating.intake.profiles import AttributeEntry, GroupEntry
from rating.run import Inputs, rate_inputs
from rating.workbench.ask import Answer, answer
from rating.workbench.frames import to_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.charts.template import Figure
    from rating.data import Benchmark, Headcount
    from rating.documents import RatingsDocument
    from rating.documents.schema import CompanyRating, Period
    from rating.intake import Profile, Rejection


@dataclass(frozen=True)
class Rated:
    """The ratings of one period, as they may be published.

    Attributes
    ----------
    document
        The published document, of this period alone.
    rejections
        What a rule kept out, with the reason and what would change it.
    """

    document: RatingsDocument
    rejections: tuple[Rejection, ...]

    @property
    def period(self) -> Period:
        """The period."""
        return self.document.periods[0]

    def company(self, name: str) -> CompanyRating:
        """Return the rating of one company, by its name or key.

        Raises
        ------
        UnknownNameError
            If there is no such company.
        """
        for rating in self.period.ratings:
            if name in {rating.company, rating.key}:
                return rating
        raise UnknownNameError("company", name, tuple(rating.company for rating in self.period.ratings))

    def to_frame(self, backend: str | None = None) -> Any:  # noqa: ANN401 - of the user's library
        """Return a row a company: score with its interval, band, rank interval, pillars and indicators.

        The columns are those of ``ratings.csv`` (docs/formats/ratings.md).

        Parameters
        ----------
        backend
            ``pandas``, ``polars`` or ``pyarrow``; None for the first that is installed.

        Raises
        ------
        NoFramesError
            If none is.
        """
        return to_frame(ratings_columns(self.document), ratings_rows(self.document), backend)

    def explain(self, code: str, company: str | None = None) -> Answer:
        """Say how a number comes about: inputs, weight, formula, and what one more point needs.

        Parameters
        ----------
        code
            An indicator of an attribute (``evenness.gender``), a pillar (``management``) or ``score``.
        company
            By its name or key; None for the rule alone, with the weights and goalposts.

        Raises
        ------
        UnknownNameError
            If there is no such number or company.
        """
        return answer(self.document, code, None if company is None else self.company(company))

    def figure(self, company: str) -> Figure:
        """Draw what the score of a company is made of, with its intervals, over the bands.

        Parameters
        ----------
        company
            By its name or key.

        Raises
        ------
        UnknownNameError
            If there is no such company.
        NothingToDrawError
            If nothing of it is shown.
        """
        from rating.charts import pillar_intervals  # noqa: PLC0415 - plotly is loaded by who draws
        from rating.workbench.drawing import shown  # noqa: PLC0415 - as above
        from rating.workbench.words import pillar_words  # noqa: PLC0415 - as above

        rating = self.company(company)
        return shown(
            pillar_intervals(rating, self.document.framework, words=pillar_words(rating)), rating.company
        )


def rate(
    headcount: Headcount | Intake,
    framework: Framework | str,
    *,
    criteria: Sequence[str] = (),
    benchmark: Benchmark | None = None,
    period: str | None = None,
    protect: bool = False,
    draws: int = 1000,
    seed: int = 1,
    threads: int = 1,
) -> Rated:
    """Rate the companies of one period.

    The headcounts pass the disclosure gate first, unless they are public filings: numbers about few people
    are withheld, and scores follow from what is shown.

    Parameters
    ----------
    headcount
        As `read_headcounts` gives it, or cubes made otherwise.
    framework
        The rules, or their name.
    criteria
        Attributes to use; empty for those of the framework that have data.
    benchmark
        The population, where there is one.
    period
        Which one, where there are several; None for the latest.
    protect
        The figures are not public, although their source usually is.
    draws, seed
        Of the uncertainty: the same seed gives the same ratings.
    threads
        How many to work on; nothing depends on it.

    Raises
    ------
    CannotRateError
        If the headcounts hold nothing that the framework asks about.
    UnknownNameError
        If there is no such framework, criterion or period.
    """
    rules = load_framework(framework) if isinstance(framework, str) else framework
    if criteria:
        rules = rules.restricted_to(criteria)
    outcome = rate_inputs(
        Inputs(_of_period(_submission(headcount), period), benchmark),
        rules,
        chosen=bool(criteria),
        settings=Settings(draws=draws, seed=seed, product="diversity-platform", protect=protect),
        threads=threads,
    )
    return Rated(outcome.document, outcome.rejections)


def _submission(headcount: Headcount | Intake) -> Intake:
    if isinstance(headcount, Intake):
        return headcount
    profile = _profile_of(headcount)
    places = {
        (headcount.period, company.key): ("headcount", number)
        for number, company in enumerate(headcount.companies, start=1)
    }
    return Intake(profile, (), (headcount,), (), places)


def _profile_of(headcount: Headcount) -> Profile:
    """Return the product's own profile, with the category lists of the cubes where they are others."""
    profile = load_profile("canonical")
    known = profile.attribute_list()
    if all(known.get(code) == cube.attribute for code, cube in headcount.cubes.items()):
        return profile
    own = tuple(
        AttributeEntry(
            code=cube.attribute.code,
            title=cube.attribute.title,
            note=cube.attribute.note,
            groups=tuple(
                GroupEntry(code=group.code, label=group.label, optional=group.optional)
                for group in cube.attribute.groups
            ),
            even_groups=cube.attribute.even_groups,
        )
        for cube in headcount.cubes.values()
    )
    return profile.model_copy(update={"attributes": own})


def _of_period(intake: Intake, period: str | None) -> Intake:
    periods = {headcount.period: headcount for headcount in intake.headcounts}
    wanted = list(periods)[-1] if period is None else period
    if wanted not in periods:
        raise UnknownNameError("period", wanted, tuple(periods))
    return Intake(
        profile=intake.profile,
        files=intake.files,
        headcounts=(periods[wanted],),
        rejections=intake.rejections,
        places=intake.places,
        area=intake.area,
        notes=intake.notes,
    )
