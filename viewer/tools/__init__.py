"""One mouse tool a module."""
