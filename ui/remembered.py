"""What the desktop takes up again after a restart: each survey's place on the map and its rasters, and the
looks of the layers."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from importers.rasters.placing import AS_STATED, Placing
from ui.canvas.scale import MapScale
from ui.layers.tree import LayerTree, Node
from ui.state import State


class Remembered:
    """Keeps and gives back, in ``desktop.ini``, as JSON. What cannot be read is as if it never was."""

    def __init__(self, state: State) -> None:
        self._state = state

    # The place on the map

    def keep_view(self, survey: str, scale: MapScale) -> None:
        """Remember where the map stands."""
        place = [scale.longitude, scale.latitude, scale.metres_per_pixel]
        self._state.keep(f"views/{survey}", json.dumps(place))

    def view(self, survey: str, scale: MapScale) -> MapScale | None:
        """Where the map stood, for a map as large as it is now; ``None`` where nobody has been yet."""
        found = self._read(f"views/{survey}")
        try:
            longitude, latitude, metres = (float(value) for value in found)
        except (TypeError, ValueError):
            return None
        if not (-180 <= longitude <= 180 and -90 < latitude < 90 and 0 < metres < 1e6):
            return None
        return MapScale(longitude, latitude, metres, scale.width, scale.height)

    # The layers

    def keep_layers(self, survey: str, layers: LayerTree, basemap: Node | None) -> None:
        """Remember which layers are shown and how, and the rasters of this survey, the lowest first."""
        looks = {node.key: _look(node) for node in _fixed(layers.root)}
        self._state.keep("layers", json.dumps(looks))
        rasters = [
            {**_look(node), **_placed(node), "own": node is not basemap}
            for node in reversed(layers.rasters.children)
        ]
        self._state.keep(f"rasters/{survey}", json.dumps(rasters, ensure_ascii=False))

    def show_layers(self, layers: LayerTree) -> None:
        """Show the layers as they were."""
        looks = self._read("layers")
        for node in _fixed(layers.root) if isinstance(looks, dict) else ():
            _put_on(layers, node, looks.get(node.key))

    def rasters(self, survey: str) -> list[Path]:
        """The rasters that the user added to this survey, the lowest first."""
        return [Path(one["path"]) for one in self._rasters(survey) if one.get("own")]

    def placing(self, survey: str, path: Path) -> Placing:
        """What the user said of the place of a raster that has no coordinate system."""
        said = next((one for one in self._rasters(survey) if one["path"] == str(path)), {})
        return Placing(str(said.get("crs") or ""), north_first=said.get("north_first") is True)

    def cloud_system(self, survey: str, path: Path) -> str:
        """The coordinate system that the user said of a point cloud, or an empty text."""
        look = next((one.get("light") for one in self._rasters(survey) if one["path"] == str(path)), None)
        return str(look.get("crs") or "") if isinstance(look, dict) else ""

    def show_raster(self, survey: str, layers: LayerTree, node: Node) -> None:
        """Show a raster as it was."""
        path = str(node.raster.raster.path)
        look = next((one for one in self._rasters(survey) if one["path"] == path), None)
        _put_on(layers, node, look)

    def _rasters(self, survey: str) -> list[dict[str, Any]]:
        found = self._read(f"rasters/{survey}")
        return [one for one in found if isinstance(one, dict) and "path" in one] if found else []

    def _read(self, key: str) -> Any:
        try:
            return json.loads(self._state.text(key) or "null")
        except ValueError:
            return None


def _fixed(node: Node) -> Iterator[Node]:
    """All groups and layers but single rasters."""
    for child in node.children:
        if child.raster is None:
            yield child
            yield from _fixed(child)


def _placed(node: Node) -> dict[str, Any]:
    raster = node.raster.raster
    placing: Placing = getattr(raster, "placing", AS_STATED)
    return {"path": str(raster.path), "crs": placing.crs, "north_first": placing.north_first}


def _look(node: Node) -> dict[str, Any]:
    look: dict[str, Any] = {"visible": node.visible, "opacity": node.opacity}
    if node.raster is not None:
        look["light"] = asdict(node.raster.light)
    return look


def _put_on(layers: LayerTree, node: Node, look: Any) -> None:
    if not isinstance(look, dict):
        return
    visible, opacity, light = look.get("visible"), look.get("opacity"), look.get("light")
    if isinstance(visible, bool) and visible != node.visible:
        layers.show(node, visible)
    if isinstance(opacity, int | float) and opacity != node.opacity:
        layers.set_opacity(node, float(opacity))
    if node.raster is not None and isinstance(light, dict):
        if light.get("all_round"):  # as light from all sides was called once
            light = {**light, "kind": "multihillshade"}
        known = asdict(node.raster.light)
        fitting = {
            name: value for name, value in light.items() if name in known and _alike(value, known[name])
        }
        layers.relight(node, **fitting)


def _alike(value: object, known: object) -> bool:
    """Whether a value is of the sort that is known; whole numbers stand for others."""
    if isinstance(known, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, type(known))
