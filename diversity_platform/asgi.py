"""The application as a server loads it, set up from the environment."""

from __future__ import annotations

import os
import signal
import threading
import time

from diversity_platform.app import create_app
from diversity_platform.logs import set_up_logs
from diversity_platform.settings import read_settings
from diversity_platform.web.head import with_head

_LOOK, _PATIENCE = 1.0, 5.0


def _end_with(parent: int) -> None:
    """End this process when the one that started it is gone: nobody would ever stop it."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE)
    os._exit(1)


_settings = read_settings(os.environ)
set_up_logs(_settings.logs)
app = with_head(create_app(_settings))
threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
