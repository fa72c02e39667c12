"""Between the store and the widgets."""
