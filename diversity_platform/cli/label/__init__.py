"""The commands of the label."""
