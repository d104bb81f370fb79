"""A ranker on the signals, learned from outcomes, that ranks only where it beats the declared weights.

`learn` takes what was shown (`connector.matching.learning.shown`) and what the engine saw of it when it was
shown (`connector.matching.learning.features`), and returns a `Learned` with its card.
"""

from connector.matching.learning.ranker.learn import KINDS, VERSION, learn
from connector.matching.learning.ranker.learned import Learned

__all__ = ["KINDS", "VERSION", "Learned", "learn"]
