"""Segment, box, classify: each turns the previous stage's frozen result into its own."""
