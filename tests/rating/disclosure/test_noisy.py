"""Noisy counts: the noise is the one that is stated, tables add up, and the budget pays for what was drawn.

OpenDP itself draws here, so no two runs are alike. Statistical tests have thresholds that good noise fails
once in a billion runs.
"""

from __future__ import annotations

import ast
import math
import subprocess
import sys
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from rating.data import Movement
from rating.disclosure.builder import tables_of
from rating.disclosure.ledger import BudgetSpentError, LedgerError, new_ledger, people_of
from rating.disclosure.noisy import CannotAddNoiseError, margin, release_noisy
from rating.disclosure.policy import Policy
from rating.disclosure.publication import columns, publication_of, rows

if TYPE_CHECKING:
    from pathlib import Path

    from rating.data import Floats
    from rating.disclosure.ledger import Ledger
    from rating.disclosure.released import Released
    from rating.disclosure.tables import Tables

KEYS = ("company", "site", "level", "attribute", "group")
AT = "2026-07-01T09:00:00+00:00"
ONE_IN_A_BILLION = 1e-9
GROUPS = {"gender": ("women", "men", "non_binary"), "origin": ("native", "other")}


def city(people: int = 12) -> Tables:
    """Build two companies, one of them with a site that has no executives."""
    places = [("Acme", "north", "staff"), ("Acme", "north", "executive"), ("Acme", "south", "staff")]
    places += [("Bolt", "east", "staff"), ("Bolt", "east", "executive")]
    cells = [
        (*place, attribute, group, people if group == names[0] else 0)
        for place in places
        for attribute, names in GROUPS.items()
        for group in names
    ]
    return tables_of(
        [dict(zip((*KEYS, "n"), cell, strict=True)) for cell in cells], KEYS, parents={"site": "company"}
    )


def wide(cells: int, attributes: int = 1, people: int = 5) -> Tables:
    """Build one unit with so many groups in each attribute."""
    keys = ("attribute", "group")
    names = [(f"a{a}", f"g{g}") for a in range(attributes) for g in range(cells)]
    return tables_of([dict(zip((*keys, "n"), (*name, people), strict=True)) for name in names], keys)


def noisy(tables: Tables, epsilon: float = 1.0, policy: Policy | None = None) -> tuple[Released, Ledger]:
    policy = policy or Policy()
    ledger = new_ledger(people_of(tables, policy.reference_date), 3.0)
    return release_noisy(tables, policy, epsilon=epsilon, ledger=ledger, at=AT)


def fit(noise: Floats, scale: float) -> float:
    """Return the p-value of noise under the discrete Laplace distribution of a scale (chi-square)."""
    q = math.exp(-1 / scale)
    reach = int(np.max(np.abs(noise))) + 1
    values = np.arange(-reach, reach + 1)
    mass = (1 - q) / (1 + q) * q ** np.abs(values)
    seen = np.array([(noise == value).sum() for value in values])
    # far values together, so that every class is expected hundreds of times
    near = np.abs(values) <= max(np.abs(values[mass * len(noise) >= 300]))
    low, high = ~near & (values < 0), ~near & (values > 0)
    tail = (1 - mass[near].sum()) / 2
    observed = [seen[low].sum(), *seen[near], seen[high].sum()]
    expected = np.array([tail, *mass[near], tail]) * len(noise)
    return float(stats.chisquare(observed, expected).pvalue)


