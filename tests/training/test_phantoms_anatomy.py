"""Head, chest and soft tissue: what is around the vertebrae looks like a person's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage

from inference.imaging.geometry import VolumeGeometry
from training.phantoms.bone import Bone
from training.phantoms.course import spine_course
from training.phantoms.head import complete
from training.phantoms.phantom import (
    HEAD_MM,
    TIGHT_WIDTH_MM,
    PhantomOptions,
    filling_sites,
    make_phantom,
)
from training.phantoms.pose import PoseRange
from training.phantoms.scanner import Scanner
from training.phantoms.scene import Scene, SceneOptions, draw_scene, grid_lines, voxelise
from training.phantoms.soft_tissue import paint_soft_tissue
from training.phantoms.tissue import AIR_HU, Look, add_bone

STRAIGHT = SceneOptions(fracture_rate=0.0, elastic_mm=0.1, pose=PoseRange(whole_deg=0.5, scale=0.0))
LOOK = Look(cortex_mm=1.0)


@pytest.fixture(scope="module")
def whole(person: dict[str, Bone]) -> dict[str, Bone]:
    """A person with everything."""
    return complete(person, np.random.default_rng(2))


@pytest.fixture(scope="module")
def vaultless(person: dict[str, Bone]) -> dict[str, Bone]:
    """A set whose skull ends at its base, as those made from meshes do."""
    skull = person["occiput"]
    distance = skull.distance_mm.copy()
    height = skull.origin_mm[2] + skull.spacing_mm * np.arange(len(distance))
    distance[height > person["C1"].pivot_mm[2] + 60.0] = 20.0
    return {**person, "occiput": replace(skull, distance_mm=distance)}


def _grid(scene: Scene, spacing: float, low: list[float], high: list[float]) -> VolumeGeometry:
    """A grid about C1's pivot, corners in mm."""
    count = np.ceil((np.array(high) - low) / spacing).astype(int)
    matrix = np.diag([spacing, spacing, spacing, 1.0])
    matrix[:3, 3] = scene.pivot_mm("C1") + low
    return VolumeGeometry.from_matrix(tuple(int(n) for n in count[::-1]), matrix)


def test_completing_adds_bones_and_leaves_those_there(
    person: dict[str, Bone], whole: dict[str, Bone]
) -> None:
    """Every bone that was there is the same object; teeth, face and shoulders come on top."""
    assert all(whole[name] is bone for name, bone in person.items())
    assert {"face", "teeth_upper", "teeth_lower", "scapula", "manubrium"} <= set(whole)
    assert "vault" not in whole


