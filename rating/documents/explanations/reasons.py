"""Why something about a number is not said, in one table: code, short reason, what would change it."""

from __future__ import annotations

from rating.data import Reason

WITHHELD = "withheld"
MISSING = "missing"
NO_BENCHMARK = "no_benchmark"
TOO_FEW_KNOWN = "too_few_known"
UNDEFINED = "undefined"
AT_CAP = "at_cap"
OUT_OF_REACH = "out_of_reach"
NEEDS_SEVERAL = "needs_several"

UNSAID: dict[str, Reason] = {
    WITHHELD: Reason(
        "it rests on too few people, or on numbers that are withheld",
        "More people in the groups would change it; nothing else can.",
    ),
    MISSING: Reason(
        "the source does not state all the numbers that it is measured on",
        "Figures of the source that state them.",
    ),
    NO_BENCHMARK: Reason(
        "there is no population to compare with",
        "Figures of the population for this attribute.",
    ),
    TOO_FEW_KNOWN: Reason(
        "of too many people the group is not known",
        "Counts in which the groups of more people are known.",
    ),
    UNDEFINED: Reason(
        "it cannot be measured on these people: there is nobody to compare, or no group is large enough",
        "Nothing needs to be mended.",
    ),
    AT_CAP: Reason(
        "less than a point is left up to the end of the scale",
        "Nothing needs to be mended.",
    ),
    OUT_OF_REACH: Reason(
        "no change of groups among so many people reaches a whole point more",
        "Nothing needs to be mended: with more people it may be within reach.",
    ),
    NEEDS_SEVERAL: Reason(
        "no indicator alone can lift it by a whole point",
        "Several indicators together can.",
    ),
}
