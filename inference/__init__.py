"""From files to findings: imaging, preprocessing, networks, the two stages and their pipeline."""
