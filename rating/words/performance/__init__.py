"""What a study of a panel says, in every language that its pages are shown in."""

from rating.words.performance.say import languages, number, said
from rating.words.performance.verdict import verdict

__all__ = ["languages", "number", "said", "verdict"]
