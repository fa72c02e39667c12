"""Bones from closed surface meshes, for whoever has a folder of them.

The meshes are share-alike and not part of the project; phantoms made from them are
for training only. ``vtk`` (extra ``train``) reads and voxelises them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.errors import TrainingError
from training.phantoms.bone import Bone, from_occupancy

VOXEL_MM = 0.7
"""Grid of a bone: about a third of the thinnest lamina."""

MARGIN_MM = 6.0
"""Empty rim around a bone, so that distances outside are known near the surface."""

CERVICAL = tuple(f"C{n}" for n in range(1, 8))
SKULL = ("occiput", "temporal_R", "temporal_L", "sphenoid", "maxilla_R", "maxilla_L")
JAW = ("mandible",)
FREE = ("hyoid",)
THORAX = (
    *(f"T{n}" for n in range(1, 5)),
    "rib1_R", "rib1_L", "rib2_R", "rib2_L", "clavicle_R", "clavicle_L", "manubrium",
    "scapula_R", "scapula_L",
)  # fmt: skip


def read_mesh(path: Path) -> Bone:
    """Voxelise one closed PLY mesh in LPS mm into a :class:`Bone`.

    Raises
    ------
    FileNotFoundError
        If the file is not there.
    TrainingError
        If it holds no surface.
    """
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkCommonDataModel import vtkImageData
    from vtkmodules.vtkImagingStencil import vtkImageStencilToImage, vtkPolyDataToImageStencil
    from vtkmodules.vtkIOPLY import vtkPLYReader

    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such mesh")
    reader = vtkPLYReader()
    reader.SetFileName(str(path))
    reader.Update()
    if not reader.GetOutput().GetNumberOfPolys():
        raise TrainingError(f"{path}: no surface can be read from it; give a closed PLY mesh")
    bounds = np.array(reader.GetOutput().GetBounds()).reshape(3, 2)
    low = bounds[:, 0] - MARGIN_MM
    count = np.ceil((bounds[:, 1] + MARGIN_MM - low) / VOXEL_MM).astype(int) + 1
    stencil = vtkPolyDataToImageStencil()
    stencil.SetInputConnection(reader.GetOutputPort())
    stencil.SetOutputOrigin(*low)
    stencil.SetOutputSpacing(VOXEL_MM, VOXEL_MM, VOXEL_MM)
    stencil.SetOutputWholeExtent(0, count[0] - 1, 0, count[1] - 1, 0, count[2] - 1)
    to_image = vtkImageStencilToImage()
    to_image.SetInputConnection(stencil.GetOutputPort())
    to_image.SetInsideValue(1)
    to_image.SetOutsideValue(0)
    to_image.SetOutputScalarTypeToUnsignedChar()
    to_image.Update()
    image: vtkImageData = to_image.GetOutput()
    inside = vtk_to_numpy(image.GetPointData().GetScalars()).reshape(count[::-1]) > 0
    name = path.stem
    pivot = bounds.mean(axis=1) if name == "C1" else None
    return from_occupancy(name, inside, low, VOXEL_MM, pivot)


def read_mesh_sets(folder: Path) -> dict[str, dict[str, Bone]]:
    """Read every mesh set in ``folder``: a sub-folder with C1.ply .. C7.ply is one.

    A set that lacks skull or thorax borrows them from the set that has the most
    bones, moved so that C1 (skull) or C7 (thorax) coincide.

    Raises
    ------
    TrainingError
        If there is no set, or a mesh that holds no surface.
    """
    wanted = (*CERVICAL, *SKULL, *JAW, *FREE, *THORAX)
    sets = {
        sub.name: {n: read_mesh(sub / f"{n}.ply") for n in wanted if (sub / f"{n}.ply").is_file()}
        for sub in mesh_sets(folder)
    }
    donor = max(sets.values(), key=len)
    for bones in sets.values():
        to_head = bones["C1"].pivot_mm - donor["C1"].pivot_mm
        to_chest = bones["C7"].pivot_mm - donor["C7"].pivot_mm
        for name, bone in donor.items():
            if name not in bones:
                shift = to_head if name in (*SKULL, *JAW, *FREE) else to_chest
                bones[name] = bone.translated(shift)
    return sets


def mesh_sizes(folder: Path | None) -> dict[str, int]:
    """Bytes of each mesh set: a folder's place says nothing of what is in it.

    Raises
    ------
    TrainingError
        If the folder holds no set.
    """
    if folder is None:
        return {}
    return {
        sub.name: sum(path.stat().st_size for path in sub.glob("*.ply"))
        for sub in mesh_sets(folder)
    }


def mesh_sets(folder: Path) -> list[Path]:
    """The sub-folders with C1.ply .. C7.ply, by name.

    Raises
    ------
    TrainingError
        If there is none.
    """
    sets = [
        sub
        for sub in sorted(folder.iterdir())
        if all((sub / f"{level}.ply").is_file() for level in CERVICAL)
    ]
    if not sets:
        raise TrainingError(
            f"{folder}: no sub-folder with C1.ply .. C7.ply; give a folder of mesh sets, "
            "or leave --meshes out for procedural necks"
        )
    return sets
