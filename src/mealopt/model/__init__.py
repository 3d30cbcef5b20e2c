"""The linear program: what is decided, what must hold and what it costs, stated in PuLP; knows no solver."""
