"""Metadata of a delivery, filled from the survey: ISO 19115 as ISO 19139 writes it (GB/T 19710 is the same
model), and the same facts as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from faultgis.exports.xml_text import sayable
from faultgis.records.survey import Survey

GMD = "http://www.isotc211.org/2005/gmd"
GCO = "http://www.isotc211.org/2005/gco"
GML = "http://www.opengis.net/gml/3.2"
CODES = "http://standards.iso.org/ittf/PubliclyAvailableStandards/ISO_19139_Schemas/resources/codelist/gmxCodelists.xml"
# MD_ClassificationCode; its "restricted" is what GB/T 19710 calls internal, no level of ours.
SECRECY = ("unclassified", "confidential", "secret", "topSecret")
SECRECY_ZH = ("公开", "秘密", "机密", "绝密")


@dataclass(frozen=True)
class Facts:
    """What metadata say beside the survey's own fields. ``bounds`` are west, south, east, north in CGCS2000;
    ``when`` the moment of the data."""

    survey: Survey
    template: str
    level: int
    data_version: int
    when: datetime
    bounds: tuple[float, float, float, float] | None
    formats: tuple[str, ...]
    counts: Mapping[str, int]
    software: str
    score: float | None = None


def write_metadata(folder: Path, facts: Facts) -> list[Path]:
    """Write ``metadata.xml`` and ``metadata.json``."""
    xml, plain = folder / "metadata.xml", folder / "metadata.json"
    tree = ET.ElementTree(_document(facts))
    ET.indent(tree, " ")
    with xml.open("wb") as target:
        tree.write(target, encoding="UTF-8", xml_declaration=True)
    text = json.dumps(_plain(facts), ensure_ascii=False, indent=1)
    plain.write_bytes(f"{text}\n".encode())
    return [plain, xml]


def _plain(facts: Facts) -> dict[str, Any]:
    survey = facts.survey
    dates = {"started_on": survey.started_on, "ended_on": survey.ended_on}
    return {
        "code": survey.code,
        "title": survey.name_zh or survey.name_en or survey.code,
        "title_en": survey.name_en,
        "abstract": survey.description,
        "division": survey.division,
        "topic": survey.topic,
        "organisation": survey.organisation,
        "authors": survey.authors,
        **{name: day.isoformat() if day else None for name, day in dates.items()},
        "scale": survey.mapping_scale,
        "attribution": survey.attribution,
        "constructed": survey.constructed,
        "secrecy": facts.level,
        "secrecy_zh": SECRECY_ZH[facts.level],
        "crs": "EPSG:4490",
        "bounds": facts.bounds,
        "template": facts.template,
        "data_version": facts.data_version,
        "data_time": facts.when.isoformat(),
        "formats": list(facts.formats),
        "rows": dict(facts.counts),
        "software": facts.software,
        "quality_score": facts.score,
    }


class _Maker:
    """Elements of ISO 19139 with little ado."""

    @staticmethod
    def under(parent: ET.Element, *path: str) -> ET.Element:
        """A new chain of elements."""
        for name in path:
            parent = ET.SubElement(parent, f"{{{GMD}}}{name}")
        return parent

    def text(self, parent: ET.Element, *path: str, said: str) -> None:
        """A character string; one that is not known says so instead of missing."""
        place = self.under(parent, *path)
        if said := sayable(said).strip():
            ET.SubElement(place, f"{{{GCO}}}CharacterString").text = said
        else:
            place.set(f"{{{GCO}}}nilReason", "missing")

    def code(self, parent: ET.Element, name: str, kind: str, value: str) -> None:
        """An entry of one of the standard's code lists."""
        told = {"codeList": f"{CODES}#{kind}", "codeListValue": value}
        ET.SubElement(self.under(parent, name), f"{{{GMD}}}{kind}", told).text = value

    def typed(self, parent: ET.Element, *path: str, kind: str, said: str) -> None:
        """A value of a basic type."""
        ET.SubElement(self.under(parent, *path), f"{{{GCO}}}{kind}").text = said


def _document(facts: Facts) -> ET.Element:
    for prefix, space in (("gmd", GMD), ("gco", GCO), ("gml", GML)):
        ET.register_namespace(prefix, space)
    to, survey = _Maker(), facts.survey
    root = ET.Element(f"{{{GMD}}}MD_Metadata")
    to.text(root, "fileIdentifier", said=str(survey.id))
    to.text(root, "language", said="zho")
    to.code(root, "characterSet", "MD_CharacterSetCode", "utf8")
    to.code(root, "hierarchyLevel", "MD_ScopeCode", "dataset")
    _party(to, root, "contact", survey)
    to.typed(root, "dateStamp", kind="DateTime", said=f"{facts.when:%Y-%m-%dT%H:%M:%SZ}")
    to.text(root, "metadataStandardName", said="ISO 19115:2003 / GB/T 19710")
    to.text(root, "metadataStandardVersion", said="ISO 19139:2007")
    _system(to, root)
    _identification(to, root, facts)
    _distribution(to, root, facts)
    _quality(to, root, facts)
    return root


