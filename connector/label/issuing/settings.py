"""How a label is run in its folder: who issues, where it is published, by which scheme."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, ValidationError

from connector.label.credential.did import address_of, did_of_address
from connector.label.credential.errors import DidFaultyError
from connector.label.credential.status_list import LEAST
from connector.label.credential.writing import Issuer
from connector.label.issuing.errors import FolderFaultyError
from connector.parties.record import LanguageTag, Name, Record

if TYPE_CHECKING:
    from pathlib import Path


SETTINGS: Final = "label.toml"


class LabelSettings(Record):
    """The file ``label.toml``.

    Attributes
    ----------
    name, address
        Of the issuer, and where the folder ``public`` will be found in the web.
    language
        In which credentials are written.
    scheme
        Label of the scheme, or the name of a TOML file in the folder.
    lists_hold_days
        For how many days a status list speaks. It has to be signed anew before.
    places
        How many credentials the status lists have room for.
    """

    name: Name
    # so that what a certificate's code leads to can be read from a wall
    address: Annotated[str, Field(max_length=300)]
    language: LanguageTag = "en"
    scheme: Annotated[str, Field(max_length=200)] = "diversity-connector-2026"
    lists_hold_days: Annotated[int, Field(ge=1, le=366)] = 35
    places: Annotated[int, Field(ge=LEAST, le=1_048_576, multiple_of=8)] = LEAST

    @property
    def issuer(self) -> Issuer:
        """Who signs."""
        did = did_of_address(self.address)
        return Issuer(did, self.name, address_of(did))


def read_settings(path: Path) -> LabelSettings:
    """Return the settings of a label.

    Raises
    ------
    FolderFaultyError
        If there are none, or they are faulty.
    """
    try:
        settings = LabelSettings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        did_of_address(settings.address)
    except FileNotFoundError as error:
        raise FolderFaultyError(
            f"There is no label in {path.parent}.", "Make one: diversity-platform label init FOLDER"
        ) from error
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in fault["loc"])
        raise FolderFaultyError(f"{path.name}, {place}: {fault['msg']}.", "Set it right there.") from error
    except (ValueError, DidFaultyError) as error:
        raise FolderFaultyError(f"{path.name}: {error}", "Set it right there.") from error
    return settings


def written_settings(settings: LabelSettings) -> str:
    """Return the text of ``label.toml``."""
    return (
        "# How this label is run. Keep the whole folder in a backup; publish the folder `public` alone.\n"
        "# What `address` says is part of every credential: it cannot change later.\n\n"
        + "".join(f"{name} = {_toml(value)}\n" for name, value in settings.model_dump().items())
    )


def _toml(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    return json.dumps(value, ensure_ascii=False)  # a basic string of TOML is escaped as in JSON
