"""`diversity-platform label revoke`."""

from __future__ import annotations

from diversity_platform.cli.label.changing import changing

command = changing(
    "revoke",
    "revoked",
    "Withdraw what was issued from FOLDER under NUMBER. It cannot be undone.",
    has_ground=True,
)
