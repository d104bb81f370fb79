"""The main job as functions: files or tables in, one document out. The command line only adds words."""

from rating.run.files import Options, rate_files
from rating.run.inputs import Inputs, Outcome
from rating.run.periods import rate_inputs
from rating.run.progress import Progress

__all__ = ["Inputs", "Options", "Outcome", "Progress", "rate_files", "rate_inputs"]
