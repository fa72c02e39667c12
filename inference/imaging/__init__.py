"""Files to :class:`~inference.imaging.volume.Volume`: reading, geometry, decoding, errors."""
