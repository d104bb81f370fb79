"""`diversity-platform mail`: the outbox, as those who look after an installation see it."""

from __future__ import annotations

from diversity_platform.cli.lazy import LazyGroup

_HERE = "diversity_platform.cli.mail"
#: name -> (module, one line for the list of commands)
_COMMANDS: dict[str, tuple[str, str]] = {
    "list": (f"{_HERE}.list_mails", "Show mails, the latest first."),
    "test": (f"{_HERE}.test", "Send a test mail, and tell how it went."),
    "again": (f"{_HERE}.again", "Send a mail once more that did not get through."),
    "allow": (f"{_HERE}.allow", "Send to an address again that mail came back from."),
    "bounce": (f"{_HERE}.bounce", "Take in a mail server's report of a mail that came back."),
}

command = LazyGroup(
    "mail", rows=_COMMANDS, help="Look at mails, send a test, send again, note what came back."
)
