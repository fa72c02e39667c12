"""The window of Dens and what it writes."""
