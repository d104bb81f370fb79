"""Ratings of a period, to be looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rating.composite import Framework, load_framework
from rating.data import Headcount
from rating.documents import Settings
from rating.documents.rows import ratings_columns, ratings_rows
from rating.errors import CannotRateError, UnknownNameError
from rating.intake import Intake, load_profile
from rating.intake.profiles import AttributeEntry, GroupEntry
from rating.intake.publications import read_publication
from rating.run import Inputs, rate_inputs
from rating.workbench.ask import Answer, answer
from rating.workbench.frames import to_frame
from rating.workbench.reading import read_headcounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.charts.template import Figure
    from rating.data import Benchmark
    from rating.documents import RatingsDocument
    from rating.documents.schema import CompanyRating, Period
    from rating.intake import Profile, Rejection

#: As on the command line: with fewer the ends of intervals are guesses.
FEWEST_DRAWS, MOST_DRAWS = 100, 20_000


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

    def figure(self, company: str | None = None) -> Figure:
        """Draw scores with their intervals, over the bands.

        Parameters
        ----------
        company
            By its name or key: what its score is made of; None for the scores of all companies.

        Raises
        ------
        UnknownNameError
            If there is no such company.
        NothingToDrawError
            If nothing of it is shown.
        """
        from rating.charts import pillar_intervals, score_intervals  # noqa: PLC0415 - loads plotly
        from rating.workbench.drawing import shown  # noqa: PLC0415 - as above
        from rating.workbench.words import pillar_words, points_interval  # noqa: PLC0415 - as above

        rules = self.document.framework
        if company is None:
            return shown(score_intervals(self.period, rules, interval=points_interval), "these companies")
        rating = self.company(company)
        return shown(pillar_intervals(rating, rules, words=pillar_words(rating)), rating.company)


def rate(
    headcount: Headcount | Intake | Any,  # noqa: ANN401 - anybody's frame
    framework: Framework | str,
    *,
    criteria: Sequence[str] | str = (),
    benchmark: Benchmark | None = None,
    period: str | int | None = None,
    earlier: Sequence[str | Path] = (),
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
        As `read_headcounts` gives it, cubes made otherwise, or a data frame in the canonical format.
    framework
        The rules, or their name.
    criteria
        Attributes to use; empty for those of the framework that have data.
    benchmark
        The population, where there is one.
    period
        Which one, where there are several; None for the latest. Those before it are released first: who came
        and who left between them is nobody's business.
    earlier
        Releases that readers have of the same companies (files in ``released/``).
    protect
        The figures are not public, although their source usually is.
    draws, seed
        Of the uncertainty, 100 to 20,000 and from 0: the same seed gives the same ratings.
    threads
        How many to work on; nothing depends on it.

    Raises
    ------
    CannotRateError
        If the headcounts hold nothing that the framework asks about.
    UnknownNameError
        If there is no such framework, criterion or period.
    ValueError
        If draws, seed or threads cannot be used.
    """
    if not FEWEST_DRAWS <= draws <= MOST_DRAWS or seed < 0 or threads < 1:
        raise ValueError(
            f"Use {FEWEST_DRAWS} to {MOST_DRAWS:,} draws, a seed from 0 and at least one thread; given were "
            f"draws={draws}, seed={seed}, threads={threads}."
        )
    rules = load_framework(framework) if isinstance(framework, str) else framework
    if criteria:
        rules = rules.restricted_to([criteria] if isinstance(criteria, str) else criteria)
    intake = _submission(headcount)
    periods = [one.period for one in intake.headcounts]
    wanted = periods[-1] if period is None else str(period)
    if wanted not in periods:
        raise UnknownNameError("period", wanted, tuple(periods))
    up_to = replace(intake, headcounts=intake.headcounts[: periods.index(wanted) + 1])
    released = tuple(read_publication(Path(path)) for path in earlier)
    outcome = rate_inputs(
        Inputs(up_to, benchmark, earlier=released),
        rules,
        chosen=bool(criteria),
        settings=Settings(draws=draws, seed=seed, product="diversity-platform", protect=protect),
        threads=threads,
    )
    document = outcome.document.model_copy(update={"periods": outcome.document.periods[-1:]})
    return Rated(document, outcome.rejections)


def _submission(headcount: Headcount | Intake | Any) -> Intake:  # noqa: ANN401 - anybody's frame
    if isinstance(headcount, Intake):
        if not headcount.headcounts:
            raise CannotRateError("There are no headcounts to rate.")
        return headcount
    if not isinstance(headcount, Headcount):
        return read_headcounts(headcount)
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
