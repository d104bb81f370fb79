"""What anonymous readers see: published editions and nothing else."""

from diversity_platform.editions.public.api import ApiController
from diversity_platform.editions.public.pages import PageController, PermalinkController

__all__ = ["ApiController", "PageController", "PermalinkController"]
