"""What the tests of a label's folder share: all its files, other processes, a log as others see it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from connector.label.credential.keys import public_key
from connector.label.issuing.folder import working_in
from connector.label.log import Checkpoint, HeadRefusedError, consistency_proof, is_consistent, opened
from tests.connector.label.world import CHEAP, CITY, PASSPHRASE

ROOT = Path(__file__).parents[4]
LOG_NAME = f"{CITY.removeprefix('https://')}/log"


def contents(folder: Path) -> dict[str, bytes]:
    """Return path -> content of all files."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def started(*told: object) -> subprocess.Popen[str]:
    """Start a process of its own that works in a folder: see `worker.py`."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.connector.label.issuing.worker", *map(str, told)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def first_line(process: subprocess.Popen[str]) -> str:
    return cast("IO[str]", process.stdout).readline().strip()


def head(folder: Path, note: str | None = None) -> Checkpoint:
    """Return a signed head of a label, by default the one that is published."""
    with working_in(folder, PASSPHRASE, cost=CHEAP) as office:
        keys = [public_key(key.public) for key in office.ledger.keys.values() if key.purpose == "log"]
    note = (folder / "public" / "log" / "checkpoint").read_text() if note is None else note
    for key in keys[:-1]:
        with suppress(HeadRefusedError):  # an earlier key may have signed it
            return opened(note, LOG_NAME, key)
    return opened(note, LOG_NAME, keys[-1])


def continues(folder: Path, earlier: Checkpoint) -> bool:
    """Tell whether the published log has grown out of an earlier head."""
    present = head(folder)

    def read(path: str) -> bytes:
        return (folder / "public" / "log" / path).read_bytes()

    proof = consistency_proof(read, earlier.size, present.size)
    return is_consistent(earlier.size, present.size, earlier.root, present.root, proof)


def without_proof(document: dict[str, Any]) -> dict[str, Any]:
    return {term: value for term, value in document.items() if term != "proof"}
