"""What the reader sees, as frozen values; no Qt."""
