"""Faults as simple fault sources of OpenQuake's NRML 0.5.

The trace runs so that the plane dips to its right. Each source says in a comment what was measured, derived
or taken as a default. Where the sense of strike slip is not known, two sources share the rate, one sinistral
and one dextral: neither is claimed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from faultgis.errors import InputError
from faultgis.exports.hazard.magnitudes import (
    BIN,
    Characteristic,
    GutenbergRichter,
    characteristic,
    gutenberg_richter,
    moment_rate,
)
from faultgis.exports.hazard.sources import Settings, Source
from faultgis.exports.written import whole
from faultgis.exports.xml_text import sayable
from faultgis.kinematics import dominant
from faultgis.national.rows import Note
from faultgis.recurrence import scaling

NRML = "http://openquake.org/xmlns/nrml/0.5"
GML = "http://www.opengis.net/gml"
_STYLES = {"normal": "normal", "reverse": "reverse"}


@dataclass(frozen=True)
class Modelled:
    """A source that could be written: its id, rake and distribution."""

    id: str
    source: Source
    rake: float
    magnitude: float
    distribution: Characteristic | GutenbergRichter


@dataclass(frozen=True)
class Model:
    """All sources that could be written, and why others could not or only by a choice."""

    sources: tuple[Modelled, ...]
    notes: tuple[Note, ...]


def model(found: Iterable[Source], settings: Settings) -> Model:
    """The sources with their magnitudes and rates. Raises ``InputError("scaling.unknown")`` where the
    relation is not in the table."""
    made: list[Modelled] = []
    notes: list[Note] = []
    taken: set[str] = set()
    for source in found:
        notes += source.problems
        missing = _missing(source)
        if missing:
            notes.append(Note("hazard.left_out", "", source.code, missing, {"field": missing}))
            continue
        try:
            made += _modelled(source, settings, taken)
        except InputError as error:
            notes.append(Note(error.code, "", source.code, "magnitude", dict(error.params)))
    return Model(tuple(made), tuple(notes))


def _missing(source: Source) -> str:
    """The first value without which there is no source; an unknown sense of strike slip is no hindrance."""
    needed = {"dip": source.dip, "dip_direction": source.dip_direction, "slip_rate": source.slip_rate}
    if source.rake is None and dominant(source.kinematics) != "strike_slip":
        needed["rake"] = None
    return next((name for name, value in needed.items() if value is None), "")


def _modelled(source: Source, settings: Settings, taken: set[str]) -> Iterator[Modelled]:
    assert source.area_km2 is not None
    assert source.slip_rate is not None
    magnitude = round(_relation(source, settings).apply(source.area_km2), 2)
    spent = moment_rate(source.area_km2, source.slip_rate[1], settings.rigidity_gpa)
    rakes = (0.0, 180.0) if source.rake is None else (source.rake,)
    for rake in rakes:
        share = spent / len(rakes)
        if settings.distribution == "characteristic":
            rates: Characteristic | GutenbergRichter = characteristic(magnitude, share)
        else:
            rates = gutenberg_richter(settings.least_magnitude, magnitude, settings.b_value, share)
        yield Modelled(_id(source.code, taken), source, rake, magnitude, rates)


def _relation(source: Source, settings: Settings) -> scaling.Row:
    style = _STYLES.get(dominant(source.kinematics), "strike_slip" if dominant(source.kinematics) else "all")
    rows = [
        row
        for row in scaling.rows()
        if row.relation == settings.relation and (row.given, row.gives) == ("area_km2", "mw")
    ]
    for wanted in (style, "all"):
        if found := next((row for row in rows if row.style == wanted and row.a is not None), None):
            return found
    raise InputError("hazard.relation", field="relation", relation=settings.relation, style=style)


def _id(code: str, taken: set[str]) -> str:
    """Letters, digits, hyphens and underscores, each id once."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", code).strip("_-") or "source"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}_{number}", number + 1
    taken.add(name)
    return name


def document(made: Model, name: str, settings: Settings) -> bytes:
    """The file's bytes: the same model gives the same ones."""
    ET.register_namespace("", NRML)
    ET.register_namespace("gml", GML)
    root = ET.Element(f"{{{NRML}}}nrml")
    root.append(ET.Comment(_plain_comment(_stated(settings))))
    whole = ET.SubElement(root, f"{{{NRML}}}sourceModel", {"name": sayable(name)})
    group = ET.SubElement(
        whole, f"{{{NRML}}}sourceGroup", {"name": "faults", "tectonicRegion": settings.region}
    )
    for each in made.sources:
        group.append(ET.Comment(_plain_comment(_choices(each))))
        group.append(_element(each, settings))
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _stated(settings: Settings) -> str:
    told = {**settings.__dict__, "written by": "FaultGIS", "lg M0": "1.5 Mw + 9.05 (N m)"}
    return "; ".join(f"{name} {value}" for name, value in told.items())


def _choices(each: Modelled) -> str:
    told = [
        f"{c.name} {'' if c.value is None else c.value} ({c.basis}: {c.how})" for c in each.source.choices
    ]
    if each.source.rake is None:
        told.append("sense of strike slip unknown: two sources share the rate, rake 0 and rake 180")
    return "; ".join(told)


def _plain_comment(text: str) -> str:
    """XML forbids two hyphens in a comment."""
    return sayable(re.sub(r"-(?=-)|-$", "−", text))


def _element(each: Modelled, settings: Settings) -> ET.Element:
    source = each.source
    attributes = {"id": each.id, "name": sayable(source.name()), "tectonicRegion": settings.region}
    element = ET.Element(f"{{{NRML}}}simpleFaultSource", attributes)
    geometry = ET.SubElement(element, f"{{{NRML}}}simpleFaultGeometry")
    line = ET.SubElement(geometry, f"{{{GML}}}LineString")
    places = ET.SubElement(line, f"{{{GML}}}posList")
    places.text = " ".join(f"{x:.7f} {y:.7f}" for x, y, *_ in source.line.coords)
    depths = (("upperSeismoDepth", source.upper_depth), ("lowerSeismoDepth", source.lower_depth))
    for name, value in (("dip", source.dip), *depths):
        _say(geometry, name, value)
    _say(element, "magScaleRel", settings.relation)
    _say(element, "ruptAspectRatio", settings.aspect_ratio)
    element.append(_distribution(each.distribution))
    _say(element, "rake", each.rake)
    return element


def _say(parent: ET.Element, name: str, value: object) -> None:
    ET.SubElement(parent, f"{{{NRML}}}{name}").text = str(value)


def _distribution(rates: Characteristic | GutenbergRichter) -> ET.Element:
    if isinstance(rates, Characteristic):
        of = {"minMag": f"{rates.magnitude:.2f}", "binWidth": str(BIN)}
        element = ET.Element(f"{{{NRML}}}incrementalMFD", of)
        ET.SubElement(element, f"{{{NRML}}}occurRates").text = f"{rates.rate:.9e}"
        return element
    of = {"aValue": f"{rates.a:.9f}", "bValue": str(rates.b)}
    bounds = {"minMag": str(rates.least), "maxMag": str(rates.greatest)}
    return ET.Element(f"{{{NRML}}}truncGutenbergRichterMFD", {**of, **bounds})


def write(made: Model, name: str, settings: Settings, path: Path) -> None:
    """Writes the file whole or not at all. Raises ``InputError``: ``hazard.no_sources`` for an empty model,
    and as ``whole`` does."""
    if not made.sources:
        raise InputError("hazard.no_sources", file=str(path))
    with whole(path) as half:
        half.write_bytes(document(made, name, settings))
