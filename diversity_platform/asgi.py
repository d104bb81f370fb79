"""The application as a server loads it, set up from the environment."""

from __future__ import annotations

import os

from diversity_platform.app import create_app
from diversity_platform.settings import read_settings
from diversity_platform.web.head import with_head

app = with_head(create_app(read_settings(os.environ)))
