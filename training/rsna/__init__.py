"""RSNA 2022 Cervical Spine Fracture Detection, read as Kaggle delivers it.

``python -m training pool --data rsna:DIR`` and ``crops --data rsna:DIR`` make of it what the
networks learn from, as they do of phantoms; ``pseudo-label --data rsna:DIR`` adds masks for the
studies that nobody segmented. DIR holds ``train.csv``.

The data set's licence is non-commercial and forbids to pass it on: nothing of it is part of
Dens, and everything here is tested on made studies in the same layout
(:mod:`training.rsna.miniature`). Described in Lin et al., Radiol Artif Intell 2023,
doi 10.1148/ryai.230034.
"""
