"""Synthetic necks: CT volumes with their truth, reproducible from a seed.

No labelled, fractured cervical CT may be shipped, so the networks learn from made
images. Shape, pose, contrast, noise and field of view are varied beyond the
realistic (domain randomisation), so that a real scan is one more variation
(Billot et al., SynthSeg, Med Image Anal 2023, doi 10.1016/j.media.2023.102789).

From bones to an image: ``people`` (bones: ``procedural``, ``meshes``, completed by ``head``)
-> ``patient``, ``lookalikes``, ``fracture_kinds``, ``pose`` -> ``scene`` (voxels and truth)
-> ``soft_tissue``, ``tissue``, ``devices``, ``contrast`` (exact HU) -> ``scanner`` -> ``phantom``.
``plant`` breaks levels of real scans; ``plain`` and ``demonstration`` never change.
"""
