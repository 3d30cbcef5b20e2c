"""A week of meals people had: its sittings, its program, and the search that makes seven days of it."""
