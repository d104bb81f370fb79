"""The transparency log of the label: entries that can be added and never changed without being noticed.

`append` gives the files to write, `signed` the head over them. `prove` gives what stands beside a
credential, `check` says whether it holds; `consistency_proof` and `is_consistent` whether a log has only
grown. Entries are bytes: what they say is decided elsewhere.
"""

from connector.label.log.appending import Appended, append
from connector.label.log.bundles import LONGEST_ENTRY
from connector.label.log.checkpoint import LONGEST_NOTE, Checkpoint, key_id, opened, signed, verifier_key
from connector.label.log.errors import (
    EntryTooLongError,
    HeadRefusedError,
    LogBrokenError,
    LogError,
    OutsideLogError,
    ProofRefusedError,
)
from connector.label.log.layout import CHECKPOINT, bundle_path, paths_of, tile_path
from connector.label.log.merkle import EMPTY_ROOT, is_consistent, is_included, leaf_hash, node_hash, root_of
from connector.label.log.proof import LogProof, check, prove
from connector.label.log.reading import consistency_proof, entries, inclusion_proof, root_at
from connector.label.log.tiles import Read

__all__ = [
    "CHECKPOINT",
    "EMPTY_ROOT",
    "LONGEST_ENTRY",
    "LONGEST_NOTE",
    "Appended",
    "Checkpoint",
    "EntryTooLongError",
    "HeadRefusedError",
    "LogBrokenError",
    "LogError",
    "LogProof",
    "OutsideLogError",
    "ProofRefusedError",
    "Read",
    "append",
    "bundle_path",
    "check",
    "consistency_proof",
    "entries",
    "inclusion_proof",
    "is_consistent",
    "is_included",
    "key_id",
    "leaf_hash",
    "node_hash",
    "opened",
    "paths_of",
    "prove",
    "root_at",
    "root_of",
    "signed",
    "tile_path",
    "verifier_key",
]
