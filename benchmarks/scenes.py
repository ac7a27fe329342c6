"""Made-up scenes for the map's figures: lines in rows, points, names and terrain; the same at every run."""

from pathlib import Path

import numpy as np
import shapely
from shapely import MultiLineString

from faultgis.records.fault import Fault
from faultgis.records.site import DeformationWidth, Measurement, Media, ObservationPoint, OffsetMarker
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace

CENTRE = (102.25, 29.5)
SENSES = ("thrust", "normal", "sinistral", "reverse_dextral", "normal", "reverse", "dextral", "unknown")
ACTIVITIES = ("holocene", "late_pleistocene", "middle_pleistocene", "pre_quaternary", "undetermined")
ACCURACIES = ("accurate", "accurate", "approximate", "inferred")
SYLLABLES = "鲜水河安宁则木小江龙门山阿尔金昆仑海原祁连帕米喀什柯坪迈丹理塘甘孜玉树嘉黎红大凉"


def _wander(
    generator: np.random.Generator,
    count: int,
    vertices: int,
    step: float,
    extent: tuple[float, float],
    columns: int,
) -> list[MultiLineString]:
    """Gently wandering lines of one strike in rows around the centre, in degrees."""
    rows = int(np.ceil(count / columns))
    place = np.column_stack([np.arange(count) % columns, np.arange(count) // columns]).astype(float)
    place[:, 0] += (place[:, 1] % 2) * 0.5
    share = (place + np.array([0.0, 0.5])) / np.array([columns, rows]) - 0.5
    start = np.array(CENTRE) + share * np.array(extent)
    turns = np.cumsum(generator.normal(0, 0.012, (count, vertices - 1)), axis=1) * 0.6
    steps = np.stack([np.cos(turns), np.sin(turns)], axis=-1) * step
    steps = np.concatenate([np.zeros((count, 1, 2)), steps], axis=1)
    lines = start[:, None, :] + np.cumsum(steps, axis=1)
    return list(shapely.multilinestrings(shapely.linestrings(lines)[:, None]))


def sheet_survey() -> tuple[object, dict[str, list[object]]]:
    """A 1:50,000 scene: 150 named faults of four traces each, 60 vertices a trace; 3,000 points, 2,400 of
    them with codes (2,000 observation points, 500 of these with a measured plane, and 400 offset markers),
    300 deformation widths and 300 photos."""
    generator = np.random.default_rng(7)
    survey = Survey(code="bench")
    names = ["".join(generator.choice(list(SYLLABLES), 2)) + "断裂" for _ in range(150)]
    faults = [
        Fault(
            survey_id=survey.id,
            code=f"F{i}",
            name_zh=name,
            kinematics=SENSES[i % 8],
            latest_activity=ACTIVITIES[i % 5],
        )
        for i, name in enumerate(names)
    ]
    traces = [
        Trace(
            survey_id=survey.id,
            geometry=line,
            fault_id=faults[i // 4].id,
            hanging_wall="right",
            upthrown="left",
            accuracy=ACCURACIES[i % 4],
        )
        for i, line in enumerate(_wander(generator, 600, 60, 0.000135, (0.215, 0.115), 24))
    ]
    places = np.array(CENTRE) + generator.uniform(-1, 1, (3000, 2)) * np.array([0.1, 0.06])
    spots = list(shapely.points(places))
    points = [
        ObservationPoint(survey_id=survey.id, code=f"D{i}", geometry=p) for i, p in enumerate(spots[:2000])
    ]
    planes = [
        Measurement(survey_id=survey.id, point_id=p.id, dip_direction=37.0 * i % 360)
        for i, p in enumerate(points[:500])
    ]
    markers = [
        OffsetMarker(survey_id=survey.id, code=f"O{i}", geometry=p) for i, p in enumerate(spots[2000:2400])
    ]
    widths = [DeformationWidth(survey_id=survey.id, geometry=p) for p in spots[2400:2700]]
    media = [Media(survey_id=survey.id, path=f"{i}.jpg", geometry=p) for i, p in enumerate(spots[2700:])]
    return survey, {
        "fault": [*faults],
        "trace": [*traces],
        "observation_point": [*points],
        "measurement": [*planes],
        "offset_marker": [*markers],
        "deformation_width": [*widths],
        "media": [*media],
    }


def many_survey() -> tuple[object, dict[str, list[object]]]:
    """20,000 traces of 10 vertices."""
    survey = Survey(code="bench")
    lines = _wander(np.random.default_rng(11), 20_000, 10, 0.02, (17.0, 10.0), 125)
    traces: list[object] = [
        Trace(
            survey_id=survey.id,
            geometry=line,
            kinematics=SENSES[i % 8],
            latest_activity=ACTIVITIES[i % 5],
            hanging_wall="right",
            accuracy=ACCURACIES[i % 4],
        )
        for i, line in enumerate(lines)
    ]
    return survey, {"trace": traces}


def relief(folder: Path) -> Path:
    """Rough synthetic terrain of 10 m cells over the scene."""
    import rasterio
    from rasterio.transform import from_bounds

    generator = np.random.default_rng(3)
    rows, columns = 1800, 2800
    spectrum = np.fft.rfft2(generator.standard_normal((rows, columns)))
    k = np.hypot(np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(columns)[None, :])
    spectrum *= 1 / np.maximum(k, 2e-3) ** 2.4
    heights = np.fft.irfft2(spectrum, s=(rows, columns))
    heights = (heights - heights.mean()) / heights.std() * 500 + 3200
    west, south = CENTRE[0] - 0.145, CENTRE[1] - 0.08
    path = folder / "relief.tif"
    profile = {
        "driver": "GTiff",
        "width": columns,
        "height": rows,
        "count": 1,
        "dtype": "float32",
        "tiled": True,
    }
    place = from_bounds(west, south, west + 0.29, south + 0.16, columns, rows)
    with rasterio.open(path, "w", crs="EPSG:4490", transform=place, **profile) as target:
        target.write(heights.astype("float32"), 1)
    return path
