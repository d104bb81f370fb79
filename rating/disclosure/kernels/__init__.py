"""Compiled loops of the gate; loaded when something is released or audited."""
