"""Windowing, resampling and cropping: the only copy, shared by screen, training and inference."""
