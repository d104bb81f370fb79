"""The main job of the connector on files: `match_files`."""

from connector.run.files import Options, match_files
from connector.run.progress import Progress

__all__ = ["Options", "Progress", "match_files"]
