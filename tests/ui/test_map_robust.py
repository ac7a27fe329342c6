"""The map outlives odd data and odd ends: any shape, any view, any order of taking things down."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import numpy as np
import shapely
from PyQt6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import DeformationWidth, Measurement, Media, ObservationPoint, OffsetMarker
from faultgis.records.survey import Survey
from faultgis.records.trace import Stretch, Trace
from faultgis.services.editing import EditingSession
from ui.canvas.scale import MapScale
from ui.canvas.scene import Scene, exhaust
from ui.jobs import Jobs
from ui.layers.tree import LayerTree
from ui.workspace import Workspace

SURVEY = Survey(code="S")
SENSES = ("thrust", "normal", "sinistral", "reverse_dextral", "normal_sinistral", "unknown")
ACCURACIES = ("accurate", "approximate", "inferred", "concealed")

TAKE_DOWN = """
import gc, sys
from pathlib import Path
import numpy as np, rasterio
from rasterio.transform import from_bounds
from PyQt6 import sip
from PyQt6.QtCore import QEventLoop, QTimer
from PyQt6.QtWidgets import QApplication, QWidget
app = QApplication([])
import tests.ui.test_map_robust as here
from ui.canvas.view import MapView
from ui.jobs import Jobs
from ui.layers.tree import LayerTree
from ui.workspace import Workspace

