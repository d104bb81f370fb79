"""The label to hang up and to embed: a certificate on paper and a seal for web sites.

Both show what was attested, and lead to where its state is told.
"""
