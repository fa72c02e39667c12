"""Parts of measuring: what a study adds to the figures, and how figures are shown."""
