"""Phantom = CT volume + truth, reproducible from a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from inference.findings import LEVELS, Level
from inference.imaging.geometry import VolumeGeometry
from inference.imaging.volume import SeriesInfo, Volume
from training.phantoms.bone import Bone, FloatArray
from training.phantoms.boxes import FractureBox, fracture_boxes
from training.phantoms.contrast import Contrast, bend_contrast, draw_contrast
from training.phantoms.course import SpineCourse, spine_course
from training.phantoms.devices import add_devices, draw_devices
from training.phantoms.scanner import (
    Acquired,
    Scanner,
    acquire,
    average_planes,
    draw_scanner,
    draw_spacing,
    finer_planes,
    noise_of_planes,
    sharpen,
)
from training.phantoms.scene import Scene, SceneOptions, draw_scene, grid_lines, voxelise
from training.phantoms.soft_tissue import paint_soft_tissue
from training.phantoms.tissue import Look, add_bone, add_discs, draw_look
from training.phantoms.visibility import Visible, visible

TIGHT_WIDTH_MM = (42.0, 56.0)
TIGHT_FRONT_MM = (24.0, 48.0)
TIGHT_BACK_MM = (52.0, 72.0)
HEAD_MM = (85.0, 170.0)
"""Ranges of fields of view that protocols use beside that of the whole neck."""


@dataclass(frozen=True, slots=True)
class PhantomOptions:
    """How a phantom is scanned.

    Attributes
    ----------
    spacing_kji_mm : tuple of float or None
        Distances of voxels; None draws them as protocols have them.
    scene : SceneOptions
    cut_rate : float
        Chance that the field of view ends inside the cervical spine.
    head_rate : float
        Chance that it reaches far into the head, up to the whole of it.
    tight_rate : float
        Chance that it holds hardly more than the spine, as bone reconstructions do.
    half_width_mm, front_mm, back_mm : tuple of float
        Range of the field of view: to either side, before and behind the bodies.
    above_mm : tuple of float
        Range of its upper end above C1.
    bent_contrast : bool
        Whether every second scan's HU are bent beyond what any scanner does: networks are to
        learn from that, but not to be measured on it.
    readable : bool
        Whether only what a reader could see of a fracture is truth. Not for phantoms of voxels
        so coarse that none would be left.
    """

    spacing_kji_mm: tuple[float, float, float] | None = (1.0, 0.8, 0.8)
    scene: SceneOptions = field(default_factory=SceneOptions)
    cut_rate: float = 0.3
    head_rate: float = 0.15
    tight_rate: float = 0.15
    half_width_mm: tuple[float, float] = (58.0, 90.0)
    front_mm: tuple[float, float] = (55.0, 100.0)
    back_mm: tuple[float, float] = (75.0, 100.0)
    above_mm: tuple[float, float] = (18.0, 85.0)
    bent_contrast: bool = True
    readable: bool = True

    def unbroken(self) -> PhantomOptions:
        """The same scans of spines without any fracture."""
        return replace(self, scene=replace(self.scene, fracture_rate=0.0))


@dataclass(frozen=True, slots=True, eq=False)
class Phantom:
    """A made CT and what is true of it.

    Attributes
    ----------
    volume : Volume
    label : ndarray of uint8, shape (k, j, i)
        1..7 C1..C7, 8 vertebrae below.
    crack : ndarray of uint8, shape (k, j, i)
        The level that is visibly cracked there.
    fractures : mapping of Level to str
        What each visibly broken level suffers from.
    whole : mapping of Level to float
        Share of each level in view.
    lookalikes : mapping of Level to str
        What looks like a fracture and is none.
    """

    volume: Volume
    label: NDArray[np.uint8]
    crack: NDArray[np.uint8]
    fractures: Mapping[Level, str]
    whole: Mapping[Level, float]
    lookalikes: Mapping[Level, str] = field(default_factory=dict)

    @property
    def boxes(self) -> list[FractureBox]:
        """Boxes around the cracks, slice by slice."""
        return fracture_boxes(self.crack)

    @property
    def fractured(self) -> NDArray[np.bool_]:
        """Truth by level, C1..C7."""
        return np.array([level in self.fractures for level in LEVELS])


def make_phantom(
    people: Sequence[Mapping[str, Bone]],
    seed: int,
    options: PhantomOptions | None = None,
    look: Look | None = None,
    scanner: Scanner | None = None,
    contrast: Contrast | None = None,
) -> Phantom:
    """Make one phantom.

    Parameters
    ----------
    people : sequence of mapping of str to Bone
        Sets of bones to choose from.
    seed : int
        The same seed, people and options give the same voxels.
    options : PhantomOptions, optional
    look : Look, optional
        Instead of a random one.
    scanner : Scanner, optional
        Instead of a random one.
    contrast : Contrast, optional
        Instead of a random one.
    """
    options = options or PhantomOptions()
    rng = np.random.default_rng(seed)
    if options.spacing_kji_mm is None:
        options = replace(options, spacing_kji_mm=draw_spacing(rng))
    bones = people[int(rng.integers(len(people)))]
    scene = draw_scene(bones, rng, options.scene)
    geometry = draw_view(scene, rng, _view_options(rng, options))
    if contrast is None and not options.bent_contrast:
        contrast = Contrast()
    phantom = phantom_of_scene(
        scene, geometry, rng, look, scanner, contrast, readable=options.readable
    )
    info = replace(
        phantom.volume.info, patient_name=f"PHANTOM^{seed}", patient_id=f"PHANTOM-{seed}"
    )
    return replace(phantom, volume=replace(phantom.volume, info=info))


def _view_options(rng: np.random.Generator, options: PhantomOptions) -> PhantomOptions:
    """Draw whether the field of view is a tight one or takes in the head."""
    if rng.random() < options.tight_rate:
        options = replace(
            options, half_width_mm=TIGHT_WIDTH_MM, front_mm=TIGHT_FRONT_MM, back_mm=TIGHT_BACK_MM
        )
    if rng.random() < options.head_rate:
        options = replace(options, above_mm=HEAD_MM)
    return options


def phantom_of_scene(
    scene: Scene,
    geometry: VolumeGeometry,
    rng: np.random.Generator,
    look: Look | None = None,
    scanner: Scanner | None = None,
    contrast: Contrast | None = None,
    *,
    readable: bool = True,
) -> Phantom:
    """Scan a scene: bones to voxels, tissue to HU, HU to an image.

    Each part draws from a generator of its own, so that a look or scanner which is
    handed in leaves everything else as it was.
    """
    for_tissue, for_scanner, for_devices, for_contrast = rng.spawn(4)
    look = look or draw_look(for_tissue, scene.patient)
    contrast = contrast or draw_contrast(for_contrast)
    scanner = scanner or draw_scanner(for_scanner)
    fine, factor = finer_planes(geometry)
    anatomy = voxelise(scene, fine)
    axes = grid_lines(fine)
    course = spine_course(scene, axes[0])
    exact = paint_soft_tissue(scene, anatomy, axes, course, look, for_tissue)
    add_discs(exact, scene, fine, look.disc_hu)
    # The gaps' own trace: the same patient is painted once more without them.
    unbroken, again = exact.copy(), deepcopy((for_tissue, for_devices, for_contrast))
    add_bone(exact, scene, anatomy, fine, look, for_tissue)
    exact = dress(exact, axes, course, contrast, for_devices, for_contrast)
    gaps = np.zeros_like(exact)
    if scene.fractures:
        closed = replace(anatomy, distance_mm=anatomy.surface_mm)
        add_bone(unbroken, scene, closed, fine, look, again[0])
        gaps = dress(unbroken, axes, course, contrast, *again[1:]) - exact
    thickness = (scanner.slice_mm or geometry.spacing_kji_mm[0]) / fine.spacing_kji_mm[0]
    middle = slice((factor - 1) // 2, None, factor)
    scanned_course = spine_course(scene, grid_lines(geometry)[0])
    shown = visible(
        scene.fractures,
        anatomy.crack[middle],
        np.abs(sharpen(average_planes(gaps, factor, thickness), geometry, scanner)),
        noise_of_planes(scanned_course, scanner),
        geometry.voxel_volume_mm3,
    )
    if not readable:
        shown = Visible(anatomy.crack[middle], frozenset(scene.fractures))
    scan = acquire(
        average_planes(exact, factor, thickness),
        (anatomy.label[middle], shown.crack),
        geometry,
        scanned_course,
        scanner,
        filling_sites(scene, for_scanner),
        for_scanner,
    )
    return assemble(scene, geometry, scan, anatomy.whole, shown)


def dress(
    hu: FloatArray,
    axes: tuple[FloatArray, FloatArray, FloatArray],
    course: SpineCourse,
    contrast: Contrast,
    for_devices: np.random.Generator,
    for_contrast: np.random.Generator,
) -> FloatArray:
    """Add what lies in and about a patient, then bend the contrast of it all."""
    add_devices(hu, axes, course, draw_devices(for_devices), for_devices)
    return bend_contrast(hu, axes, contrast, for_contrast)


def assemble(
    scene: Scene,
    geometry: VolumeGeometry,
    scan: Acquired,
    whole: Mapping[str, float],
    shown: Visible,
) -> Phantom:
    """Put image and truth together."""
    info = SeriesInfo(
        modality="CT",
        body_part="CSPINE",
        series_description="Synthetic cervical spine",
        study_description="Synthetic neck, no person",
        manufacturer="Dens phantom generator",
    )
    names = {name: fracture.name for name, fracture in scene.fractures.items()}
    return Phantom(
        Volume(scan.hu, geometry, info),
        scan.label,
        scan.crack,
        {Level(level): name for level, name in names.items() if level in shown.seen},
        {Level(name): share for name, share in whole.items()},
        {Level(name): kind for name, kind in scene.lookalikes.items()},
    )


MOST_FILLINGS = 5


def filling_sites(scene: Scene, rng: np.random.Generator) -> list[NDArray[np.float64]]:
    """Draw where fillings sit, LPS mm: in teeth, or before the upper spine of who has none."""
    count = int(rng.integers(1, MOST_FILLINGS + 1))
    teeth = [name for name in ("teeth_upper", "teeth_lower") if name in scene.bones]
    if teeth:
        names = rng.choice(teeth, count)
        return [scene.point_mm(name, rng) for name in names]
    if "C2" not in scene.bones:
        return []
    at = scene.pivot_mm("C2")
    return [
        at + np.array([rng.uniform(-28, 28), -rng.uniform(45, 85), rng.uniform(-10, 28)])
        for _ in range(count)
    ]


def draw_view(scene: Scene, rng: np.random.Generator, options: PhantomOptions) -> VolumeGeometry:
    """Draw a field of view: mostly the whole neck, sometimes only its upper or lower part."""
    if "C1" in scene.bones:
        bottom, top = _neck_range(scene, rng, options)
        middle = np.mean([scene.pivot_mm(f"C{n}") for n in range(2, 7)], axis=0)
    else:
        pivots = np.array([scene.pivot_mm(name) for name in scene.bones])
        middle = pivots.mean(axis=0)
        bottom, top = pivots[:, 2].min() - rng.uniform(-20, 30), pivots[:, 2].max()
    half = rng.uniform(*options.half_width_mm)
    low = np.array([middle[0] - half, middle[1] - rng.uniform(*options.front_mm), bottom])
    high = np.array([middle[0] + half, middle[1] + rng.uniform(*options.back_mm), top])
    low[:2] += rng.normal(0, 6, 2)
    if options.spacing_kji_mm is None:
        raise ValueError("spacing_kji_mm must be drawn before the field of view: use draw_spacing")
    spacing = np.array(options.spacing_kji_mm[::-1])
    count = np.ceil((high - low) / spacing).astype(int)
    matrix = np.diag([*spacing, 1.0])
    matrix[:3, 3] = low
    return VolumeGeometry.from_matrix(tuple(int(n) for n in count[::-1]), matrix)


def _neck_range(
    scene: Scene, rng: np.random.Generator, options: PhantomOptions
) -> tuple[float, float]:
    """Draw where a neck's scan begins and ends along z."""
    heights = {name: float(scene.pivot_mm(name)[2]) for name in scene.bones}
    top = heights["C1"] + rng.uniform(*options.above_mm)
    low_names = [n for n in ("T1", "T2", "T3", "T4") if n in heights]
    bottom = heights[low_names[int(rng.integers(len(low_names)))]] + rng.uniform(-10, 6)
    if rng.random() < options.cut_rate:
        if rng.random() < 0.7:
            bottom = heights[f"C{rng.integers(4, 8)}"] + rng.uniform(-12, 8)
        else:
            top = heights[f"C{rng.integers(2, 5)}"] + rng.uniform(-10, 20)
    return bottom, top