def _party(to: _Maker, parent: ET.Element, name: str, survey: Survey) -> None:
    party = to.under(parent, name, "CI_ResponsibleParty")
    if survey.authors:
        to.text(party, "individualName", said=survey.authors)
    to.text(party, "organisationName", said=survey.organisation)
    to.code(party, "role", "CI_RoleCode", "pointOfContact")


def _system(to: _Maker, root: ET.Element) -> None:
    path = ("referenceSystemInfo", "MD_ReferenceSystem", "referenceSystemIdentifier", "RS_Identifier")
    identifier = to.under(root, *path)
    to.text(identifier, "code", said="4490")
    to.text(identifier, "codeSpace", said="EPSG")


def _identification(to: _Maker, root: ET.Element, facts: Facts) -> None:
    survey = facts.survey
    about = to.under(root, "identificationInfo", "MD_DataIdentification")
    citation = to.under(about, "citation", "CI_Citation")
    to.text(citation, "title", said=survey.name_zh or survey.name_en or survey.code)
    if survey.name_zh and survey.name_en:
        to.text(citation, "alternateTitle", said=survey.name_en)
    date = to.under(citation, "date", "CI_Date")
    day = survey.ended_on or facts.when.date()
    to.typed(date, "date", kind="Date", said=day.isoformat())
    to.code(date, "dateType", "CI_DateTypeCode", "creation")
    to.text(citation, "edition", said=str(facts.data_version))
    to.text(citation, "identifier", "MD_Identifier", "code", said=survey.code)
    to.text(about, "abstract", said=survey.description or survey.name_zh or survey.name_en)
    if survey.attribution:
        to.text(about, "credit", said=survey.attribution)
    _party(to, about, "pointOfContact", survey)
    secured = to.under(about, "resourceConstraints", "MD_SecurityConstraints")
    to.code(secured, "classification", "MD_ClassificationCode", SECRECY[facts.level])
    to.text(secured, "userNote", said=SECRECY_ZH[facts.level])
    to.code(about, "spatialRepresentationType", "MD_SpatialRepresentationTypeCode", "vector")
    scale = ("spatialResolution", "MD_Resolution", "equivalentScale", "MD_RepresentativeFraction")
    to.typed(to.under(about, *scale), "denominator", kind="Integer", said=str(survey.mapping_scale))
    to.text(about, "language", said="zho")
    to.under(about, "topicCategory", "MD_TopicCategoryCode").text = "geoscientificInformation"
    _extent(to, about, facts)


def _extent(to: _Maker, about: ET.Element, facts: Facts) -> None:
    extent = to.under(about, "extent", "EX_Extent")
    if facts.bounds is not None:
        box = to.under(extent, "geographicElement", "EX_GeographicBoundingBox")
        west, south, east, north = facts.bounds
        sides = (("west", west), ("east", east), ("south", south), ("north", north))
        for side, value in sides:
            name = f"{side}Bound{'Longitude' if side in ('west', 'east') else 'Latitude'}"
            to.typed(box, name, kind="Decimal", said=f"{value:.6f}")
    survey = facts.survey
    if survey.started_on or survey.ended_on:
        period = to.under(extent, "temporalElement", "EX_TemporalExtent", "extent")
        told = ET.SubElement(period, f"{{{GML}}}TimePeriod", {f"{{{GML}}}id": "fieldwork"})
        for name, day in (("beginPosition", survey.started_on), ("endPosition", survey.ended_on)):
            place = ET.SubElement(
                told, f"{{{GML}}}{name}", {} if day else {"indeterminatePosition": "unknown"}
            )
            place.text = day.isoformat() if day else None


def _distribution(to: _Maker, root: ET.Element, facts: Facts) -> None:
    place = to.under(root, "distributionInfo", "MD_Distribution")
    for name in facts.formats:
        told = to.under(place, "distributionFormat", "MD_Format")
        to.text(told, "name", said=name)
        to.text(told, "version", said=facts.template)


def _quality(to: _Maker, root: ET.Element, facts: Facts) -> None:
    quality = to.under(root, "dataQualityInfo", "DQ_DataQuality")
    scope = to.under(quality, "scope", "DQ_Scope")
    to.code(scope, "level", "MD_ScopeCode", "dataset")
    said = [f"数据版本 {facts.data_version}", f"模板 {facts.template}", f"软件 {facts.software}"]
    said += [f"质检得分 {facts.score:g}"] if facts.score is not None else []
    to.text(quality, "lineage", "LI_Lineage", "statement", said="；".join(said))
