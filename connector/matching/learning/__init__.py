"""What outcomes teach the engine: a ranker on the signals, and whom others like a start-up have met."""
