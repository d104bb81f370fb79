"""`diversity-platform db`: looking after the database."""

from __future__ import annotations

from diversity_platform.cli.lazy import LazyGroup

_HERE = "diversity_platform.cli.db"
#: name -> (module, one line for the list of commands)
_COMMANDS: dict[str, tuple[str, str]] = {
    "status": (f"{_HERE}.status", "Tell the schema's version, the size, and what migrations would do."),
    "migrate": ("diversity_platform.cli.migrate", "Bring the database to this version's schema."),
    "backup": (f"{_HERE}.backup", "Copy the embedded database, while it is in use."),
    "check": (f"{_HERE}.check", "Check that a backup is whole and can be restored."),
    "restore": (f"{_HERE}.restore", "Put a backup in the place of the embedded database."),
}

command = LazyGroup("db", rows=_COMMANDS, help="Look after the database: state, migrations, backup, restore.")
