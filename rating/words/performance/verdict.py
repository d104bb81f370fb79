"""What may be said of a panel in a few sentences: association, never cause, and what could not be seen."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from rating.performance.association import SMALL_CORRELATION
from rating.words.performance.say import said

if TYPE_CHECKING:
    from rating.performance import Study
    from rating.performance.estimate import Estimate


def verdict(study: Study, *, exposure: str, level: float, language: str) -> str:
    """Say what a study found.

    Parameters
    ----------
    study
        Of one outcome.
    exposure
        Its name in the table.
    level
        Of the intervals.
    language
        One of `rating.words.performance.languages`.
    """
    if study.refused is not None:
        return _refusal(study, language)
    seen = [each for each in (study.across, study.within) if each]
    names = {"exposure": exposure, "outcome": study.outcome}
    sentences = [said("verdict.counts", language, n=study.n_companies, rows=study.n_observations)]
    if study.across:
        group = "industry" if study.across is study.estimates["industry_adjusted"] else "year"
        names["group"] = said(f"group.{group}", language)
        sentences.append(_of(study.across, "across", names, level, language))
    if study.within:
        sentences.append(_of(study.within, "within", names, level, language))
    found = any(each.significant for each in seen)
    sentences += [
        said(f"verdict.{code}", language, smallest=study.smallest_detectable_r, **names)
        for code in (("caveat", "detectable") if found else ("nothing",))
    ]
    return " ".join(sentences)


def _of(found: Estimate, comparison: str, names: dict[str, str], level: float, language: str) -> str:
    tendency = "none" if not found.significant else "more" if found.r.value > 0 else "less"
    r = found.r
    return said(
        f"verdict.{comparison}_{tendency}", language, r=r.value, low=r.low, high=r.high, level=level, **names
    )


def _refusal(study: Study, language: str) -> str:
    refused = study.refused
    if refused is None or refused.code != "too_few_to_study":
        return (
            said(f"refused.{refused.code}", language, n=refused.n, needed=refused.needed) if refused else ""
        )
    smallest = study.smallest_detectable_r
    return said(
        "verdict.far_too_few" if isnan(smallest) else "verdict.refused",
        language,
        n=refused.n,
        needed=refused.needed,
        small=SMALL_CORRELATION,
        smallest=smallest,
    )
