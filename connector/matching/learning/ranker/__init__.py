"""A ranker on the signals, learned from outcomes, that ranks only where it beats the declared weights.

>>> from connector.matching.learning.ranker import Learned, learn
>>> sorted(name for name in dir(Learned) if name in {"score", "contributions", "to_json", "from_json"})
['contributions', 'from_json', 'score', 'to_json']
"""

from connector.matching.learning.ranker.learn import KINDS, VERSION, learn
from connector.matching.learning.ranker.learned import Learned

__all__ = ["KINDS", "VERSION", "Learned", "learn"]
