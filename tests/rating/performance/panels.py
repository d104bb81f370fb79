"""Panels whose association is known because it was planted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.data import Panel

if TYPE_CHECKING:
    from rating.data import Floats


def panel(
    companies: int = 60,
    years: int = 4,
    *,
    slope: float = 0.0,
    lasting: float = 0.0,
    industries: int = 3,
    seed: int = 1,
    **columns: Floats,
) -> Panel:
    """Return a balanced panel.

    Parameters
    ----------
    slope
        Outcome for one unit of the exposure, in the same year.
    lasting
        Outcome for one unit of what lasts in a company and shows in its exposure too.
    columns
        Further controls.
    """
    rng = np.random.default_rng(seed)
    company = np.repeat(np.arange(companies), years)
    year = np.tile(np.arange(years), companies)
    quality = rng.normal(0.0, 1.0, companies)[company]
    exposure = quality + rng.normal(0.0, 1.0, len(company))
    size = rng.normal(0.0, 1.0, companies)[company] + rng.normal(0.0, 0.3, len(company))
    outcome = slope * exposure + lasting * quality + 0.5 * size + rng.normal(0.0, 1.0, len(company))
    return Panel(
        company=np.char.add("company ", company.astype(str)),
        year=2015 + year,
        exposure=exposure,
        outcomes={"roa": outcome},
        controls={"size": size} | columns,
        industry=np.char.add("industry ", (company % industries).astype(str)),
        name="variety",
    )