def test_the_vault_is_closed(vaultless: dict[str, Bone]) -> None:
    """No way leads from outside to the brain above the skull base."""
    bones = complete(vaultless, np.random.default_rng(4))
    assert "vault" in bones
    scene = draw_scene(bones, np.random.default_rng(0), STRAIGHT)
    geometry = _grid(scene, 2.0, [-90, -115, 45], [90, 115, 165])
    solid = voxelise(scene, geometry).distance_mm < 0
    # A lid below stands for the base, which has openings of its own.
    room = np.pad(~solid, ((0, 1), (1, 1), (1, 1)), constant_values=True)
    room[0] = False
    parts, _ = ndimage.label(room)
    middle = parts[20, room.shape[1] // 2, room.shape[2] // 2]
    assert middle != 0
    assert middle != parts[-1, 0, 0]


def test_no_added_bone_is_a_vertebra(whole: dict[str, Bone]) -> None:
    """Truth is the same with and without head and shoulders, but where they touch."""
    scene = draw_scene(whole, np.random.default_rng(0), STRAIGHT)
    geometry = _grid(scene, 3.0, [-80, -110, -20], [80, 90, 60])
    label = voxelise(scene, geometry).label
    high = geometry.index_to_lps(np.argwhere(label > 0))[:, 2].max()
    assert high < scene.pivot_mm("C1")[2] + 25
    assert set(np.unique(label)) <= {0, 1, 2}


def test_teeth_are_the_densest(whole: dict[str, Bone]) -> None:
    """Enamel is brighter than cortical bone."""
    scene = draw_scene(whole, np.random.default_rng(0), STRAIGHT)
    geometry = _grid(scene, 1.0, [-45, -110, -30], [45, -40, 25])
    anatomy = voxelise(scene, geometry)
    hu = np.zeros(geometry.shape_kji, np.float32)
    add_bone(hu, scene, anatomy, geometry, LOOK, np.random.default_rng(1))
    names = list(scene.bones)
    tooth = anatomy.bone_index == names.index("teeth_upper") + 1
    jaw = anatomy.bone_index == names.index("mandible") + 1
    deep = anatomy.distance_mm < -0.8
    assert (tooth & deep).any()
    assert hu[tooth & deep].mean() > 1.3 * hu[jaw & deep].mean()


def test_fillings_sit_in_teeth(whole: dict[str, Bone]) -> None:
    """Every filling lies within 30 mm of the dental arch's middle, in front of C2."""
    scene = draw_scene(whole, np.random.default_rng(0), STRAIGHT)
    sites = filling_sites(scene, np.random.default_rng(5))
    assert sites
    axis = scene.pivot_mm("C2")
    for site in sites:
        assert abs(site[0] - axis[0]) < 34
        assert site[1] < axis[1] - 25


@pytest.fixture(scope="module")
def painted(whole: dict[str, Bone]) -> tuple[Scene, VolumeGeometry, np.ndarray]:
    """A straight person's soft tissue without bone from shoulders to crown."""
    scene = draw_scene(whole, np.random.default_rng(0), STRAIGHT)
    geometry = _grid(scene, 3.0, [-100, -150, -140], [100, 120, 200])
    anatomy = voxelise(scene, geometry)
    axes = grid_lines(geometry)
    course = spine_course(scene, axes[0])
    rng = np.random.default_rng(3)
    return scene, geometry, paint_soft_tissue(scene, anatomy, axes, course, LOOK, rng)


def _at(
    painted: tuple[Scene, VolumeGeometry, np.ndarray], name: str, offset: tuple[float, ...]
) -> float:
    scene, geometry, hu = painted
    index = np.rint(geometry.lps_to_index(scene.pivot_mm(name) + np.array(offset))).astype(int)
    return float(hu[tuple(index)])


def test_the_brain_fills_the_skull(painted: tuple[Scene, VolumeGeometry, np.ndarray]) -> None:
    """High in the head there is brain, above the crown air."""
    assert 0 < _at(painted, "C1", (0, 10, 90)) < 70
    assert _at(painted, "C1", (0, 10, 195)) == AIR_HU


def test_the_canal_holds_the_cord(painted: tuple[Scene, VolumeGeometry, np.ndarray]) -> None:
    """Behind the bodies lies the cord, beside it fluid."""
    found = {_at(painted, level, (0, 15.0, 0)) for level in ("C4", "C5", "C6")}
    assert found == {LOOK.cord_hu}


def test_air_runs_before_the_spine(painted: tuple[Scene, VolumeGeometry, np.ndarray]) -> None:
    """Each plane from C3 to T1 has an airway in front of the body."""
    scene, geometry, hu = painted
    for name in ("C3", "C5", "C7", "T1"):
        k, j, i = np.rint(geometry.lps_to_index(scene.pivot_mm(name))).astype(int)
        assert (hu[k, j - 16 : j - 3, i - 3 : i + 4] == AIR_HU).any(), name


def test_all_bone_is_covered_by_skin(
    painted: tuple[Scene, VolumeGeometry, np.ndarray],
) -> None:
    """No bone touches the air around the body, wherever the outline was drawn."""
    scene, geometry, hu = painted
    distance = voxelise(scene, geometry).distance_mm
    air, _ = ndimage.label(hu < -500)
    around = air == air[-1, 0, 0]
    assert distance[around].min() > 2.0


def test_fat_lies_below_the_skin(painted: tuple[Scene, VolumeGeometry, np.ndarray]) -> None:
    """Going in from behind at C5: air, skin, fat, muscle."""
    scene, geometry, hu = painted
    k, j, i = np.rint(geometry.lps_to_index(scene.pivot_mm("C5"))).astype(int)
    line = hu[k, j:, i + 8][::-1]
    line = line[line > -500]
    assert line[:2].mean() > LOOK.fat_hu
    assert (line == LOOK.fat_hu).any()


@pytest.mark.parametrize(
    ("rates", "low", "high"),
    [({"head_rate": 1.0}, HEAD_MM[0], HEAD_MM[1]), ({"head_rate": 0.0}, 18.0, 85.0)],
    ids=["head", "neck"],
)
def test_the_upper_end_of_the_view(
    person: dict[str, Bone], rates: dict[str, float], low: float, high: float
) -> None:
    """With the head rate 1 the view goes far above C1."""
    options = PhantomOptions(
        spacing_kji_mm=(5.0, 5.0, 5.0), cut_rate=0.0, tight_rate=0.0, scene=STRAIGHT, **rates
    )
    for seed in range(2):
        made = make_phantom([person], seed, options, scanner=Scanner())
        top = made.volume.geometry.bounds_lps_mm()[1][2]
        scene_top = made.volume.geometry.index_to_lps(np.argwhere(made.label == 1)).max(axis=0)[2]
        assert low - 12 < top - scene_top < high + 12


def test_a_tight_view_is_narrow(person: dict[str, Bone]) -> None:
    """Hardly wider than the spine."""
    options = PhantomOptions(spacing_kji_mm=(5.0, 5.0, 5.0), tight_rate=1.0, head_rate=0.0)
    low, high = make_phantom([person], 1, options).volume.geometry.bounds_lps_mm()
    assert 2 * TIGHT_WIDTH_MM[0] - 6 < high[0] - low[0] < 2 * TIGHT_WIDTH_MM[1] + 6
