"""A scheme is complete in all its languages, holds together, and does not change once it is published."""

from __future__ import annotations

import subprocess
import sys
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from connector.errors import DefinitionError, UnknownCodeError
from connector.label.scheme import declared_scheme, derived, digest_of, scheme_from, scheme_labels
from connector.label.scheme.shelf import unchanged
from tests.connector.label.builders import criterion, level, said, table

if TYPE_CHECKING:
    from collections.abc import Callable

    Change = Callable[[dict[str, Any]], object]

FRENCH_ONLY = {"fr": "Rien."}


def changed(change: Change) -> dict[str, Any]:
    own = deepcopy(table())
    change(own)
    return own


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.pop("purpose"), "small-label-2026: purpose: Field required"),
        (lambda t: t.update(colour="red"), "colour: Extra inputs are not permitted"),
        (lambda t: t["criteria"].append(criterion("p.must")), "'p.must' stands twice among the criteria"),
        (lambda t: t["criteria"].append(criterion("r.own")), "'r.own' is of a pillar that is not there"),
        (
            lambda t: t["pillars"].append({"code": "r", "names": said("r"), "about": said("r")}),
            "the pillar 'r' asks nothing",
        ),
        (lambda t: t["criteria"][1]["anchors"].pop(), "criteria.'p.first'.anchors"),
        (lambda t: t["criteria"][1].update(kind="wished"), "criteria.'p.first'.kind"),
        (lambda t: t["criteria"][1].update(evidence=[]), "criteria.'p.first'.evidence"),
        (lambda t: t["criteria"][1].update(why=FRENCH_ONLY), "why of 'p.first' has to be said in en, fr"),
        (lambda t: t["criteria"][1]["anchors"][2].pop("fr"), "anchor 2 of 'p.first'"),
        (lambda t: t["criteria"][1]["evidence"][0].update(de="x"), "evidence 1 of 'p.first'.* de"),
        (lambda t: t["criteria"][1]["why"].update(en=""), "criteria.'p.first'.why.en"),
        (lambda t: t["pillars"][0].update(about=FRENCH_ONLY), "what the pillar 'p' is about"),
        (lambda t: t["levels"][0].update(says=FRENCH_ONLY), "what the level 'candidate' says"),
        (lambda t: t["variants"]["small"].update(names=FRENCH_ONLY), "the name of the variant 'small'"),
        (lambda t: t["levels"].reverse(), "the level 'holder' has to ask more than 'distinction'"),
        (lambda t: t["levels"].append(level("more", 2, 0.75, 0.5)), "'more' has to ask more"),
        (lambda t: t["levels"].append(level("more", 3, 0.7, 0.5)), "less of nothing"),
        (lambda t: t["levels"].append(level("holder", 3, 0.9, 0.5)), "'holder' stands twice"),
        (lambda t: t["variants"]["small"].update(drops={"p.must"}), "drops 'p.must', which is mandatory"),
        (lambda t: t["variants"]["small"].update(drops={"p.none"}), "drops 'p.none', which is not there"),
        (
            lambda t: t["variants"]["small"].update(drops={"p.first", "p.second", "q.third", "q.extra"}),
            "there are none to be had",
        ),
        (lambda t: t["levels"][1].update(points_share=1.1), "levels.'holder'.points_share"),
        (lambda t: t.update(version="next"), "version"),
    ],
)
def test_a_scheme_that_does_not_hold_together_is_refused_with_its_place(change: Change, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        scheme_from(changed(change))


def test_the_digest_is_that_of_what_is_said() -> None:
    first = table()
    turned = dict(reversed(first.items()))
    assert digest_of(scheme_from(first)) == digest_of(scheme_from(turned))
    assert digest_of(scheme_from(first)) != digest_of(
        scheme_from(changed(lambda t: t["criteria"][1]["why"].update(en="Otherwise.")))
    )


def test_the_digest_is_the_same_in_every_process() -> None:
    """Sets have an order that differs from process to process."""
    code = "from connector.label.scheme import *; print(digest_of(declared_scheme()))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1


def test_a_published_scheme_never_changes() -> None:
    scheme = scheme_from(table(published="2026-01-15"))
    digest = digest_of(scheme)
    assert list(unchanged([scheme], {"small-label-2026": digest})) == ["small-label-2026"]
    other = scheme_from({**table(published="2026-01-15"), "purpose": said("Something else")})
    with pytest.raises(DefinitionError, match="give it a new version"):
        unchanged([other], {"small-label-2026": digest})
    with pytest.raises(DefinitionError, match="write its digest beside it: " + digest):
        unchanged([scheme], {})
    with pytest.raises(DefinitionError, match="is gone"):
        unchanged([], {"small-label-2026": digest})
    with pytest.raises(DefinitionError, match="stands in two files"):
        unchanged([scheme, scheme], {"small-label-2026": digest})
    assert unchanged([scheme_from(table())], {})  # a draft may change


def test_the_scheme_of_the_product_is_the_one_of_the_design() -> None:
    scheme = declared_scheme()
    assert scheme.label in scheme_labels()
    assert scheme.languages == ("en", "fr")
    assert [one.code for one in scheme.levels] == ["candidate", "connector", "distinction"]
    assert [one.thresholds for one in scheme.levels] == [(1, 0.0, 0.0), (2, 0.5, 0.0), (2, 0.75, 0.5)]
    kinds = [one.kind for one in scheme.criteria]
    assert (kinds.count("mandatory"), kinds.count("scored")) == (11, 15)
    by_pillar = [
        "".join(one.kind[0] for one in scheme.criteria if one.pillar == pillar.code)
        for pillar in scheme.pillars
    ]
    assert by_pillar == ["mmss", "mmsss", "mss", "mmsss", "mmsss", "mmss"]
    (small,) = scheme.variants.values()
    assert (small.fewer_than_staff, len(small.drops)) == (5, 4)
    assert sum(one.measured for one in scheme.criteria) == 2
    assert (scheme.validity.years, scheme.validity.figures_every_months) == (2, 12)
    with pytest.raises(UnknownCodeError, match="no scheme called 'other'"):
        declared_scheme("other")


# --------------------------------------------------------------------------- a stricter one


OWN = {"code": "city-label", "version": "2026", "derived_from": "small-label-2026", "names": said("City")}


def test_a_city_asks_more_and_keeps_the_rest() -> None:
    parent = scheme_from(table())
    city = derived(
        parent,
        {
            **OWN,
            "pillars": [{"code": "r", "names": said("Ours"), "about": said("Ours")}],
            "criteria": [criterion("r.own", "mandatory")],
            "mandatory": ["q.extra"],
            "levels": {"holder": {"points_share": 0.6}},
            "validity": {"years": 1, "visits": ["entry", "mid_term", "renewal"]},
        },
    )
    assert (city.label, city.derived_from) == ("city-label-2026", "small-label-2026")
    assert [one.code for one in city.criteria] == [*(one.code for one in parent.criteria), "r.own"]
    extra = next(one for one in city.criteria if one.code == "q.extra")
    assert (extra.is_mandatory, extra.is_scored) == (True, True)
    assert city.variants["small"].drops == frozenset()
    assert city.levels[1].points_share == 0.6
    assert (city.validity.years, city.validity.visits[1]) == (1, "mid_term")
    assert derived(parent, {**OWN, "without_variants": ["small"]}).variants == {}


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"derived_from": "other-2026"}, "it is derived from other-2026, not small-label-2026"),
        ({"code": "small-label"}, "give it a code of its own"),
        ({"variants": {}}, "'variants' is nothing that a derived scheme may change"),
        ({"criteria": [criterion("p.easy")]}, "'p.easy' is added and has to be mandatory"),
        ({"criteria": [criterion("p.must", "mandatory")]}, "stands twice"),
        ({"mandatory": ["p.must"]}, "'p.must' is no scored criterion"),
        ({"without_variants": ["tiny"]}, "no variant 'tiny'"),
        ({"levels": {"holder": {"points_share": 0.4}}}, "asks less: points_share 0.4 instead of 0.5"),
        ({"levels": {"gold": {}}}, "no level 'gold'"),
        ({"levels": {"holder": {"code": "x"}}}, "not 'code'"),
        ({"levels": {"holder": {"points_share": 0.9}}}, "'distinction' has to ask more than 'holder'"),
        ({"validity": {"years": 3}}, "years is 3 instead of 2: that asks less"),
        ({"validity": {"visits": ["entry"]}}, "visits at entry, renewal cannot be left out"),
        ({"validity": {"weeks": 1}}, "'weeks' is no part of the validity"),
    ],
)
def test_a_city_cannot_ask_less(own: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        derived(scheme_from(table()), {**OWN, **own})
