"""OpenSHA's fault sections: a section with two lines has its upper and its lower edge; the upper one is the
trace."""

from collections.abc import Sequence
from dataclasses import replace

import shapely
from shapely import MultiLineString

from importers.batch import Problem
from importers.mappings import Template
from importers.vector.raw import RawFeature

NAME = "opensha"


def upper_edges(
    features: Sequence[RawFeature], template: Template
) -> tuple[Sequence[RawFeature], list[Problem]]:
    """The sections with their upper edges alone, and a warning for each row whose lower edge was left out;
    features of other mappings as they are."""
    if template.name != NAME:
        return features, []
    kept, told = [], []
    for feature in features:
        shape = feature.geometry
        if isinstance(shape, MultiLineString) and len(shape.geoms) == 2:
            upper = min(shape.geoms, key=_depth)
            feature = replace(feature, geometry=shapely.force_2d(upper))
            told.append(Problem("opensha.lower_edge", row=feature.row))
        kept.append(feature)
    return kept, told


def _depth(line: shapely.LineString) -> float:
    """The mean depth (positive down, as OpenSHA has it); edges without depths stand in their order."""
    return float(shapely.get_coordinates(line, include_z=True)[:, 2].mean()) if line.has_z else 0.0
