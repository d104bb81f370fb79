"""Rating runs: computed in the worker from frozen inputs, kept with the digest of what they rest on."""
