"""Who asks and what for: a person, their rules, and the limits that follow from both."""
