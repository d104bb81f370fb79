"""The main job for whoever sits at a Python prompt: rate, rank, look, ask why.

Everything that comes out is drawn from the published document: it has passed the gate, and is what `rate` on
the command line and the pages show.
"""

from rating.workbench.ask import Answer
from rating.workbench.ranked import Ranked, rank
from rating.workbench.rated import Rated, rate
from rating.workbench.reading import read_benchmark, read_headcounts

__all__ = ["Answer", "Ranked", "Rated", "rank", "rate", "read_benchmark", "read_headcounts"]