@pytest.mark.parametrize(
    ("epsilon", "attributes"), [(3.0, 1), (1.0, 1), (2 / 3, 1), (0.5, 1), (1 / 3, 1), (0.05, 1), (2.0, 3)]
)
def test_the_noise_is_discrete_laplace_of_the_scale_that_is_told(epsilon: float, attributes: int) -> None:
    tables = wide(100_000 // attributes, attributes)
    released, _ = noisy(tables, epsilon)
    assert released.noise is not None
    for attribute, table in released.tables.items():
        noise = table.cells[0, 0, :-1] - tables.counts[attribute][0, 0]
        scale = released.noise.scale[attribute]
        assert scale == pytest.approx(attributes / epsilon, rel=1e-12)
        assert fit(noise, scale) > ONE_IN_A_BILLION
        # the test would notice noise that is a sixth too small or too large
        assert fit(noise, scale * 1.2) < ONE_IN_A_BILLION
        assert fit(noise, scale / 1.2) < ONE_IN_A_BILLION


def test_cells_and_attributes_have_noise_of_their_own() -> None:
    tables = wide(20_000, 2)
    released, _ = noisy(tables)
    first, second = (table.cells[0, 0, :-1] for table in released.tables.values())
    for one, other in ((first, second), (first[1:], first[:-1])):
        assert abs(stats.pearsonr(one, other).statistic) < 7 / math.sqrt(len(one))


def test_no_seed_leads_to_the_same_noise_again() -> None:
    tables = wide(200)
    drawn = []
    for _ in range(2):
        np.random.seed(1)  # noqa: NPY002 - a seed that must not matter
        drawn.append(noisy(tables)[0].tables["a0"].cells)
    assert (drawn[0] != drawn[1]).any()


def test_all_totals_are_sums_of_the_noisy_cells() -> None:
    tables = city()
    released, _ = noisy(tables, 0.05)
    units = list(released.frame.units)
    acme = units.index(("Acme", "*"))
    for attribute, table in released.tables.items():
        cells = table.cells
        assert (cells[:, :, -1] == cells[:, :, :-1].sum(axis=2)).all()
        assert (cells[:, -1] == cells[:, : len(tables.lattice.levels)].sum(axis=1)).all()
        sites = [units.index(("Acme", "north")), units.index(("Acme", "south"))]
        assert (cells[acme] == cells[sites].sum(axis=0)).all()
        assert (cells != tables.values(attribute)).any()
    assert not any(np.isnan(table.cells).any() for table in released.tables.values())


def test_values_may_be_negative_and_are_left_so() -> None:
    released, _ = noisy(wide(2_000, people=0))
    cells = released.tables["a0"].cells[0, 0, :-1]
    assert (cells < 0).any()  # all of 2,000 at least 0: not once in the age of the universe
    assert any(row[-2] < 0 for row in rows(released))


def test_a_level_that_a_unit_does_not_have_stays_out() -> None:
    released, _ = noisy(city())
    south = [row for row in rows(released) if row[:2] == ("Acme", "south")]
    assert {row[2] for row in south} == {"staff", "*"}
    cells = released.tables["gender"].cells[list(released.frame.units).index(("Acme", "south"))]
    assert (cells[1] == 0).all()
    assert (cells[0] == cells[-1]).all()


def test_epsilon_is_split_over_the_attributes_that_one_person_can_stand_in() -> None:
    keys = ("company", "attribute", "group")
    cells = [("Acme", "gender", 9), ("Acme", "age", 9), ("Bolt", "gender", 4), ("Core", "origin", 3)]
    tables = tables_of([{"company": c, "attribute": a, "group": "one", "n": n} for c, a, n in cells], keys)
    released, ledger = noisy(tables)
    assert released.noise is not None
    assert set(released.noise.scale.values()) == {2.0}
    assert ledger.releases[0].attributes == ("gender", "origin", "age")
    bolt = list(released.frame.units).index(("Bolt",))
    assert not released.tables["age"].stated[bolt]
    assert released.tables["age"].cells[bolt].tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize("attributes", [1, 2, 3, 7])
@pytest.mark.parametrize("epsilon", [0.001, 0.07, 0.1, 0.33, 1 / 3, 0.7, 1.0, 2.9999, 3.0])
def test_what_is_charged_covers_the_loss_exactly_and_is_no_more_than_asked(
    epsilon: float, attributes: int
) -> None:
    released, ledger = noisy(wide(2, attributes), epsilon)
    (release,) = ledger.releases
    assert release.epsilon <= epsilon
    assert release.epsilon == pytest.approx(epsilon, rel=1e-14)
    # pure epsilon of discrete Laplace noise: L1 distance / scale, in exact arithmetic
    assert Fraction(attributes) / Fraction(release.scale) <= Fraction(repr(release.epsilon))
    assert released.noise is not None
    assert (released.noise.epsilon, released.noise.spent) == (release.epsilon, ledger.spent)


def test_three_thirds_of_the_budget_can_be_spent_and_no_fourth() -> None:
    tables = city()
    ledger = new_ledger(people_of(tables, ""), 0.3)
    for _ in range(3):
        released, ledger = release_noisy(tables, Policy(), epsilon=0.1, ledger=ledger, at=AT)
    assert ledger.left < 1e-15
    assert released.noise is not None
    assert (released.noise.spent, released.noise.budget) == (ledger.spent, 0.3)
    with pytest.raises(BudgetSpentError):
        release_noisy(tables, Policy(), epsilon=0.1, ledger=ledger, at=AT)


def test_counts_of_other_people_are_refused() -> None:
    ledger = new_ledger(people_of(city(), "2026-06-30"), 1.0)
    with pytest.raises(LedgerError, match="2026-06-30"):
        release_noisy(city(), Policy(reference_date="2027-06-30"), epsilon=0.5, ledger=ledger, at=AT)


def test_public_filings_get_no_noise() -> None:
    with pytest.raises(CannotAddNoiseError, match="public already"):
        noisy(city(), policy=Policy(already_public=True))


@pytest.mark.parametrize("epsilon", [0.0, -1.0, 1e-9, 3.01, float("inf"), float("nan")])
def test_an_epsilon_outside_the_bounds_in_code_is_refused(epsilon: float) -> None:
    with pytest.raises(CannotAddNoiseError, match=r"outside 0\.001 to 3"):
        noisy(city(), epsilon)


def test_the_document_tells_the_noise_and_no_exact_number_of_people() -> None:
    policy = Policy(reference_date="2026-06-30", movement=Movement(7, 3), movements={"Acme": Movement(1, 2)})
    released, ledger = noisy(city(), 1.5, policy)
    publication = publication_of(released)
    told = publication.noise
    assert told is not None
    assert (told.mechanism, told.epsilon) == ("discrete Laplace", ledger.spent)
    assert told.scale == pytest.approx({"gender": 2 / 1.5, "origin": 2 / 1.5})
    assert (told.spent, told.budget) == (ledger.spent, 3.0)
    assert publication.rule.rounding == "integer Laplace noise"
    assert publication.population.reference_date == "2026-06-30"
    assert (publication.population.joiners, publication.population.leavers) == (None, None)
    assert columns(released) == (*KEYS, "value", "status")
    assert {row[-1] for row in rows(released)} == {"released"}


@pytest.mark.parametrize("scale", [0.2, 1 / 3, 0.5, 1.0, 2.0, 7.5, 40.0])
def test_the_margin_is_the_smallest_that_holds_the_share(scale: float) -> None:
    q = math.exp(-1 / scale)
    for share in (0.5, 0.9, 0.99):
        reach, held = 0, (1 - q) / (1 + q)
        while held < share:
            reach += 1
            held += 2 * (1 - q) / (1 + q) * q**reach
        assert margin(scale, share) == reach


def said(first: str) -> str:
    """Return why a process that does something first cannot add noise."""
    code = (
        f"import sys; {first}\n"
        "from rating.disclosure.ledger import new_ledger, people_of\n"
        "from rating.disclosure.noisy import release_noisy\n"
        "from rating.disclosure.policy import Policy\n"
        "from rating.disclosure.builder import tables_of\n"
        "from rating.errors import RatingError\n"
        "tables = tables_of([{'group': 'women', 'n': 3}], ('group',))\n"
        "try:\n"
        "    ledger = new_ledger(people_of(tables, ''), 1)\n"
        "    release_noisy(tables, Policy(), epsilon=1, ledger=ledger, at='now')\n"
        "except RatingError as error:\n"
        "    print(error)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return told.stdout.strip()


def test_without_the_extra_it_says_what_to_install() -> None:
    told = said("sys.modules['opendp'] = None")
    assert told == "Noise needs the extra 'privacy': pip install 'diversity-platform[privacy]'"


@pytest.mark.parametrize(
    ("installed", "is_refused"), [("0.13.0", True), ("0.14.1", True), ("0.14.2", False), ("0.15.1a2", False)]
)
def test_a_version_with_biased_noise_is_refused(tmp_path: Path, installed: str, is_refused: bool) -> None:  # noqa: FBT001
    described = tmp_path / f"opendp-{installed}.dist-info"
    described.mkdir()
    (described / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: opendp\nVersion: {installed}\n", "utf-8"
    )
    told = said(f"sys.path.insert(0, {str(tmp_path)!r})")
    assert told.startswith(f"OpenDP {installed} draws biased noise") is is_refused


def test_the_extra_is_loaded_by_the_one_function_that_needs_it(root: Path) -> None:
    code = "import sys, rating.disclosure.noisy; print('opendp' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
    importers = set()
    for package in ("rating", "diversity_platform", "connector", "training_material"):
        for path in (root / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if any(name.split(".")[0] == "opendp" for name in names):
                    importers.add(path.relative_to(root).as_posix())
    assert importers == {"rating/disclosure/noisy.py"}
