"""Meshes of shapes whose size is known, and colours that stay apart; no OpenGL is needed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from inference.findings import LEVELS, Finding, Level, LevelState
from inference.imaging.geometry import VolumeGeometry
from inference.spine.parts import level_parts
from tests.viewer.conftest import level_center_mm
from viewer.rendering.surfaces import (
    extract_surface,
    level_surface,
    painted_surfaces,
    suspicion_colour,
)


def oblique() -> VolumeGeometry:
    """Make an anisotropic grid, turned and with its own origin."""
    angle = 0.4
    turn = np.array(
        [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
    )
    matrix = np.eye(4)
    matrix[:3, :3] = turn @ np.diag([0.8, 1.0, 1.5])
    matrix[:3, 3] = (-30, 10, 200)
    return VolumeGeometry.from_matrix((30, 40, 50), matrix)


def ball(radius_mm: float = 12.0):
    """Distances (k, j, i) inside a ball's surface, its grid and its centre."""
    geometry = oblique()
    center = geometry.center_lps_mm
    points = geometry.index_to_lps(np.moveaxis(np.indices(geometry.shape_kji), 0, -1))
    return radius_mm - np.linalg.norm(points - center, axis=-1), geometry, center


def test_vertices_lie_on_the_ball_and_normals_on_its_radii() -> None:
    """In millimetres, whatever spacing and rotation: a tenth of a mm, 4 degrees."""
    inside, geometry, center = ball()
    surface = extract_surface(inside.astype(np.float32), geometry, 0.0)
    assert surface is not None
    away = surface.vertices_mm - center
    np.testing.assert_allclose(np.linalg.norm(away, axis=1), 12.0, atol=0.1)
    cosine = np.abs((away / 12.0 * surface.normals_lps).sum(axis=1))
    assert cosine.min() > np.cos(np.radians(4.0))


def test_the_mesh_of_a_mask_is_closed_and_of_its_size() -> None:
    """Every edge has two triangles, also where the mask ends with the scan."""
    inside, geometry, center = ball()
    labels = np.where(inside > 0, Level.C3.label, 0).astype(np.uint8)
    labels[: labels.shape[0] // 2] = 0
    surface = level_surface(level_parts(labels, geometry)[Level.C3])
    assert surface is not None
    edges = np.sort(surface.faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    _, count = np.unique(edges, axis=0, return_counts=True)
    assert set(count) == {2}
    away = np.linalg.norm(surface.vertices_mm - center, axis=1)
    assert 11.0 < away.max() < 12.7


@pytest.mark.parametrize("value", [0.0, 1.0], ids=["empty", "full"])
def test_what_has_no_surface_is_none(value: float) -> None:
    """No crossing, no mesh."""
    geometry = oblique()
    assert extract_surface(np.full(geometry.shape_kji, value, np.float32), geometry, 0.5) is None


def test_every_level_gets_its_own_surface(analysed) -> None:
    """Each lies around its vertebra; the missing level has none; other bone comes last."""
    study = analysed.study
    found = painted_surfaces(study.shown, study.labels, study.analysis)
    levels = [item.level for item in found if item.level is not None]
    assert levels == list(LEVELS[:6])
    for item in found[:6]:
        low, high = item.surface.vertices_mm.min(axis=0), item.surface.vertices_mm.max(axis=0)
        center = np.array(level_center_mm(item.level))
        assert (low < center).all()
        assert (center < high).all()
        assert item.marked == (item.level in {Level.C2, Level.C5})
    assert found[4].text == "C5 ▲ 93 %"


def test_bone_of_no_level_is_shown_around(analysed) -> None:
    """C7 was not found: its bone is context, and no part of the found ones is."""
    study = analysed.study
    found = painted_surfaces(study.shown, study.labels, study.analysis)
    assert found[-1].level is None
    assert found[-1].colour[3] < 1.0
    heights = found[-1].surface.vertices_mm[:, 2]
    assert abs(np.median(heights) - level_center_mm(Level.C7)[2]) < 8.0


def test_an_empty_mask_has_no_surfaces(analysed) -> None:
    """Nothing found, nothing shown."""
    study = analysed.study
    assert painted_surfaces(study.shown, np.zeros_like(study.labels), study.analysis) == ()


def test_colours_stay_apart_without_colour_vision() -> None:
    """Unknown, below and suspected differ in luminance, and suspicion grows darker."""
    unknown = Finding(Level.C3, LevelState.NOT_ANALYSED, 0.5, "outside")
    below = Finding(Level.C3, LevelState.ANALYSED, 0.5, probability=0.2)
    least, most = replace(below, probability=0.5), replace(below, probability=1.0)
    weights = np.array([0.2126, 0.7152, 0.0722])
    light = [
        float(np.array(suspicion_colour(finding)[:3]) ** 2.2 @ weights)
        for finding in (below, least, most, unknown)
    ]
    assert all(upper / lower > 1.3 for upper, lower in pairwise(light))
