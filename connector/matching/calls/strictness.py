"""How strict or mild readers are: told apart from how good what they read is.

Where readers read different applications, an application that falls to strict readers stands lower than it
should. A total is taken as the sum of what is the application's and what is the reader's, and both are fitted
by least squares; those of the readers are drawn towards 0, since few reads tell little of a reader.

That gains much where readers differ and costs a little where they do not, and nobody knows beforehand which
it is. So both scores are told, and a call declares by which of them places are assigned. How strongly readers
are drawn is declared too and not fitted to the reads: only then is a score sure to rise with each of its own
levels.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Every reader has to have read so many applications that somebody else has read as well.
ENOUGH: Final = 5
#: How many reads the guess is worth that a reader is as strict as all others.
_DRAWN: Final = 4.0


def adjusted_scores(totals: Mapping[tuple[str, str], float]) -> Mapping[str, float] | None:
    """Return the scores of applications, adjusted for strict and mild readers.

    Parameters
    ----------
    totals
        Applicant and reader -> total of the read, in [0, 1].

    Returns
    -------
    mapping
        Applicant -> mean of the totals less what is the readers', in [0, 1]. It never falls where a total of
        the application rises; it may where the same reader gives more to others. None if it cannot be told
        how strict somebody is: a reader has read fewer than `ENOUGH` applications that others have read as
        well.

    Notes
    -----
    The least of sum (y_ar - a_a - b_r)^2 + lambda sum b_r^2 (Hoerl and Kennard 1970, Technometrics 12:55-67),
    with the a_a left free and taken out first: one equation for each reader. It rises with each of its own
    totals, because the matrix is that of a network of conductors, in which nothing is nearer to an
    application than itself.

    Examples
    --------
    Strict reads the first ten, mild the last ten, and both the four in between:

    >>> strict = {(f"{n:02}", "strict"): 0.5 for n in range(14)}
    >>> mild = {(f"{n:02}", "mild"): 0.7 for n in range(10, 24)}
    >>> adjusted_scores(strict | mild) is None
    True
    >>> found = adjusted_scores(strict | {(f"{n:02}", "mild"): 0.7 for n in range(9, 24)})
    >>> [round(found[one], 2) for one in ("00", "10", "20")]
    [0.56, 0.6, 0.64]
    """
    readers = sorted({reader for _, reader in totals})
    applicants = sorted({applicant for applicant, _ in totals})
    reads = Counter(applicant for applicant, _ in totals)
    compared = Counter(reader for applicant, reader in totals if reads[applicant] > 1)
    if min((compared[reader] for reader in readers), default=0) < ENOUGH:
        return None
    is_read = np.array([[(what, who) in totals for who in readers] for what in applicants], np.float64)
    total = np.array([[totals.get((what, who), 0.0) for who in readers] for what in applicants])
    count = is_read.sum(axis=1)
    mean = total.sum(axis=1) / count
    away = ((total - mean[:, None]) * is_read).sum(axis=0)
    matrix = np.diag(is_read.sum(axis=0) + _DRAWN) - (is_read / count[:, None]).T @ is_read
    mildness = np.linalg.solve(matrix, away)
    scores = np.clip(mean - is_read @ mildness / count, 0.0, 1.0)
    return dict(zip(applicants, scores.tolist(), strict=True))
