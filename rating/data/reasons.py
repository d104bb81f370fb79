"""Why a company is listed without a score, in one table: code, short reason, what would change it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for having no score or no rank.

    Attributes
    ----------
    text
        The reason as a clause that follows "not rated:".
    remedy
        What would change it.
    """

    text: str
    remedy: str


REASONS: dict[str, Reason] = {
    "size_below_threshold": Reason(
        "fewer than 250 employees, below the filing threshold: the size of a level is not known",
        "A filing with a size band from 250 employees upwards.",
    ),
    "unknown_size": Reason(
        "the size of the workforce was not provided",
        "A filing that states the size of the workforce.",
    ),
    "missing_entry": Reason(
        "the filing leaves needed entries empty",
        "A filing that states them.",
    ),
    "suppressed": Reason(
        "entries that the score needs are suppressed at the source",
        "Counts that the source can release, or an attribute with fewer groups.",
    ),
    "no_levels": Reason(
        "the source knows no levels, so management cannot be told from the rest",
        "Headcounts by level.",
    ),
    "too_few_leaders": Reason(
        "fewer than nine leaders",
        "Nothing needs to be mended: very small management teams are not rated.",
    ),
    "leaders_withheld": Reason(
        "too few leaders for anything about them to be shown",
        "Nothing needs to be mended: what is about so few people is not published.",
    ),
    "kept_same_day": Reason(
        "figures of this period were published before, and a correction would show what it is about",
        "Nothing can be mended: publish the correction with the next period.",
    ),
    "kept_few_moved": Reason(
        "earlier figures are shown, because too few people joined or left, or it is not known how many",
        "Rows of the attribute 'movement' that tell who joined and left, or more of them in time.",
    ),
    "kept_told_together": Reason(
        "earlier figures are shown, because the new ones beside them would tell too much of what is withheld",
        "Nothing needs to be mended: more people will have joined and left in time.",
    ),
    "kept_unfitting": Reason(
        "earlier figures are shown, because the people who joined and left do not fit the counts",
        "Rows of the attribute 'movement' that lead from the earlier counts to these.",
    ),
    "not_calculable": Reason(
        "less than 75% of the weight of the indicators is present",
        "Counts for the missing attributes, or a benchmark where one is needed.",
    ),
    "superseded": Reason(
        "replaced by a later filing of the same company",
        "Nothing needs to be mended.",
    ),
    "undated": Reason(
        "the row has no date that can be read",
        "A date such as 2026, 2026-03 or 2026-03-31.",
    ),
    "older_period": Reason(
        "a later filing of the same company is listed instead",
        "Nothing needs to be mended.",
    ),
}
