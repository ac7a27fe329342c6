"""How the survey's layers look in QGIS: as the desktop draws them, as QML.

Traces take colour and weight from their latest activity, dashes from accuracy and exposure, teeth and ticks
from the sense of slip on the side where it is known. Lengths in mm.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

_TEETH = "'reverse','thrust','blind_thrust','subduction_thrust'"
_DASH = (
    "CASE WHEN \"accuracy\" = 'concealed' OR \"exposure\" = 'buried' THEN '0.1;0.9' "
    "WHEN \"accuracy\" = 'inferred' OR \"exposure\" = 'inferred' THEN '1.4;0.9' "
    "WHEN \"accuracy\" = 'approximate' THEN '3.2;1' ELSE '1000;0' END"
)
_REVERSE = f'("kinematics" IN ({_TEETH}) OR "kinematics" LIKE \'%reverse%\')'
_NORMAL = "\"kinematics\" LIKE '%normal%'"


@dataclass(frozen=True)
class Activity:
    """One class of the legend: the codes it stands for, its words, colour and width in mm."""

    codes: tuple[str, ...]
    words: str
    colour: str
    width: float


ACTIVITIES = (
    Activity(("holocene",), "全新世 Holocene", "206,28,36,255", 0.6),
    Activity(("late_pleistocene",), "晚更新世 Late Pleistocene", "206,28,36,255", 0.3),
    Activity(
        ("middle_pleistocene", "early_pleistocene", "quaternary_undivided"),
        "早、中更新世 Early and Middle Pleistocene",
        "124,52,150,255",
        0.3,
    ),
    Activity(("pre_quaternary",), "前第四纪 Pre-Quaternary", "38,38,42,255", 0.25),
    Activity((), "时代未定 Undetermined", "24,122,66,255", 0.25),
)
_POINTS = {
    "observation_point": ("circle", "255,255,255,255", 1.7),
    "offset_marker": ("diamond", "122,62,16,255", 2.5),
    "deformation_width": ("line", "0,118,112,255", 2.3),
    "buried_point": ("cross2", "20,98,166,255", 2.5),
    "trench_site": ("square", "20,98,166,255", 2.8),
    "media": ("triangle", "0,118,112,255", 2.6),
}
_INK = "32,44,60,255"


def trace_style() -> ET.Element:
    """The renderer of the traces."""
    renderer = _renderer("RuleRenderer")
    rules = ET.SubElement(renderer, "rules", key="{all}")
    symbols = ET.SubElement(renderer, "symbols")
    for number, activity in enumerate(ACTIVITIES):
        listed = ",".join(f"'{code}'" for code in activity.codes)
        told = f'"latest_activity" IN ({listed})' if listed else "ELSE"
        key = f"{{{activity.codes[0] if activity.codes else 'undetermined'}}}"
        ET.SubElement(rules, "rule", key=key, filter=told, label=activity.words, symbol=str(number))
        symbols.append(_trace_symbol(str(number), activity))
    return renderer


def plain_style(kind: str, geometry: str) -> ET.Element:
    """The renderer of a layer of another kind: one symbol."""
    renderer = _renderer("singleSymbol")
    symbols = ET.SubElement(renderer, "symbols")
    if geometry == "point":
        symbols.append(_point_symbol(*_POINTS.get(kind, ("circle", "255,255,255,255", 1.7))))
    elif geometry == "line":
        symbols.append(_symbol("line", "0", [_line("20,98,166,255", 0.3)]))
    else:
        symbols.append(_symbol("fill", "0", [_fill()]))
    return renderer


def document(renderer: ET.Element) -> str:
    """A style file of its own around a renderer."""
    root = ET.Element("qgis", version="3.22", styleCategories="Symbology")
    root.append(renderer)
    ET.indent(root, " ")
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return head + ET.tostring(root, encoding="unicode") + "\n"


def _renderer(kind: str) -> ET.Element:
    return ET.Element("renderer-v2", type=kind, enableorderby="0", symbollevels="0", forceraster="0")


def _symbol(kind: str, name: str, layers: Sequence[ET.Element]) -> ET.Element:
    made = ET.Element("symbol", type=kind, name=name, alpha="1", clip_to_extent="1", force_rhr="0")
    made.extend(layers)
    return made


def _layer(kind: str, options: dict[str, str], **by_data: str) -> ET.Element:
    """A symbol layer; ``by_data`` are expressions by property."""
    made = ET.Element("layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
    told = ET.SubElement(made, "Option", type="Map")
    for name, value in options.items():
        ET.SubElement(told, "Option", type="QString", name=name, value=value)
    if by_data:
        _by_data(made, by_data)
    return made


def _by_data(layer: ET.Element, expressions: dict[str, str]) -> None:
    whole = ET.SubElement(ET.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    ET.SubElement(whole, "Option", type="QString", name="name", value="")
    properties = ET.SubElement(whole, "Option", type="Map", name="properties")
    for name, expression in expressions.items():
        one = ET.SubElement(properties, "Option", type="Map", name=name)
        ET.SubElement(one, "Option", type="bool", name="active", value="true")
        ET.SubElement(one, "Option", type="QString", name="expression", value=expression)
        ET.SubElement(one, "Option", type="int", name="type", value="3")
    ET.SubElement(whole, "Option", type="QString", name="type", value="collection")


def _line(colour: str, width: float, **by_data: str) -> ET.Element:
    options = {
        "line_color": colour, "line_width": str(width), "line_width_unit": "MM", "capstyle": "flat",
        "joinstyle": "round", "use_custom_dash": "1" if by_data else "0", "customdash": "1000;0",
        "customdash_unit": "MM",
    }  # fmt: skip
    return _layer("SimpleLine", options, **by_data)


def _trace_symbol(name: str, activity: Activity) -> ET.Element:
    layers = [_line(activity.colour, activity.width, customDash=_DASH)]
    layers += _marks(name, activity.colour)
    return _symbol("line", name, layers)


def _marks(name: str, colour: str) -> Iterator[ET.Element]:
    """Teeth, ticks and arrows; a mark left of the line stands above it as QGIS turns it."""
    number = 1
    for side, offset, turned in (("left", -0.7, "0"), ("right", 0.7, "180")):
        when = f"{_REVERSE} AND \"hanging_side\" = '{side}'"
        yield _marker_line(f"@{name}@{number}", "triangle", colour, 1.35, 7.0, offset, turned, when)
        when = f"{_NORMAL} AND \"downthrown_side\" = '{side}'"
        yield _marker_line(f"@{name}@{number + 1}", "line", colour, 1.25, 3.0, offset, turned, when)
        number += 2
    for sense, flipped in (("sinistral", "180"), ("dextral", "0")):
        for offset, turned in ((-0.9, "0"), (0.9, "180")):
            angle = str((int(turned) + int(flipped) + 90) % 360)
            when = f"\"kinematics\" LIKE '%{sense}%'"
            yield _marker_line(f"@{name}@{number}", "arrow", colour, 3.6, 18.0, offset, angle, when)
            number += 1


def _marker_line(
    name: str, shape: str, colour: str, size: float, interval: float, offset: float, angle: str, when: str
) -> ET.Element:
    options = {
        "placements": "Interval", "interval": str(interval), "interval_unit": "MM", "offset": str(offset),
        "offset_unit": "MM", "offset_along_line": str(interval / 2), "offset_along_line_unit": "MM",
        "rotate": "1",
    }  # fmt: skip
    made = _layer("MarkerLine", options, enabled=when)
    made.append(_symbol("marker", name, [_marker(shape, colour, colour, size, angle)]))
    return made


def _marker(shape: str, colour: str, outline: str, size: float, angle: str = "0") -> ET.Element:
    options = {
        "name": shape, "color": colour, "outline_color": outline, "outline_width": "0.2",
        "outline_width_unit": "MM", "size": str(size), "size_unit": "MM", "angle": angle,
    }  # fmt: skip
    return _layer("SimpleMarker", options)


def _point_symbol(shape: str, colour: str, size: float) -> ET.Element:
    return _symbol("marker", "0", [_marker(shape, colour, _INK, size)])


def _fill() -> ET.Element:
    options = {
        "color": "206,28,36,40", "style": "solid", "outline_color": "206,28,36,255", "outline_width": "0.2",
        "outline_width_unit": "MM", "outline_style": "dash",
    }  # fmt: skip
    return _layer("SimpleFill", options)
