"""`diversity-platform label suspend`."""

from __future__ import annotations

from diversity_platform.cli.label.changing import changing

command = changing(
    "suspend",
    "suspended",
    "Suspend what was issued from FOLDER under NUMBER. It can be restored.",
    has_ground=True,
)
