"""Builds the tables in data/ from the raw USDA, NASEM and NHANES files."""
