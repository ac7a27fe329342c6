"""Reading from the relief layers that show, off the screen's thread; the latest question counts."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias

from faultgis.errors import FaultGISError, InputError
from faultgis.progress import Progress
from faultgis.terrain.profiles import Window
from ui.cloud_words import datum_of
from ui.layers.tree import LayerTree
from ui.words import tr
from ui.workspace import Workspace

LANE = "profile"


class Relief(Protocol):
    """What is asked of an elevation raster."""

    @property
    def window(self) -> Window: ...

    @property
    def cell_degrees(self) -> tuple[float, float]: ...


Read: TypeAlias = Callable[[Relief, Progress], Any]


class ReliefReader:
    """Asks the layers from the topmost down; one that has no elevations there passes the question on."""

    def __init__(self, workspace: Workspace, layers: LayerTree) -> None:
        self._workspace = workspace
        self._layers = layers
        self._asked = 0
        self._told: set[str] = set()

    def forget(self) -> None:
        """Drop what was asked and has not come yet."""
        self._asked += 1

    def ask(
        self,
        title: str,
        read: Read,
        took: Callable[[str, Any], None],
        quiet: bool = True,
        failed: Callable[[FaultGISError], None] | None = None,
        first: str = "",
    ) -> None:
        """Have ``read`` done; ``took`` gets the layer's name and the answer, unless something else was asked
        meanwhile. The user hears of errors, ``profile.no_relief`` among them, or ``failed`` does. The layer
        named ``first`` is asked before those above it."""
        self._asked += 1
        asked, rasters = self._asked, self._layers.rasters.children
        reliefs = [(n.label, n.raster.raster) for n in rasters if n.shown]
        reliefs.sort(key=lambda known: known[0] != first)

        def work(progress: Progress) -> tuple[str, Any, str]:
            for label, raster in reliefs:
                try:
                    if raster.kind == "elevation":
                        return label, read(raster, progress), mixed(label, raster, reliefs)
                except InputError as error:
                    if error.code != "profile.no_relief":
                        raise
            raise InputError("profile.no_relief")

        def done(found: tuple[str, Any, str]) -> None:
            label, answer, note = found
            if asked != self._asked:
                return
            if note and note not in self._told:
                self._told.add(note)
                self._workspace.tell(note, "warning")
            took(label, answer)

        tell = failed or self._workspace.tell_error
        self._workspace.jobs.run(title, work, done, tell, LANE, quiet=quiet)


def mixed(label: str, relief: Any, shown: Sequence[tuple[str, Any]]) -> str:
    """What must be known where heights are read of one relief, and others that show there stand over another
    height datum; else nothing."""
    own = datum_of(relief.vertical)
    others = [
        f"{name} ({datum_of(raster.vertical)})"
        for name, raster in shown
        if raster.kind == "elevation" and raster.vertical != relief.vertical and _touch(raster, relief)
    ]
    if not others:
        return ""
    said = "Heights are read from {name} ({datum}); another datum holds for {others}. They are never mixed."
    return tr(said, name=label, datum=own, others=tr(", ").join(others))


def _touch(one: Any, other: Any) -> bool:
    (west, south, east, north), (w, s, e, n) = one.bounds, other.bounds
    return bool(west < e and w < east and south < n and s < north)
