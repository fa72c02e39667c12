"""From a resolved view to pixels."""
