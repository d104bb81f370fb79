"""Whatever a verifier is given, it answers; and it never says "valid" of what was not signed.

Some hundred inputs for each law; `LABEL_FUZZ=25000 pytest tests/connector/label/verifying/test_fuzz.py` makes
25,000 for each, 100,000 in all.
"""

from __future__ import annotations

import json
import os
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connector.label.credential.canonical import canonical
from connector.label.issuing.office import change
from connector.label.verifying import Result
from tests.connector.label.verifying.mutations import mutated, noise
from tests.connector.label.world import CITY, NOW, World, days, issued, judged, opened, working

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = int(os.environ.get("LABEL_FUZZ", "300"))
SERVED = ("did.json", "status/revocation.json", "status/suspension.json")
LOGGED = ("credentials/2026-0001.log.json", "log/checkpoint")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)


def says_the_same(one: bytes, other: bytes) -> bool:
    """Tell whether two credentials make the same statements, by no proof but the same one."""
    first, second = json.loads(one), json.loads(other)
    proofs = first.pop("proof")
    proof = second.pop("proof")
    listed = proofs if isinstance(proofs, list) else [proofs]
    return canonical(first) == canonical(second) and all(each == proof for each in listed)


class Issuer:
    """An issuer, and a credential of it; no dataclass, for hypothesis would tell all that is in it."""

    def __init__(self, world: World, path: Path, data: bytes) -> None:
        self.world, self.path, self.data = world, path, data


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    world = World()
    path = opened(world, tmp_path_factory.mktemp("fuzz") / "city")
    issued(path)
    return Issuer(world, path, (path / "public" / "credentials" / "2026-0001.json").read_bytes())


@given(st.binary(max_size=500) | JSON.map(lambda told: json.dumps(told).encode()))
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_no_credential_is_answered_and_never_valid(data: bytes) -> None:
    assert judged(World(), data).result is Result.NOT_VALID


@given(st.integers(0, 2**64))
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_changed_credential_is_answered_and_never_valid(office: Issuer, seed: int) -> None:
    world, data = office.world, office.data
    changed = mutated(data, random.Random(seed))  # noqa: S311  # to find faults, not to keep secrets
    if judged(world, changed, with_log=seed % 2 == 0).result is Result.VALID:
        assert says_the_same(changed, data)


@given(st.integers(0, 2**64), st.sampled_from(SERVED + LOGGED))
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_changed_file_of_the_issuer_is_answered_and_never_makes_a_revoked_one_valid(
    revoked: Issuer, seed: int, name: str
) -> None:
    world, path, data = revoked.world, revoked.path, revoked.data
    chance = random.Random(seed)  # noqa: S311  # as above
    content = (path / "public" / name).read_bytes()
    is_json = name.endswith(".json")
    world.changed = {f"{CITY}/{name}": mutated(content, chance) if is_json else noise(chance)}
    try:
        assert judged(world, data, now=days(2), with_log=True).result is not Result.VALID
    finally:
        world.changed = {}


@pytest.fixture(scope="module")
def revoked(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    world = World()
    path = opened(world, tmp_path_factory.mktemp("revoked") / "city")
    issued(path)
    with working(path) as open_office:
        change(open_office, "2026-0001", "revoked", days(1), notes={})
    return Issuer(world, path, (path / "public" / "credentials" / "2026-0001.json").read_bytes())


@given(st.integers(0, 2**64), st.sampled_from(SERVED + LOGGED))
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_changed_file_of_the_issuer_is_answered_and_leaves_valid_only_what_says_the_same(
    office: Issuer, seed: int, name: str
) -> None:
    """A DID document may say more than is read; the others are signed, or stand in the log."""
    world, path, data = office.world, office.path, office.data
    chance = random.Random(seed)  # noqa: S311  # as above
    content = (path / "public" / name).read_bytes()
    changed = mutated(content, chance) if name.endswith(".json") else noise(chance)
    world.changed = {f"{CITY}/{name}": changed}
    try:
        verdict = judged(world, data, now=NOW, with_log=True)
    finally:
        world.changed = {}
    if verdict.result is Result.VALID and name in SERVED[1:]:
        assert says_the_same(changed, content)
