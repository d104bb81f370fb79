"""The policy of a release: it asks for more protection than the product gives, never for less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rating.disclosure import Movement, Policy
from rating.errors import InputRefusedError
from rating.intake.policies import read_policy

if TYPE_CHECKING:
    from pathlib import Path

    from rating.errors import Fault


def policy_of(folder: Path, text: str) -> Policy:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return read_policy(path)


def faults_of(folder: Path, text: str) -> tuple[Fault, ...]:
    with pytest.raises(InputRefusedError) as caught:
        policy_of(folder, text)
    return caught.value.faults


def test_an_empty_file_asks_for_what_the_product_gives_anyway(tmp_path: Path) -> None:
    assert policy_of(tmp_path, "") == Policy()


def test_every_key_is_read(tmp_path: Path) -> None:
    policy = policy_of(
        tmp_path,
        """
        k = 8
        k_sensitive = 12
        sensitive = ["age", "seniority"]
        source = "own records"

        [population]
        reference_date = 2026-06-30
        joiners = 12
        leavers = 9

        [population.companies."Acme & Sons"]
        joiners = 0
        """,
    )
    assert policy == Policy(
        source="own records",
        k=8,
        k_sensitive=12,
        sensitive=frozenset({"age", "seniority"}),
        reference_date="2026-06-30",
        movement=Movement(12, 9),
        movements={"Acme & Sons": Movement(0, None)},
    )


def test_a_policy_may_be_written_with_the_words_of_a_released_file(tmp_path: Path) -> None:
    policy = policy_of(
        tmp_path,
        """
        [rule]
        k = 7
        k_sensitive = 11
        zeros = "withheld below 30"
        rounding = "none"
        editions = "small changes are kept back"
        """,
    )
    assert (policy.k, policy.k_sensitive) == (7, 11)


def test_a_floor_at_the_top_holds_beside_a_rule_that_names_none(tmp_path: Path) -> None:
    """What was asked for is not lost in silence."""
    assert policy_of(tmp_path, 'k = 8\n[rule]\nrounding = "none"\n').k == 8


@pytest.mark.parametrize(
    ("text", "name", "asked", "floor"),
    [
        ("k = 4", "k", 4, 5),
        ("k = 0", "k", 0, 5),
        ("k = -1", "k", -1, 5),
        ("k_sensitive = 9", "k_sensitive", 9, 10),
        ("k = 9\nk_sensitive = 9", "k_sensitive", 9, 10),
        ("[rule]\nk = 1", "k", 1, 5),
        ("[rule]\nk_sensitive = 5", "k_sensitive", 5, 10),
    ],
)
def test_no_file_lowers_a_floor(text: str, name: str, asked: int, floor: int, tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, text)
    assert (fault.file, fault.place) == ("policy.toml", name)
    assert fault.message == f"{name} = {asked} is below the floor of {floor}, which nothing lowers."
    assert fault.remedy == f"Write {floor} or more, or leave the line out."


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("already_public = true", "already_public", "Extra inputs are not permitted."),
        ("not_sensitive = ['race']", "not_sensitive", "Extra inputs are not permitted."),
        ("K = 4", "K", "Extra inputs are not permitted."),
        ("[rule]\nfloor = 3", "rule.floor", "Extra inputs are not permitted."),
        ("k = 4.5", "k", "Input should be a valid integer."),
        ("k = '9'", "k", "Input should be a valid integer."),
        ("k = true", "k", "Input should be a valid integer."),
        ("sensitive = 'age'", "sensitive", "Input should be a valid list."),
        ("[population]\njoiners = -1", "population.joiners", "Input should be greater than or equal to 0."),
        ("[population]\njoiners = 9.5", "population.joiners", "Input should be a valid integer."),
        ("[population]\nreference_date = '2026-13-01'", "population.reference_date", None),
        ("[population.companies]\nAcme = 3", "population.companies.Acme", None),
        ("[population.companies.Acme]\nleavers = 'many'", "population.companies.Acme.leavers", None),
    ],
)
def test_what_is_no_policy_is_refused_with_its_place(
    text: str, place: str, message: str | None, tmp_path: Path
) -> None:
    (fault,) = faults_of(tmp_path, text)
    assert (fault.file, fault.place) == ("policy.toml", place)
    assert message is None or fault.message == message
    assert fault.remedy == "The keys are described in docs/formats/release.md."


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    found = faults_of(tmp_path, "k = 'a'\nwhat = 1\n[population]\nleavers = -1\n")
    assert {fault.place for fault in found} == {"k", "what", "population.leavers"}


@pytest.mark.parametrize("content", [b"k = ", b"= 5", b"\xff\xfe\x00k", b"k = 5\nk = 6", b"{}"])
def test_what_is_no_toml_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(content)
    with pytest.raises(InputRefusedError) as caught:
        read_policy(path)
    (fault,) = caught.value.faults
    assert (fault.file, fault.message.startswith("this is no TOML: ")) == ("policy.toml", True)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes("k = 6".encode("utf-8-sig"))
    assert read_policy(path).k == 6


@pytest.mark.parametrize("name", ["none.toml", "folder"])
def test_a_file_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputRefusedError) as caught:
        read_policy(tmp_path / name)
    (fault,) = caught.value.faults
    assert (fault.file, fault.message.startswith("the file cannot be read (")) == (name, True)
