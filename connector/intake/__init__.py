"""Tables in other people's shapes to parties: `read_startups`, `read_offers`."""

from connector.intake.fields import columns_of
from connector.intake.profiles import Profile, load_profile, profile_names
from connector.intake.read import Reading, read_offers, read_startups
from connector.intake.tally import Unmapped

__all__ = [
    "Profile",
    "Reading",
    "Unmapped",
    "columns_of",
    "load_profile",
    "profile_names",
    "read_offers",
    "read_startups",
]
