"""What is known: every number the program rests on, read from `data/`, checked, and never changed."""
