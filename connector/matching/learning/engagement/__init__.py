"""Whom did others like this start-up meet? Learned from past engagements, for start-ups never seen before."""

from connector.matching.learning.engagement.history import Engagement, History, Newcomer, history_of
from connector.matching.learning.engagement.model import EngagementModel, learn_engagement
from connector.matching.learning.engagement.signal import co_engagement, traits_of

__all__ = [
    "Engagement",
    "EngagementModel",
    "History",
    "Newcomer",
    "co_engagement",
    "history_of",
    "learn_engagement",
    "traits_of",
]
