"""What a certificate says, in the language in use, by the names of its template. Knows no Qt."""

from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.rules import Row, Rule
from faultgis.avoidance.telling import canonical
from faultgis.crs import area_m2, format_dms
from faultgis.crs.ellipsoid import geod
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from ui import asked_words, route_words, site_words, words
from ui.printing.certificate_content import Content
from ui.words import tr


def texts(content: Content, rule: Rule) -> dict[str, str]:
    """Single lines."""
    draft, survey, answer = content.draft, content.survey, content.draft.answer
    language = words.language()
    row = rule.row(str(answer["article"]))
    return {
        "number": draft.code,
        "issued_at": _moment(draft.issued_at),
        "issued_by": draft.issued_by or "–",
        "survey": survey_name(survey),
        "survey_code": survey.code,
        "constructed": f" · {tr('constructed: no fault runs there')}" if survey.constructed else "",
        "site": answer["site"],
        "site_kind": site_kind(draft.geometry),
        "place": place(draft.geometry),
        "given": asked_words.given(answer, rule),
        "sentence": site_words.sentence(answer, rule, _fault(content)),
        "measure": " · ".join(filter(None, (site_words.measure(answer), route_words.of_route(answer)))),
        "rule": f"{rule.title[language]} ({rule.id})",
        "edition": rule.edition[language],
        "rule_version": rule.version,
        "confidence": confidence(row),
        "data_version": str(draft.data_version),
        "data_at": _moment(draft.issued_at),
        "program": f"FaultGIS {version('faultgis')}",
        "geometry_hash": draft.geometry_hash,
        "answer_hash": draft.answer_hash,
        "coordinates": _coordinates(draft.geometry),
        "answer_json": canonical(answer.plain()),
    }


def _fault(content: Content) -> str:
    faults = [record for record in content.map.records if isinstance(record, Fault)]
    return site_words.fault_name(faults, content.draft.answer["fault"])


def confidence(row: Row | None) -> str:
    """How sure the values of the article used are."""
    if row is None:
        return tr("no article used")
    return words.sentence(f"confidence.{row.confidence}")


def survey_name(survey: Survey) -> str:
    """A survey's name in the language in use."""
    first, second = survey.name_zh, survey.name_en
    return (first or second or survey.code) if words.language() == "zh" else (second or first or survey.code)


def _moment(at: datetime | None) -> str:
    return "–" if at is None else at.astimezone().strftime("%Y-%m-%d %H:%M %z")


def site_kind(geometry: BaseGeometry) -> str:
    """What sort of site it is, with its size."""
    if geometry.geom_type.endswith("Point"):
        return tr("point")
    if geometry.geom_type.endswith("LineString"):
        return tr("line, {length}", length=site_words.metres(float(geod().geometry_length(geometry))))
    area = area_m2(geometry)
    text = f"{area / 10_000:,.2f} ha" if area >= 10_000 else f"{area:,.0f} m²"
    return tr("area, {area}", area=text)


def place(geometry: BaseGeometry) -> str:
    """The middle of a site in degrees, minutes and seconds."""
    middle = geometry.centroid
    return tr("{place} (CGCS2000, middle of the site)", place=format_dms(middle.x, middle.y))


def _coordinates(geometry: BaseGeometry) -> str:
    places = shapely.get_coordinates(geometry)
    text = "; ".join(f"{lon:.7f} {lat:.7f}" for lon, lat in places[:400])
    return text if len(places) <= 400 else f"{text} … ({len(places)})"


def lists(content: Content, rule: Rule) -> dict[str, list[str]]:
    """Paragraphs."""
    answer = content.draft.answer
    unknown = [*site_words.unknowns(answer, rule), *route_words.unknowns(answer)]
    others = [each for each in answer["reasons"] if not each["code"].startswith("step.")]
    return {
        "reasons": site_words.reasons(answer["reasons"], rule) or ["–"],
        "other_reasons": site_words.reasons(others, rule) or ["–"],
        "unknowns": unknown or [tr("All that this answer needed is known.")],
        "caution_list": [caution.text[words.language()] for caution in rule.cautions],
    }


def tables(content: Content, rule: Rule) -> dict[str, list[list[str]]]:
    """Rows of cells."""
    answer = content.draft.answer
    steps = [r for r in answer["reasons"] if r["code"].startswith("step.")]
    told_steps = [[str(n), site_words.reason(step, rule)] for n, step in enumerate(steps, 1)]
    used = [str(step["params"]["row"]) for step in steps] or [str(answer["article"])]
    rows = [row for row in (rule.row(name) for name in used) if row is not None]
    return {
        "steps": told_steps or [["–"]],
        "articles": [_article(row) for row in rows] or [["–"]],
        "crossings": _crossings(content),
        "stretches": _stretches(content),
    }


def _crossings(content: Content) -> list[list[str]]:
    """A head and the crossings of a route in its order; nothing without any."""
    faults = [record for record in content.map.records if isinstance(record, Fault)]
    heads = ("No.", "Chainage (m)", "How it meets", "Angle (°)", "Fault", "Expected offset (estimate)")
    rows = [
        [
            str(number),
            f"{_chainage(each)} ({each['chainage_low_m']:,.0f}–{each['chainage_high_m']:,.0f})",
            words.sentence(f"crossing.{each['kind']}"),
            f"{each['angle_deg']:.0f}",
            site_words.fault_name(faults, each["fault"]) or each["fault"] or "–",
            route_words.expected(each["expected_offset"]),
            site_words.answer_word(each["answer"]),
            each["article"] or "–",
        ]
        for number, each in enumerate(content.draft.answer.get("crossings", ()), 1)
    ]
    return [[tr(head) for head in (*heads, "Answer", "Article")], *rows] if rows else []


def _chainage(crossing: Mapping[str, Any]) -> str:
    to = f"–{crossing['to_m']:,.0f}" if crossing["kind"] == "along" else ""
    return f"{crossing['chainage_m']:,.0f}{to}"


def _stretches(content: Content) -> list[list[str]]:
    """A head and the stretches of a route in zones and beyond mapped ground; nothing without any."""
    faults = [record for record in content.map.records if isinstance(record, Fault)]
    rows = [
        [
            f"{each['from_m']:,.0f}",
            f"{each['to_m']:,.0f}",
            words.sentence(f"belt.{each['kind']}"),
            site_words.fault_name(faults, each["fault"]) or each["fault"] or "–",
            each["article"] or "–",
        ]
        for each in content.draft.answer.get("stretches", ())
    ]
    heads = ("From (m)", "To (m)", "Zone kind", "Fault", "Article")
    return [[tr(head) for head in heads], *rows] if rows else []


def _article(row: Row) -> list[str]:
    language = words.language()
    width = f"{row.hanging_m:g} m" if row.symmetric else f"{row.hanging_m:g} m / {row.foot_m:g} m"
    said = words.sentence(f"confidence.{row.confidence}")
    shown = width if row.outcome == "width" else words.sentence(f"answer.{row.outcome}")
    return [row.id, row.clause_in(language), row.zone[language], shown, said]
