"""The libraries of Digital Bazaar under node as an oracle: many commands in one start, and never a network.

A command is a dictionary that `verifying`, `issuing` and the others below make; `judged` runs a batch.
Skipped where node or its packages are absent; with REQUIRE_NODE=1 that fails instead.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from openbadgeslib.ob3.contexts import bundled_contexts

from tests.conftest import real_program, required
from tests.oracles.verdict import CannotDoError, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.oracles.keys import Key

FOLDER = Path(__file__).parent / "vc"
#: The version that the packages want at least, as package.json says.
_OLDEST = (18, 17)
#: Seconds that a batch may take.
_PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    """What came of one command: its value, or why there is none."""

    content: Any = None
    reasons: tuple[str, ...] = ()

    @property
    def value(self) -> Any:  # noqa: ANN401 - JSON of any shape
        if self.reasons:
            raise CannotDoError(*self.reasons)
        return self.content

    @property
    def verdict(self) -> Verdict:
        if self.reasons:
            return Verdict(is_verified=False, reasons=self.reasons)
        return Verdict(self.content["verified"], tuple(self.content["errors"]))


@cache
def node() -> str:
    """Return the path of node; skip, or fail where it is required, without it or its packages."""
    program = real_program("node", "nodejs", require="NODE")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = tuple(int(part) for part in version.strip().removeprefix("v").split(".")[:2])
    if found < _OLDEST:
        _without(f"node {version.strip()} is older than {_OLDEST[0]}.{_OLDEST[1]}")
    # npm writes it when everything else is there
    if not (FOLDER / "node_modules" / ".package-lock.json").exists():
        _without("the node packages of tests/oracles/vc are not installed (make install-dev)")
    return program


def _without(reason: str) -> NoReturn:
    if required("NODE"):
        pytest.fail(f"{reason}, but REQUIRE_NODE is set")
    pytest.skip(reason)


def judged(
    commands: Iterable[Mapping[str, Any]], *, contexts: Mapping[str, Any] | None = None
) -> list[Answer]:
    """Run commands in one process.

    Parameters
    ----------
    commands
        What to do, in order; each stands by itself.
    contexts
        Address -> JSON-LD context, for all commands. By default those that openbadgeslib brings.

    Returns
    -------
    list of Answer
        One for each command.

    """
    request = {"contexts": bundled_contexts() if contexts is None else contexts, "commands": list(commands)}
    result = subprocess.run(
        [node(), "judge.mjs"],
        cwd=FOLDER,
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    if result.returncode != 0:
        raise CannotDoError(result.stderr)
    return [Answer(line.get("value"), tuple(line.get("error", ()))) for line in json.loads(result.stdout)]


def verifying(
    credential: Mapping[str, Any], documents: Mapping[str, Any] | None = None, *, now: str | None = None
) -> dict[str, Any]:
    """Verify a credential with its status lists.

    Parameters
    ----------
    credential
        As it was received.
    documents
        Address -> what is served there: DID documents, status lists. A did:web document stands under its
        DID or under its https address; a did:key needs none.
    now
        The time to judge at, as an XSD dateTimeStamp; the clock's when absent.

    """
    return _command("verify", credential=credential, documents=documents or {}, now=now)


def issuing(
    credential: Mapping[str, Any], key: Key, *, method: str | None = None, created: str | None = None
) -> dict[str, Any]:
    """Sign a credential; `method` names the key (by default as did:key), `created` the time of the proof."""
    multikey = {"publicKeyMultibase": key.public_multibase, "secretKeyMultibase": key.secret_multibase}
    return _command(
        "issue", credential=credential, key=multikey, verificationMethod=method or key.method, created=created
    )


def canonizing(document: Mapping[str, Any], *, is_strict: bool = True) -> dict[str, Any]:
    """Give a document as canonical N-Quads (RDFC-1.0); strictly, an undefined term is an error."""
    return _command("canonize", document=document, strict=is_strict)


def listing(address: str, purpose: str, indices: Iterable[int], *, length: int = 131_072) -> dict[str, Any]:
    """Make an unsigned status list credential, without issuer, with these bits set."""
    return _command("writeStatusList", id=address, purpose=purpose, length=length, set=sorted(indices))


def reading(encoded: str) -> dict[str, Any]:
    """Read an encodedList: gives its `length` and the indices that are `set`."""
    return _command("readStatusList", encodedList=encoded)


def fetching(address: str) -> dict[str, Any]:
    """Try to reach an address, which must not work."""
    return _command("fetchAddress", address=address)


def _command(name: str, **what: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON of any shape
    return {"do": name} | {key: value for key, value in what.items() if value is not None}
