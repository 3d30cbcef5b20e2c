"""Other people's food tables, turned into ours with an account of every cell."""
