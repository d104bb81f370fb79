"""One company's figures for one period, read; and many of them stacked into a headcount cube."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from rating.data import REASONS, Company, Cube, Exclusion, Headcount
from rating.errors import InputRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rating.data import Attribute, Floats, Movement
    from rating.intake.profiles import Profile


#: Several years of every employer of a large country; more would fill the memory of a small server.
MOST_FILINGS = 100_000


@dataclass(frozen=True, slots=True)
class Rejection:
    """One entry of the file that a rule keeps out of the rating, for the sender's list.

    Attributes
    ----------
    file, row, column, value
        Where it stands; row 0 means "no single row", column "" "no single column".
    code
        A reason code of `rating.data.reasons`.
    message
        The reason as a sentence, with what would change it.
    """

    file: str
    row: int
    column: str
    value: str
    code: str
    message: str

    @classmethod
    def for_reason(cls, code: str, *, file: str, row: int, column: str = "", value: str = "") -> Rejection:
        """Build a rejection whose words come from the table of reasons."""
        reason = REASONS[code]
        message = f"Not used: {reason.text}. What would change it: {reason.remedy}"
        return cls(file, row, column, value, code, message)


def refuse_if_too_many(filings: int, file: str) -> None:
    """Refuse a submission of more companies and periods than can be rated in reasonable time.

    Raises
    ------
    InputRefusedError
        Above `MOST_FILINGS`.
    """
    if filings > MOST_FILINGS:
        raise InputRefusedError.because(
            file,
            "",
            f"there are more than {MOST_FILINGS:,} companies and periods.",
            "Rate them in parts, for example by area or by period.",
        )


def company_key(name: str, number: str) -> str:
    """Return what tells a company from others: its register number, else its name whatever its case."""
    return f"number:{number}" if number else f"name:{name.casefold()}"


@dataclass(slots=True)
class Filing:
    """The figures of one company and period.

    Attributes
    ----------
    company, period
        Whose and when.
    file, row
        Where the first of them stands.
    counts
        Attribute code -> people, shape (levels, groups); NaN for suppressed or missing.
    unobserved
        Attribute code -> people whose group is not known, shape (levels,).
    sizes
        People at each level, shape (levels,); NaN where unknown.
    exclusion
        A reason code if the company is listed only.
    movement
        Who joined and left since the edition before; None where nothing is said about it.
    """

    company: Company
    period: str
    file: str
    row: int
    counts: dict[str, Floats] = field(default_factory=dict)
    unobserved: dict[str, Floats] = field(default_factory=dict)
    sizes: Floats = field(default_factory=lambda: np.empty(0))
    exclusion: str | None = None
    movement: Movement | None = None


def stack(filings: Iterable[Filing], profile: Profile) -> tuple[Headcount, ...]:
    """Stack filings into one headcount cube a period, periods ascending, companies by name.

    The order of the rows in the files leaves no trace.
    """
    attributes = profile.attribute_list()
    by_period: defaultdict[str, list[Filing]] = defaultdict(list)
    for filing in filings:
        by_period[filing.period].append(filing)
    return tuple(
        _headcount(period, sorted(group, key=_by_name), profile, attributes)
        for period, group in sorted(by_period.items())
    )


def _by_name(filing: Filing) -> tuple[str, str]:
    return filing.company.name.casefold(), filing.company.key


def _headcount(
    period: str, filings: list[Filing], profile: Profile, attributes: dict[str, Attribute]
) -> Headcount:
    ladder = profile.ladder()
    levels = len(ladder.levels)
    stated = {code for filing in filings for code in filing.counts}
    cubes = {}
    for code, attribute in attributes.items():
        if code not in stated:
            continue
        nothing = np.zeros((levels, len(attribute.groups)))
        cubes[code] = Cube(
            attribute=attribute,
            counts=np.stack([filing.counts.get(code, nothing) for filing in filings]),
            unobserved=np.stack(
                [filing.unobserved.get(code, np.nan_to_num(filing.sizes)) for filing in filings]
            ),
        )
    return Headcount(
        period=period,
        ladder=ladder,
        companies=tuple(filing.company for filing in filings),
        cubes=cubes,
        sizes=np.stack([filing.sizes for filing in filings]),
        measure=profile.measure,
        exclusions={
            filing.company.key: Exclusion(filing.exclusion) for filing in filings if filing.exclusion
        },
        movements={filing.company.key: filing.movement for filing in filings if filing.movement},
    )
