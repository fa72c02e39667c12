"""Setters in, intent signals out; no store, no file, no engine."""
