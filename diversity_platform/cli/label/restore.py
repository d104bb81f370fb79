"""`diversity-platform label restore`."""

from __future__ import annotations

from diversity_platform.cli.label.changing import changing

command = changing("restore", "restored", "End the suspension of what was issued from FOLDER under NUMBER.")
