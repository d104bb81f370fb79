"""The settings of an installation: one frozen model, read once from the environment."""

from __future__ import annotations

from email.headerregistry import Address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Every variable of ours begins so; what does not is left alone.
PREFIX = "DIVERSITY_"

#: The drivers the product is tested with, by the beginning of the address.
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


#: How mails leave, by the beginning of the address; True where a server is named.
POSTS = {"smtps": True, "smtp": True, "smtp+plain": True, "console": False, "memory": False}

#: Settings that may hold a password: they are never shown.
_SECRET = {"database", "mail"}


class SettingsError(Exception):
    """The environment is faulty; all faults at once, each with the variable's name.

    Parameters
    ----------
    faults
        At least one sentence.
    """

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(BaseModel):
    """How an installation is run.

    Each field is the variable ``DIVERSITY_<FIELD>`` in capitals.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    database: Annotated[
        str, Field(description="sqlite:///FILE (four slashes for an absolute path) or postgresql://…")
    ] = "sqlite:///var/platform.db"
    host: Annotated[str, Field(min_length=1, description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, description="Port to listen on.")] = 8000
    address: Annotated[
        str, Field(pattern=r"^(https?://[^/\s]+)?$", description="Public address, for links that are cited.")
    ] = ""
    operator: Annotated[str, Field(description="Who runs this installation, for the about page.")] = ""
    contact: Annotated[
        str, Field(pattern=r"^([^@\s]+@[^@\s]+)?$", description="Mail address shown to the public.")
    ] = ""

    mail: Annotated[
        str,
        Field(
            description="smtps://USER:PASSWORD@HOST, smtp://USER:PASSWORD@HOST (encrypted by STARTTLS), "
            "smtp+plain://HOST (not encrypted: for a server on this machine), or console: (nothing is sent)"
        ),
    ] = "console:"
    mail_from: Annotated[
        str, Field(description="Sender of mails: NAME <ADDRESS>; needed where a mail server is named.")
    ] = ""
    alerts: Annotated[
        str,
        Field(pattern=r"^([^@\s]+@[^@\s]+)?$", description="Mail address that hears of what needs a person."),
    ] = ""
    alerts_language: Annotated[Literal["en", "fr"], Field(description="Language of alerts: en or fr.")] = "en"
    logs: Annotated[Literal["text", "json"], Field(description="text or json.")] = "text"

    @field_validator("database")
    @classmethod
    def _known_driver(cls, value: str) -> str:
        scheme, separator, rest = value.partition("://")
        driver = DRIVERS.get(scheme.split("+")[0])
        if not separator or driver is None:
            raise ValueError("it must begin with sqlite:/// or postgresql://")
        if driver == DRIVERS["sqlite"] and not rest.startswith("/"):
            raise ValueError("a file is written sqlite:///FILE, with three slashes before the name")
        return f"{driver}://{rest}"

    @field_validator("mail")
    @classmethod
    def _known_post(cls, value: str) -> str:
        scheme, separator, _ = value.partition(":")
        if not separator or scheme not in POSTS:
            raise ValueError("it must begin with smtps://, smtp://, smtp+plain:// or be console:")
        if POSTS[scheme]:
            try:
                server = urlsplit(value)
                is_whole = bool(server.hostname) and (server.port is None or server.port > 0)
            except ValueError:
                is_whole = False
            if not is_whole:
                raise ValueError("it names no server, or a port that is none")
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str, info: ValidationInfo) -> str:
        if not value and POSTS.get(str(info.data.get("mail", "")).partition(":")[0], False):
            raise ValueError("a mail server is named, and it takes no mail without a sender")
        if value:
            sender(value)
        return value

    @property
    def database_file(self) -> Path | None:
        """The file of an embedded database, None for a server or a database in memory."""
        prefix = f"{DRIVERS['sqlite']}:///"
        if not self.database.startswith(prefix) or self.database.endswith(":memory:"):
            return None
        return Path(self.database.removeprefix(prefix))

    def as_environment(self) -> dict[str, str]:
        """Return the settings as variables, for processes that are started."""
        return {f"{PREFIX}{name.upper()}": str(value) for name, value in self if value != ""}

    @property
    def public_address(self) -> str:
        """Scheme and host that links begin with."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.address or f"http://{host}:{self.port}"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings from environment variables.

    Parameters
    ----------
    environment
        All variables; empty ones count as not set.

    Raises
    ------
    SettingsError
        With every fault at once, unknown names among them.
    """
    ours = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and value
    }
    faults = [
        f"{PREFIX}{name.upper()} is not a setting. Known: {', '.join(names())}."
        for name in ours
        if name not in Settings.model_fields
    ]
    known = {name: value for name, value in ours.items() if name in Settings.model_fields}
    try:
        settings = Settings.model_validate(known)
    except ValidationError as error:
        faults += [_fault(str(entry["loc"][0]), str(entry["msg"]), known) for entry in error.errors()]
    else:
        if not faults:
            return settings
    raise SettingsError(tuple(faults))


def sender(text: str) -> Address:
    """Read a sender, ``NAME <ADDRESS>`` or ``ADDRESS``.

    Raises
    ------
    ValueError
        If it is none.
    """
    name, opening, rest = text.rpartition("<")
    if bool(opening) != rest.endswith(">"):
        raise ValueError("the address stands between < and >")
    address = rest.removesuffix(">").strip()
    if address.count("@") != 1 or not all(address.split("@")) or any(sign.isspace() for sign in address):
        raise ValueError("it holds no mail address")
    if not name.isprintable():
        raise ValueError("the name holds a sign that cannot be printed")
    return Address(name.strip().strip('"'), addr_spec=address)


def names() -> tuple[str, ...]:
    """Return the names of all variables."""
    return tuple(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)


def _fault(name: str, message: str, known: Mapping[str, str]) -> str:
    shown = "" if name in _SECRET or name not in known else f" ('{known[name]}')"
    expected = Settings.model_fields[name].description
    return f"{PREFIX}{name.upper()}{shown}: {message.removeprefix('Value error, ')}. Expected: {expected}"
