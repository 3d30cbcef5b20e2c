"""Many people: their table in, four tables out."""
