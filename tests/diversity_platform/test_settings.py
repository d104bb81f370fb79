"""The settings: read once, all faults at once, and no password in any of them."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from diversity_platform.settings import SettingsError, names, read_settings, sender

_KNOWN = (
    "DIVERSITY_DATABASE, DIVERSITY_HOST, DIVERSITY_PORT, DIVERSITY_ADDRESS, DIVERSITY_OPERATOR, "
    "DIVERSITY_CONTACT, DIVERSITY_MAIL, DIVERSITY_MAIL_FROM, DIVERSITY_ALERTS, "
    "DIVERSITY_ALERTS_LANGUAGE, DIVERSITY_LOGS"
)


def faults(**variables: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as refused:
        read_settings({f"DIVERSITY_{name.upper()}": value for name, value in variables.items()})
    return refused.value.faults


def test_without_variables_an_installation_is_a_file_on_this_machine() -> None:
    settings = read_settings({})
    assert settings.database == "sqlite+aiosqlite:///var/platform.db"
    assert settings.database_file == Path("var/platform.db")
    assert (settings.host, settings.port, settings.public_address) == (
        "127.0.0.1",
        8000,
        "http://127.0.0.1:8000",
    )
    assert (settings.operator, settings.contact) == ("", "")


def test_every_variable_is_read() -> None:
    settings = read_settings(
        {
            "DIVERSITY_DATABASE": "postgresql://platform:secret@db.example:5433/ratings",
            "DIVERSITY_HOST": "0.0.0.0",  # noqa: S104 - read and not listened on
            "DIVERSITY_PORT": "80",
            "DIVERSITY_ADDRESS": "https://ratings.example",
            "DIVERSITY_OPERATOR": "City of Havenport",
            "DIVERSITY_CONTACT": "ratings@havenport.example",
            "DIVERSITY_MAIL": "smtps://platform:secret@mail.example",
            "DIVERSITY_MAIL_FROM": "Havenport ratings <ratings@havenport.example>",
            "DIVERSITY_ALERTS": "operations@havenport.example",
            "DIVERSITY_ALERTS_LANGUAGE": "fr",
            "DIVERSITY_LOGS": "json",
        }
    )
    assert settings.model_dump() == {
        "database": "postgresql+asyncpg://platform:secret@db.example:5433/ratings",
        "host": "0.0.0.0",  # noqa: S104
        "port": 80,
        "address": "https://ratings.example",
        "operator": "City of Havenport",
        "contact": "ratings@havenport.example",
        "mail": "smtps://platform:secret@mail.example",
        "mail_from": "Havenport ratings <ratings@havenport.example>",
        "alerts": "operations@havenport.example",
        "alerts_language": "fr",
        "logs": "json",
    }
    assert settings.public_address == "https://ratings.example"
    assert ", ".join(names()) == _KNOWN


def test_a_started_process_reads_the_same_settings() -> None:
    settings = read_settings({"DIVERSITY_DATABASE": "postgres://u:p@h/d", "DIVERSITY_PORT": "81"})
    assert read_settings(settings.as_environment()) == settings


def test_variables_of_others_and_empty_ones_are_left_alone() -> None:
    others = {"PATH": "/usr/bin", "PORT": "none", "DIVERSITY_PORT": "", "diversity_port": "x"}
    assert read_settings(others) == read_settings({})


@pytest.mark.parametrize(
    ("written", "database", "file"),
    [
        ("sqlite:///var/a.db", "sqlite+aiosqlite:///var/a.db", Path("var/a.db")),
        ("sqlite:////srv/a.db", "sqlite+aiosqlite:////srv/a.db", Path("/srv/a.db")),
        ("sqlite+aiosqlite:///a.db", "sqlite+aiosqlite:///a.db", Path("a.db")),
        ("sqlite:///:memory:", "sqlite+aiosqlite:///:memory:", None),
        ("postgresql://u@h/d", "postgresql+asyncpg://u@h/d", None),
        ("postgres://u:p@h:1/d", "postgresql+asyncpg://u:p@h:1/d", None),
        ("postgresql+asyncpg://h/d", "postgresql+asyncpg://h/d", None),
    ],
)
def test_an_address_of_a_database_gets_the_driver_we_test_with(
    written: str, database: str, file: Path | None
) -> None:
    settings = read_settings({"DIVERSITY_DATABASE": written})
    assert (settings.database, settings.database_file) == (database, file)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("mysql://u:p@h/d", "it must begin with sqlite:/// or postgresql://"),
        ("var/platform.db", "it must begin with sqlite:/// or postgresql://"),
        ("sqlite:platform.db", "it must begin with sqlite:/// or postgresql://"),
        ("sqlite://platform.db", "a file is written sqlite:///FILE, with three slashes before the name"),
    ],
)
def test_another_address_of_a_database_is_refused_with_the_forms_there_are(written: str, why: str) -> None:
    forms = "sqlite:///FILE (four slashes for an absolute path) or postgresql://…"
    assert faults(database=written) == (f"DIVERSITY_DATABASE: {why}. Expected: {forms}",)


@pytest.mark.parametrize("port", ["1", "65535"])
def test_the_ends_of_the_range_are_ports(port: str) -> None:
    assert read_settings({"DIVERSITY_PORT": port}).port == int(port)


@pytest.mark.parametrize("port", ["0", "-1", "65536", "eighty", "80.5"])
def test_what_is_no_port_is_refused_as_it_was_written(port: str) -> None:
    (fault,) = faults(port=port)
    assert fault.startswith(f"DIVERSITY_PORT ('{port}'): Input should be ")
    assert fault.endswith(". Expected: Port to listen on.")


@pytest.mark.parametrize("address", ["ratings.example", "https://ratings.example/", "ftp://a", "https://a b"])
def test_a_public_address_is_scheme_and_host_and_no_more(address: str) -> None:
    (fault,) = faults(address=address)
    assert fault.startswith(f"DIVERSITY_ADDRESS ('{address}'): ")
    assert fault.endswith(". Expected: Public address, for links that are cited.")


@pytest.mark.parametrize(
    "written",
    [
        "smtps://u:p@mail.example",
        "smtp://u:p@mail.example:2525",
        "smtp+plain://127.0.0.1",
        "smtps://[::1]:465",
    ],
)
def test_mails_leave_by_a_server_or_stay_on_the_terminal(written: str) -> None:
    by = "ratings@havenport.example"
    assert read_settings({"DIVERSITY_MAIL": written, "DIVERSITY_MAIL_FROM": by}).mail == written
    assert read_settings({}).mail == "console:"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("mail.example", "it must begin with smtps://, smtp://, smtp+plain:// or be console:"),
        ("imap://mail.example", "it must begin with smtps://, smtp://, smtp+plain:// or be console:"),
        ("smtps://", "it names no server, or a port that is none"),
        ("smtps://hunter2@:465", "it names no server, or a port that is none"),
        ("smtps://mail.example:0", "it names no server, or a port that is none"),
        ("smtps://u:hunter2@mail.example:70000", "it names no server, or a port that is none"),
    ],
)
def test_another_way_for_mails_is_refused_without_its_password(written: str, why: str) -> None:
    (fault,) = faults(mail=written, mail_from="a@b.example")
    assert fault.startswith(f"DIVERSITY_MAIL: {why}. Expected: smtps://USER:PASSWORD@HOST, ")
    assert "hunter2" not in fault


def test_a_mail_server_needs_a_sender() -> None:
    (fault,) = faults(mail="smtps://mail.example")
    why = "a mail server is named, and it takes no mail without a sender"
    assert fault.startswith(f"DIVERSITY_MAIL_FROM: {why}. Expected: Sender of mails")


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("a@b.example", "", "a@b.example"),
        ("Ærø Kommune <a@b.example>", "Ærø Kommune", "a@b.example"),
        ('"Havenport, ratings" <a@b.example>', "Havenport, ratings", "a@b.example"),
    ],
)
def test_a_sender_is_an_address_with_or_without_a_name(written: str, name: str, address: str) -> None:
    found = sender(read_settings({"DIVERSITY_MAIL_FROM": written}).mail_from)
    assert (found.display_name, found.addr_spec) == (name, address)


@pytest.mark.parametrize(
    "written", ["nobody", "a@b@c", "@b", "A <a@b", "a@b>", "A\nBcc: x <a@b>", "A <a b@c>"]
)
def test_what_is_no_sender_is_refused(written: str) -> None:
    (fault,) = faults(mail_from=written)
    assert fault.startswith("DIVERSITY_MAIL_FROM (")


def test_all_faults_are_told_at_once_with_the_variables_names() -> None:
    told = faults(databse="sqlite:///a.db", port="70000", host="h", contact="nobody", colour="red")
    assert [fault.split(" ")[0] for fault in told] == [
        "DIVERSITY_DATABSE",
        "DIVERSITY_COLOUR",
        "DIVERSITY_PORT",
        "DIVERSITY_CONTACT",
    ]
    assert told[0] == f"DIVERSITY_DATABSE is not a setting. Known: {_KNOWN}."


def test_a_password_is_never_shown() -> None:
    environment = {"DIVERSITY_DATABASE": "mysql://platform:hunter2@h/d", "DIVERSITY_PORT": "0"}
    assert "hunter2" in str(environment)
    with pytest.raises(SettingsError) as refused:
        read_settings(environment)
    assert len(refused.value.faults) == 2
    assert "hunter2" not in "".join(traceback.format_exception(refused.value, chain=True))
