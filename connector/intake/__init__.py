"""Tables in other people's shapes to parties, and files beside them: `read_startups`, `read_offers`, ..."""

from connector.intake.fields import columns_of
from connector.intake.listed import Listed, UnfitEntryError, read_listed
from connector.intake.profiles import Profile, load_profile, profile_names
from connector.intake.read import Reading, read_offers, read_startups
from connector.intake.sources import TextFile, read_text
from connector.intake.tally import Unmapped

__all__ = [
    "Listed",
    "Profile",
    "Reading",
    "TextFile",
    "UnfitEntryError",
    "Unmapped",
    "columns_of",
    "load_profile",
    "profile_names",
    "read_listed",
    "read_offers",
    "read_startups",
    "read_text",
]
