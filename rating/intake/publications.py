"""Reading ``released.json`` files, ours and other people's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import ValidationError

from rating.disclosure.publication import SCHEMA, Publication
from rating.errors import Fault, InputRefusedError

if TYPE_CHECKING:
    from pathlib import Path

#: So many faults of one file are told.
_TOLD = 10


def read_publication(path: Path) -> Publication:
    """Read one file.

    Raises
    ------
    InputRefusedError
        If it cannot be read, is no JSON, or does not follow the format, with the place of each fault.
    """
    name = path.name
    remedy = "Give a file as 'diversity-platform release' writes it; see docs/formats/release.md."
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise InputRefusedError.because(
            name, "", f"the file cannot be read ({error.strerror}).", f"Check the path: {path}"
        ) from error
    except ValueError as error:
        raise InputRefusedError.because(name, "", f"this is no JSON ({error}).", remedy) from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise InputRefusedError.because(name, "schema", f"this is no '{SCHEMA}' document.", remedy)
    try:
        publication = Publication.model_validate(document)
    except ValidationError as error:
        wrong = error.errors()
        faults = tuple(
            Fault(name, ".".join(str(part) for part in entry["loc"]), f"{entry['msg']}.", remedy)
            for entry in wrong[:_TOLD]
        )
        raise InputRefusedError(faults, len(wrong) - len(faults)) from error
    if publication.noise is not None:
        raise InputRefusedError.because(
            name,
            "noise",
            "noise was added to these numbers: they promise no ranges and agree with no counts.",
            "Give files of exact counts; noisy ones are protected by their budget.",
        )
    return publication
