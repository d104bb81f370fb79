"""The score of a scale, and the rule: what is not reliable is shown and not scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.climate.item_rest import item_rest
from rating.indices.alpha import alpha, alpha_interval
from rating.indices.omega import FEWEST_ITEMS, omega

if TYPE_CHECKING:
    from rating.climate.scale import Scale
    from rating.climate.sums import ScaleSums
    from rating.indices.omega import Omega

#: Below this alpha more than two fifths of the variance of scores is noise: shown and not scored.
RELIABLE_FROM = 0.6


@dataclass(frozen=True, slots=True)
class ScaleScore:
    """The mean of a scale with all that is needed to judge it.

    Attributes
    ----------
    mean
        Mean score of the people, in scale points; NaN if nobody has a score.
    standard_error
        Of the mean, for the process behind it; NaN below two people.
    counted_standard_error
        Of the mean of the workforce as it is, of which only some answered: 0 when all did. NaN where the
        size of the workforce is not known.
    people
        With a score.
    left_out
        People who answered fewer than half of the items.
    reliability
        Cronbach's alpha; NaN where it cannot be given.
    reliability_low, reliability_high
        Feldt's interval of it.
    omega
        McDonald's omega total with its model, for comparison; it decides nothing.
    reliability_people
        People whose complete answers the reliability rests on.
    against_rest
        Codes of the items with a negative item-rest correlation.
    reasons
        Codes of why the scale is not scored; empty where it is.
    warnings
        Codes of what to look at; they change no score.
    """

    mean: float
    standard_error: float
    counted_standard_error: float
    people: int
    left_out: int
    reliability: float
    reliability_low: float
    reliability_high: float
    omega: Omega
    reliability_people: int
    against_rest: tuple[str, ...]
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def is_scored(self) -> bool:
        """True where the mean may enter a rating."""
        return not self.reasons


def score_scale(
    sums: ScaleSums,
    scale: Scale,
    *,
    reference: ScaleSums | None = None,
    workforce: int | None = None,
    confidence: float = 0.9,
) -> ScaleScore:
    """Return the mean of a scale over all groups, its reliability, and whether it is scored.

    Not scored (`ScaleScore.reasons`), the first that holds:

    - ``scale_unanswered``: nobody answered half of the items;
    - ``scale_one_item``: one item has no alpha;
    - ``scale_reliability_unknown``: fewer than two people answered every item, or their sums do not vary;
    - ``scale_unreliable``: alpha below `RELIABLE_FROM`.

    Scored all the same (`ScaleScore.warnings`):

    - ``scale_item_against_rest``: an item correlates negatively with the others, probably a keying mistake;
    - ``scale_reliability_uncertain``: alpha reaches the threshold and its interval begins below it;
    - ``scale_few_complete``: fewer than half of the people with a score answered every item;
    - ``scale_omega_at_bound``: a Heywood case, see `Omega`;
    - ``scale_omega_not_found``: the one-factor fit did not come to rest.

    A company that is of one mind has no variance, hence no alpha, though nothing is wrong with the scale:
    reliability belongs to a scale among people who differ. Give the sums of all companies as `reference`.

    Parameters
    ----------
    sums
        Sums of the people to be scored, by group; the groups are put together.
    scale
        The scale they belong to.
    reference
        Sums of the people among whom the reliability is judged; by default `sums`.
    workforce
        How many people were asked, if known: for the workforce as counted.
    confidence
        Level of the interval of alpha.

    Returns
    -------
    ScaleScore
        Mean within the options of the scale.

    Raises
    ------
    ValueError
        If more people have a score than the workforce has, or the confidence is none.

    Examples
    --------
    >>> from rating.climate import Item, Scale, sums_of
    >>> answers = [[4, 4, 2], [2, 3, 4], [5, 4, 2], [3, 2, 3], [3, 4, 2], [2, 2, 3]]
    >>> voice = Scale("voice", (Item("heard"), Item("asked"), Item("ignored", is_reversed=True)))
    >>> found = score_scale(sums_of(answers, voice), voice)
    >>> round(found.mean, 4), round(found.reliability, 4), round(found.reliability_low, 4), found.is_scored
    (3.2222, 0.8632, 0.5451, True)
    >>> found.warnings
    ('scale_reliability_uncertain',)

    The same with one item keyed the wrong way:

    >>> wrong = Scale("voice", (Item("heard"), Item("asked"), Item("ignored")))
    >>> found = score_scale(sums_of(answers, wrong), wrong)
    >>> found.reasons, found.warnings, found.against_rest
    (('scale_unreliable',), ('scale_item_against_rest',), ('ignored',))
    """
    whole = sums.together()
    people = int(whole.scored[0])
    if workforce is not None and people > workforce:
        raise ValueError(f"{people} people of a workforce of {workforce} cannot have a score")
    variance = whole.variance_within()
    process = float(np.sqrt(variance / people)) if people else float("nan")
    unseen = float("nan") if workforce is None or not workforce else 1.0 - people / workforce

    judged = whole if reference is None else reference.together()
    covariance = judged.covariances()[0]
    complete = int(judged.complete[0])
    reliability = float(alpha(covariance))
    low, high = alpha_interval(reliability, complete, len(scale.items), confidence)
    factor = omega(covariance)
    against = tuple(
        item.code for item, own in zip(scale.items, item_rest(covariance), strict=True) if own < 0
    )
    has_factor = len(scale.items) >= FEWEST_ITEMS and not np.isnan(reliability)
    reasons = {
        "scale_unanswered": people == 0,
        "scale_one_item": len(scale.items) == 1,
        "scale_reliability_unknown": bool(np.isnan(reliability)),
        "scale_unreliable": reliability < RELIABLE_FROM,
    }
    warnings = {
        "scale_item_against_rest": bool(against),
        "scale_reliability_uncertain": float(low) < RELIABLE_FROM <= reliability,
        "scale_few_complete": 2 * judged.complete[0] < judged.scored[0],
        "scale_omega_at_bound": has_factor and factor.is_heywood,
        "scale_omega_not_found": has_factor and not factor.is_converged,
    }
    return ScaleScore(
        mean=float(whole.means()[0]),
        standard_error=process,
        counted_standard_error=process * float(np.sqrt(unseen)),
        people=people,
        left_out=int(whole.left_out[0]),
        reliability=reliability,
        reliability_low=float(low),
        reliability_high=float(high),
        omega=factor,
        reliability_people=complete,
        against_rest=against,
        reasons=tuple(code for code, holds in reasons.items() if holds)[:1],
        warnings=tuple(code for code, holds in warnings.items() if holds),
    )