def turn(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()

def taken_down(order, wait):
    print(order, wait, flush=True)
    things = {"workspace": Workspace(None, Jobs()), "layers": LayerTree(), "parent": QWidget()}
    view = MapView(things["workspace"], things["layers"], things["parent"])
    view.resize(900, 700)
    things["view"] = view
    view.show()
    things["workspace"].open(here.session(here.odd_traces()))
    things["layers"].add_raster(path)
    view.refresh()
    turn(wait)
    del view
    for name in order.split(","):
        how, name = name.split(":")
        thing = things.pop(name)
        if how == "delete":
            sip.delete(thing)
        del thing
        gc.collect()
        turn(5)
    for thing in things.values():
        if not sip.isdeleted(thing) and isinstance(thing, Workspace):
            thing.select(())
    things.clear()
    gc.collect()
    turn(20)

path = Path(sys.argv[1]) / "relief.tif"
heights = np.add.outer(np.arange(900.0), np.arange(1200.0)).astype("float32")
place = from_bounds(101, 27, 103, 29, 1200, 900)
with rasterio.open(path, "w", driver="GTiff", width=1200, height=900, count=1, dtype="float32",
                   crs="EPSG:4490", transform=place) as target:
    target.write(heights, 1)
for order in sys.argv[2:]:
    for wait in (0, 15, 60):
        taken_down(order, wait)
print("all stands")
"""


def line(*parts: Sequence[Sequence[float]]) -> shapely.MultiLineString:
    """A line of these parts."""
    return shapely.MultiLineString([list(part) for part in parts])


def odd_geometries() -> list[shapely.MultiLineString]:
    """Lines that a survey should not hold, and sometimes does."""
    generator = np.random.default_rng(1)
    crowd = generator.uniform((101.9, 27.9), (102.1, 28.1), (2000, 2)).tolist()
    return [
        line([(102, 28), (102, 28)]),
        line([(102, 28), (102, 28), (102, 28)]),
        line([(102, 28), (102.01, 28), (102, 28)]),
        line([(102, 28), (102.01, 28.01), (102, 28), (102.01, 28.01), (102.02, 28)]),
        line(*[[(x, y), (x + 1e-4, y + 1e-5)] for x, y in crowd]),
        line([(102, 28), (102 + 1e-13, 28)]),
        line([(-180, 89.9), (180, 89.9)], [(0, 90), (10, 90)], [(0, -90), (0, 90)]),
        line([(179.999, 28), (-179.999, 28)]),
        line([(60 + 60 * i, 28 + (i % 2)) for i in range(3)]),
        line([(101.9 + i / 45_000, 28 + 0.02 * float(generator.random())) for i in range(9000)]),
        shapely.MultiLineString(),
    ]


def odd_traces() -> list[AnyRecord]:
    """Odd lines in all symbols, their faults, and points at the ends of the world."""
    faults = [
        Fault(survey_id=SURVEY.id, code=f"F{i}", name_zh="断" * (1 + i * 3), kinematics=sense)
        for i, sense in enumerate(SENSES)
    ]
    traces = [
        Trace(
            survey_id=SURVEY.id,
            geometry=geometry,
            fault_id=fault.id if i % 3 else None,
            kinematics=fault.kinematics,
            accuracy=ACCURACIES[(i + number) % 4],
            hanging_wall="left",
            upthrown="right",
            location_error_m=200.0 if i % 2 else None,
            stretches=(Stretch(start=0.0, end=1e-9, half_width_m=900.0),) if i % 5 == 4 else (),
        )
        for number, fault in enumerate(faults)
        for i, geometry in enumerate(odd_geometries())
    ]
    spots = [shapely.Point(x, y) for x in (-180, 0, 102, 180) for y in (-90, 28, 90)]
    points = [
        ObservationPoint(survey_id=SURVEY.id, code="点 1\n-" * i, geometry=p) for i, p in enumerate(spots)
    ]
    return [
        *faults,
        *traces,
        *points,
        *(Measurement(survey_id=SURVEY.id, point_id=p.id, dip_direction=370.0) for p in points),
        *(OffsetMarker(survey_id=SURVEY.id, code="", geometry=p) for p in spots),
        *(DeformationWidth(survey_id=SURVEY.id, geometry=p) for p in spots),
        *(Media(survey_id=SURVEY.id, path="a.jpg", geometry=p) for p in spots),
    ]


def session(records: list[AnyRecord]) -> EditingSession:
    """A session over these records."""
    by_kind: dict[str, list[AnyRecord]] = {}
    names = {
        Fault: "fault",
        Trace: "trace",
        ObservationPoint: "observation_point",
        Measurement: "measurement",
        OffsetMarker: "offset_marker",
        DeformationWidth: "deformation_width",
        Media: "media",
    }
    for record in records:
        by_kind.setdefault(names[type(record)], []).append(record)
    return EditingSession(SURVEY, by_kind)


def scene_of(records: list[AnyRecord]) -> Scene:
    """A scene over these records with every layer switched on."""
    workspace, layers = Workspace(None, Jobs()), LayerTree()
    for key in ("graticule", "sheets", "bands"):
        layers.show(layers.node(key), True)
    scene = Scene(workspace, layers)
    workspace.open(session(records))
    scene.rebuild()
    return scene


def draw(scene: Scene, scale: MapScale, ratio: float) -> QImage:
    """Everything that is drawn of a view, the quick impression and the selection too."""
    image = QImage(
        max(1, round(scale.width * ratio)), max(1, round(scale.height * ratio)), QImage.Format.Format_ARGB32
    )
    image.fill(0)
    painter = QPainter(image)
    for work in (scene.draw_quick, scene.draw_vectors, scene.draw_names, scene.draw_selection):
        exhaust(work(painter, scale, ratio))
    painter.end()
    return image


def test_odd_lines_are_drawn_at_every_scale_and_place(qtbot: QtBot) -> None:
    scene = scene_of(odd_traces())
    ids: list[UUID] = [t.id for t in scene.workspace.session.records["trace"].values()][:9]  # type: ignore[union-attr]
    scene.workspace.select(tuple(("trace", i) for i in ids))
    centres = ((102.0, 28.0), (180.0, 28.0), (-180.0, -85.0), (0.0, 85.0))
    for longitude, latitude in centres:
        for metres in (0.005, 60.0, 50_000.0):
            image = draw(scene, MapScale(longitude, latitude, metres, 320, 200), 1.0)
            assert not image.isNull()
    assert draw(scene, MapScale(102.0, 28.0, 20.0, 320, 200), 1.0).pixelColor(160, 100).alpha() > 0


def test_a_thousand_random_views_are_drawn(qtbot: QtBot) -> None:
    generator = np.random.default_rng(20)
    scenes = [scene_of(_random_records(generator)) for _ in range(20)]
    for number in range(1000):
        place = generator.normal((102.0, 28.0), 10.0 ** generator.uniform(-4, 1.8), 2)
        view = MapScale(
            float(place[0]),
            float(np.clip(place[1], -85, 85)),
            float(10.0 ** generator.uniform(-2, 4.7)),
            int(generator.integers(1, 160)),
            int(generator.integers(1, 120)),
        )
        scene = scenes[number % len(scenes)]
        draw(scene, view, (1.0, 2.0, 1.25)[number % 3])
        for name in scene.placed:
            assert np.isfinite((name.x, name.y, name.angle)).all()


def _random_records(generator: np.random.Generator) -> list[AnyRecord]:
    fault = Fault(survey_id=SURVEY.id, code="F", name_zh="随机断裂", latest_activity="holocene")
    lines = []
    for _ in range(4):
        steps = generator.normal(0, 10.0 ** generator.uniform(-6, 0.5), (int(generator.integers(2, 30)), 2))
        steps[generator.random(len(steps)) < 0.2] = 0
        lines.append(line(np.add(np.cumsum(steps, axis=0), (102, 28)).tolist()))
    return [
        fault,
        *(
            Trace(
                survey_id=SURVEY.id,
                geometry=geometry,
                fault_id=fault.id,
                kinematics=SENSES[i % len(SENSES)],
                accuracy=ACCURACIES[i % 4],
                hanging_wall="right",
                upthrown="left",
                location_error_m=50.0,
            )
            for i, geometry in enumerate(lines)
        ),
        *(
            ObservationPoint(survey_id=SURVEY.id, code=f"D{i}", geometry=shapely.Point(*place))
            for i, place in enumerate(generator.normal((102, 28), 0.05, (6, 2)))
        ),
    ]


ORDERS = (
    "drop:view,drop:workspace,drop:layers,drop:parent",
    "drop:workspace,drop:layers,drop:view,drop:parent",
    "delete:view,delete:workspace,delete:layers",
    "delete:workspace,delete:layers,delete:view",
    "delete:parent,drop:workspace,drop:view",
    "delete:layers,delete:parent,delete:workspace",
)


def test_the_map_may_be_taken_down_in_any_order(tmp_path: Path) -> None:
    """In a process of its own, for what goes wrong there ends the process; relief is still being shaded."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", TAKE_DOWN, str(tmp_path), *ORDERS],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=240,
    )
    told = f"{done.stdout}\n{done.stderr}"
    assert done.returncode == 0, told
    assert done.stdout.strip().endswith("all stands"), told
    assert not done.stderr.strip(), told
