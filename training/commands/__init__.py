"""The commands of ``python -m training``, by what they do; each imports what it needs itself."""
