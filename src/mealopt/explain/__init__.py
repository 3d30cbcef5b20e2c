"""Why this plan: what each limit costs, and what could not be met when nothing fits."""
