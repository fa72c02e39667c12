"""The demonstration study: a procedural neck with two fractures that everyone may have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from training.phantoms.contrast import Contrast
from training.phantoms.fracture_kinds import FractureMaker
from training.phantoms.patient import AVERAGE
from training.phantoms.people import load_people
from training.phantoms.phantom import Phantom, PhantomOptions, draw_view, phantom_of_scene
from training.phantoms.pose import PoseRange
from training.phantoms.scanner import Scanner
from training.phantoms.scene import SceneOptions, draw_scene
from training.phantoms.tissue import Look

SEED = 20_260
PERSON_SEED = 9_100
"""A person of its own: no network was trained on these bones."""

BROKEN = {"C2": "hangman", "C6": "burst"}
"""What is broken, by level: kinds that the bundled networks mostly see. They miss others."""

POSE = PoseRange(whole_deg=2.0, scale=0.0)
"""An average person who lies straight."""

LOOK = Look(upright=1.5, cortex_unevenness=0.2)
SCANNER = Scanner(noise_hu=28.0, shoulder_noise=1.6, kernel_mm=0.35, edge_gain=0.4)
"""A bone kernel of a trauma protocol."""


def demonstration() -> Phantom:
    """Make the demonstration study: always the same voxels."""
    rng = np.random.default_rng(SEED)
    bones = load_people(None, 1, PERSON_SEED)[0]
    options = PhantomOptions(
        spacing_kji_mm=(1.0, 0.7, 0.7),
        scene=SceneOptions(fracture_rate=0.0, pose=POSE, patient=AVERAGE),
        cut_rate=0.0,
        half_width_mm=(80.0, 80.0),
        front_mm=(82.0, 82.0),
        back_mm=(88.0, 88.0),
    )
    scene = draw_scene(bones, rng, options.scene)
    fractures = {
        level: FractureMaker(bones[level], rng, conspicuity=1.3).make(kind)
        for level, kind in BROKEN.items()
    }
    scene = replace(scene, fractures=fractures)
    geometry = draw_view(scene, rng, options)
    phantom = phantom_of_scene(scene, geometry, rng, LOOK, SCANNER, Contrast())
    info = replace(phantom.volume.info, patient_name="DEMONSTRATION^DENS", patient_id="DENS-DEMO")
    return replace(phantom, volume=replace(phantom.volume, info=info))
