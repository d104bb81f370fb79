"""The vocabularies are those of the standards, byte by byte, and there are no others."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from openbadgeslib.ob3.contexts import bundled_contexts

from connector.errors import DefinitionError
from connector.label.credential.contexts import (
    ALL_OPEN_BADGES,
    CREDENTIALS,
    OPEN_BADGES,
    load_context,
    pinned_contexts,
)
from connector.label.credential.errors import UnknownContextError

FOLDER = Path(str(files("connector.label.credential") / "contexts"))
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
#: SHA-256 as the recommendations print it: VC Data Model 2.0, B.1, and VC Data Integrity 1.0, 2.4.
PRINTED = {
    "credentials-v2.json": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    "data-integrity-v2.json": "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
}


@pytest.mark.parametrize("file", sorted(PRINTED))
def test_the_files_are_those_whose_digests_the_recommendations_print(file: str) -> None:
    assert hashlib.sha256((FOLDER / file).read_bytes()).hexdigest() == PRINTED[file]


def test_the_vocabularies_of_the_forms_are_kept_and_no_others() -> None:
    assert set(pinned_contexts()) == {CREDENTIALS, DATA_INTEGRITY, *ALL_OPEN_BADGES}
    assert OPEN_BADGES in ALL_OPEN_BADGES


def test_every_file_of_vocabulary_is_one_that_is_listed() -> None:
    kept = {json.dumps(context, sort_keys=True) for context in pinned_contexts().values()}
    found = {json.dumps(json.loads(file.read_bytes()), sort_keys=True) for file in FOLDER.glob("*.json")}
    assert kept == found


@pytest.mark.parametrize("address", [CREDENTIALS, OPEN_BADGES])
def test_they_say_what_openbadgeslib_brings_as_well(address: str) -> None:
    assert pinned_contexts()[address] == bundled_contexts()[address]


def test_a_vocabulary_is_given_as_processors_ask_for_it() -> None:
    told = load_context(CREDENTIALS, {"headers": {}})
    assert told["document"] == json.loads((FOLDER / "credentials-v2.json").read_bytes())
    assert (told["documentUrl"], told["contextUrl"]) == (CREDENTIALS, None)


@pytest.mark.parametrize(
    "address",
    [
        "https://vocabulary.example/v1",
        "https://www.w3.org/ns/credentials/v1",
        f"{CREDENTIALS}/",
        f"{CREDENTIALS}#",
        CREDENTIALS.replace("https", "http"),
        "",
    ],
)
def test_another_vocabulary_is_refused(address: str) -> None:
    with pytest.raises(UnknownContextError):
        load_context(address)


def test_a_file_that_somebody_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    shutil.copytree(FOLDER, package / "contexts")
    monkeypatch.setattr("connector.label.credential.contexts.files", lambda _: package)
    assert pinned_contexts.__wrapped__() == pinned_contexts()
    file = package / "contexts" / "credentials-v2.json"
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(DefinitionError, match="credentials-v2"):
        pinned_contexts.__wrapped__()
