"""National packages made for tests: a small template with all that formats stumble over, and rows for it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import shapely
from hypothesis import strategies as st

from faultgis.exports.layers import Layer, Sheaf
from faultgis.exports.national_layers import layers_of
from faultgis.exports.national_package import FORMATS, Circumstances
from faultgis.national.rows import Package, Row
from faultgis.national.template import Template, TemplateClass, TemplateField, load
from faultgis.records.survey import Survey

WHEN = datetime(2026, 3, 4, 5, 6, 7, 890_000, tzinfo=UTC)
SURVEY = Survey(
    code="海原-1",
    name_zh="海原断裂 1:5 万填图",
    division="640500",
    topic="101",
    organisation="宁夏回族自治区地震局",
    authors="张三; 李四",
)
KEY = TemplateField("ID", "编号", key=True, required=True)
LONG_FIELDS = (
    KEY,
    TemplateField("Profile1Photo_AIID", "剖面1照片"),
    TemplateField("Profile1Photo_ARWID", "剖面1照片原始文件"),
    TemplateField("Feature", "性质", domain="FaultTypeCVD"),
    TemplateField("Length", "长度", "real", unit="km"),
    TemplateField("SampleCount", "样品数", "integer"),
    TemplateField("IsInMap", "是否在图中显示", "flag"),
    TemplateField("SvyDate", "日期", "date"),
)


def template() -> Template:
    """Four classes, one of each kind of shape, with the domains of the shipped template."""
    classes = (
        TemplateClass("Fault", "断层", "line", LONG_FIELDS),
        TemplateClass("FaultSvyPoint", "断层观测点", "point", LONG_FIELDS),
        TemplateClass("FractureBelt", "破裂带", "polygon", LONG_FIELDS, dataset="A1_Zones"),
        TemplateClass("Project", "工程", "none", LONG_FIELDS),
        TemplateClass("Nameless", "", "point", ()),
    )
    return replace(load(), id="small", version="1", classes=classes)


def package(rows: Mapping[str, tuple[Row, ...]], of: Template | None = None, **more: Any) -> Package:
    """A package of a survey in Ningxia."""
    return Package(of or template(), SURVEY, rows, **more)


def row(name: str, code: str | None, shape: Any = None, **values: Any) -> Row:
    """A row of a class of the small template; what is not said is not available."""
    known: dict[str, Any] = {"Length": -9999.0, "SampleCount": -9999, "IsInMap": -9999, "SvyDate": "NA"}
    blank = {field.name: known.get(field.name, "NA") for field in LONG_FIELDS}
    return Row(name, {**blank, "ID": code, **values}, shape)


def sheaf(of: Package) -> Sheaf:
    """Its layers, ready to be written."""
    return Sheaf(layers_of(of)[0], WHEN, of.template.domains)


def circumstances(archive: Path, **more: Any) -> Circumstances:
    """A delivery of everything."""
    told: dict[str, Any] = {"formats": FORMATS, "when": WHEN, "level": 0, "data_version": 7, **more}
    return Circumstances("haiyuan", archive=archive, software="FaultGIS test", **told)


def layer(of: Sheaf, name: str) -> Layer:
    """One of the layers."""
    return next(each for each in of.layers if each.name == name)


_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
TEXTS = st.one_of(
    st.none(),
    _TEXT,
    st.sampled_from(["NA", "=1+1", "断𬒈" * 100, " 首尾 ", "a\r\nb", "_x000D_", "_x0041_x0042_"]),
)
REALS = st.one_of(
    st.none(),
    st.just(-9999.0),
    st.floats(allow_nan=False, allow_infinity=False, width=64),
    st.floats(-200, 200),
)
INTEGERS = st.one_of(st.none(), st.integers(-(2**31) + 1, 2**31 - 1))
FLAGS = st.sampled_from([None, 0, 1, -9999])
_PLACE = st.tuples(st.floats(73, 135), st.floats(18, 54))


@st.composite
def _area(draw: Any) -> shapely.Polygon:
    west, south = draw(_PLACE)
    size = draw(st.floats(0.01, 1))
    hole = shapely.box(west + size / 4, south + size / 4, west + size / 2, south + size / 2).exterior
    return shapely.Polygon(
        shapely.box(west, south, west + size, south + size).exterior, [hole] * draw(st.integers(0, 1))
    )


_LINE = st.lists(_PLACE, min_size=2, max_size=6, unique=True).map(shapely.LineString)
_AREA = _area()
SHAPES: dict[str, st.SearchStrategy[Any]] = {
    "point": st.one_of(st.none(), _PLACE.map(shapely.Point)),
    "line": st.one_of(st.none(), _LINE, st.lists(_LINE, min_size=1, max_size=3).map(shapely.MultiLineString)),
    "polygon": st.one_of(st.none(), _AREA, _AREA.map(lambda area: shapely.MultiPolygon([area]))),
    "none": st.none(),
}


@st.composite
def packages(draw: Any) -> Package:
    """Packages of a few rows of anything."""
    made = template()
    kinds = {"text": TEXTS, "date": st.sampled_from([None, "NA", "20260304"]), "real": REALS,
             "integer": INTEGERS, "flag": FLAGS}  # fmt: skip
    rows = {}
    for of in made.classes:
        count = draw(st.integers(0, 3))
        rows[of.name] = tuple(
            Row(of.name, {f.name: draw(kinds[f.type]) for f in of.fields}, draw(SHAPES[of.geometry]))
            for _ in range(count)
        )
    return package(rows, made)
