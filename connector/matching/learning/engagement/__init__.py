"""Whom did others like this start-up meet? Learned from past engagements, for start-ups never seen before."""

from connector.matching.learning.engagement.history import Engagement, History, Newcomer, history_of
from connector.matching.learning.engagement.model import EngagementModel, learn_engagement

__all__ = ["Engagement", "EngagementModel", "History", "Newcomer", "history_of", "learn_engagement"]
