"""The only place that touches HiGHS; every answer leaves with a certificate computed from the full table."""
