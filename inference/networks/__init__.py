"""The networks of the two stages, and their weights."""
