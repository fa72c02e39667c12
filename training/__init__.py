"""Data sets, phantoms, losses, metrics, loops and evaluation. Never imported by the viewer."""
