"""Tables as files: CSV in, every cell checked; files out, whole or not at all. Knows no diet."""
