"""The networks that the method is compared with. Training builds them; the window never does."""
