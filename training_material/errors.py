"""What can go wrong with courses and practices, as plain exceptions with data."""


class TrainingMaterialError(Exception):
    """Base of every error that the training material package raises on purpose."""
