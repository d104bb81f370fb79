"""The form of what is signed and verified: every term that there is, and no other.

What a vocabulary does not define is left out of what is signed. So nothing is let through here that is not
defined: an added term makes a document another one than the signature speaks of.
"""

from connector.label.credential.model.badge import Badge
from connector.label.credential.model.did import DidDocument, Method
from connector.label.credential.model.endorsement import Endorsement, Profile
from connector.label.credential.model.proof import Proof
from connector.label.credential.model.status import StatusEntry
from connector.label.credential.model.status_list import StatusListCredential

__all__ = [
    "Badge",
    "DidDocument",
    "Endorsement",
    "Method",
    "Profile",
    "Proof",
    "StatusEntry",
    "StatusListCredential",
]
