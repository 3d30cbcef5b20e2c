"""The answer: an immutable plan of frames, its totals and score, and the writers of its files."""
