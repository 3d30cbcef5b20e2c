"""The average day of a person: the exact plan, over a table of any size, with one live model per shape."""
