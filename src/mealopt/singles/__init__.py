"""Days put together food by food, for tables of which no meals are known."""
