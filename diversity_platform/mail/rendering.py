"""From a template and its fields to a mail as it is sent."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, FunctionLoader, PackageLoader

from diversity_platform.settings import sender
from diversity_platform.web.languages import LANGUAGES
from diversity_platform.web.rendering import environment

if TYPE_CHECKING:
    from datetime import datetime

    from jinja2 import Environment

    from diversity_platform.mail.models import Mail
    from diversity_platform.settings import Settings

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
#: Where nobody is named, mails come from here; only a terminal ever sees them.
_NOBODY = Address("Diversity Platform", addr_spec="nobody@localhost")
#: Vacation notices and mailing lists leave such mails alone (RFC 3834).
_BY_A_MACHINE = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def refuse_unless_there(template: str, language: str) -> None:
    """Check that there is a template, in a language that the site is offered in.

    Raises
    ------
    LookupError
        If there is none: a mistake of ours.
    """
    if language not in LANGUAGES or not LANGUAGES[language].is_complete:
        raise LookupError(f"no mail is written in '{language}'")
    _environment(language).get_template(_file(template))


def compose(mail: Mail, settings: Settings, *, now: datetime) -> EmailMessage:
    """Return a mail as it is sent.

    Its Message-ID is the same in every attempt: who gets it twice can tell.
    """
    template = _environment(mail.language).get_template(_file(mail.template))
    subject, _, body = template.render(**mail.fields, settings=settings).partition("\n")
    by = sender(settings.mail_from) if settings.mail_from else _NOBODY
    message = EmailMessage()
    message.set_content(_BLANK_LINES.sub("\n\n", body.strip()) + "\n", cte="quoted-printable")
    message["From"] = by
    message["To"] = mail.to_address
    message["Subject"] = subject.strip()
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(mail, by)
    message["Content-Language"] = mail.language
    for name, value in _BY_A_MACHINE.items():
        message[name] = value
    return message


def message_id(mail: Mail, by: Address) -> str:
    """Return what a mail is called among all mails of the world."""
    return f"<{mail.id}@{by.domain}>"


def _file(template: str) -> str:
    room, _, name = template.partition(".")
    return f"{room}/mail/{name}.txt"


@cache
def _environment(language: str) -> Environment:
    loader = ChoiceLoader([PackageLoader("diversity_platform.mail"), FunctionLoader(_source)])
    return environment(LANGUAGES[language], loader, {}, is_html=False)


def _source(name: str) -> str | None:
    """Return a template of the slice that its name begins with: mail need not know the slices above it."""
    room = name.partition("/")[0]
    try:
        loader = PackageLoader(f"diversity_platform.{room}")
    except (ModuleNotFoundError, ValueError):  # no such slice, or one without templates
        return None
    return loader.get_source(_environment("en"), name)[0]
