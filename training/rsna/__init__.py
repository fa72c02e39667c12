"""RSNA 2022 Cervical Spine Fracture Detection, read as Kaggle delivers it.

The data set's licence is non-commercial and forbids to pass it on: nothing of it is part of
Dens, and everything here is tested on made studies in the same layout
(:mod:`training.rsna.miniature`). Described in Lin et al., Radiol Artif Intell 2023,
doi 10.1148/ryai.230034.
"""
