"""`diversity-platform label`: what an applicant, an issuer or a reader of the label does by hand."""

from __future__ import annotations

from diversity_platform.cli.lazy import LazyGroup

_HERE = "diversity_platform.cli.label"
#: name -> (module, one line for the list of commands)
_COMMANDS: dict[str, tuple[str, str]] = {
    "template": (f"{_HERE}.template", "Write a file of answers to fill in."),
    "check": (f"{_HERE}.check", "Tell the level that answers reach, and what is missing."),
    "verify": (f"{_HERE}.verify", "Tell whether a credential is what it says, today."),
    "init": (f"{_HERE}.init", "Open a label in a folder, with keys of its own."),
    "issue": (f"{_HERE}.issue", "Issue a credential, its certificate and its seal."),
    "suspend": (f"{_HERE}.suspend", "Suspend what was issued."),
    "restore": (f"{_HERE}.restore", "End a suspension."),
    "revoke": (f"{_HERE}.revoke", "Withdraw what was issued, for good."),
    "list": (f"{_HERE}.list_issued", "Show all that was issued, and how it stands."),
    "refresh": (f"{_HERE}.refresh", "Sign the status lists anew; due every few weeks."),
    "rotate-key": (f"{_HERE}.rotate_key", "Take new keys into use: in good order, after a loss or a theft."),
    "endorse": (f"{_HERE}.endorse", "Vouch for another issuer."),
    "endorsed-by": (f"{_HERE}.endorsed_by", "Carry an endorsement by somebody else in what is issued."),
    "recover": (f"{_HERE}.recover", "Make a folder anew of what was published."),
}

command = LazyGroup(
    "label",
    rows=_COMMANDS,
    help="Check answers to the scheme of the label, verify its credentials, and run a label.",
)
