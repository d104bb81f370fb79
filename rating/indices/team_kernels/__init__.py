"""Compiled loops of the measures of faultlines.

A package of its own, so that looking through the modules of the shelf does not load numba: its modules are
imported by the functions that need them, when they are called.
"""
