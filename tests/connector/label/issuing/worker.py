"""A process of its own that works in a folder; run by the tests beside it, never imported.

``issue FOLDER N`` issues N badges, each in a command of its own, and writes the number of each.
``hold FOLDER`` takes the folder, says so, and keeps it until its input ends.
``dying FOLDER N SEED`` issues one, lets another process issue in a loop, and kills that after a random time;
N times. It writes ``issued NUMBER`` for each issue that was reported, and ``head`` with the head that stood
after each kill.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from connector.label.issuing.files import alone
from tests.connector.label.world import issued


def issue_one(folder: Path) -> str:
    return str(issued(folder)["id"]).rpartition("/")[2].removesuffix(".json")


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())  # at once and in one piece, whoever is killed next


def loop(folder: Path) -> NoReturn:
    while True:
        say(f"issued {issue_one(folder)}")


def dying(folder: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # moments of a test
    for _ in range(times):
        begun = time.monotonic()
        say(f"issued {issue_one(folder)}")
        one = time.monotonic() - begun
        child = os.fork()
        if child == 0:
            loop(folder)
        time.sleep(chance.uniform(0, 4 * one))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        head = folder / "public" / "log" / "checkpoint"
        say(f"head {json.dumps(head.read_text())}")


if __name__ == "__main__":
    what, path, *rest = sys.argv[1:]
    if what == "issue":
        for _ in range(int(rest[0])):
            say(issue_one(Path(path)))
    elif what == "dying":
        dying(Path(path), int(rest[0]), int(rest[1]))
    else:
        with alone(Path(path)):
            say("held")
            sys.stdin.read()
