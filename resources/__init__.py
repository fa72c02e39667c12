"""Data that the program carries: weights and their cards, window presets, colours, schema."""
