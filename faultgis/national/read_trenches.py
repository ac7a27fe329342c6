"""Trenches with their sites, and samples."""

from typing import Any

from faultgis.national.decoding import by_table
from faultgis.national.mapping_file import TemplateMapping
from faultgis.national.read_attitudes import point_of
from faultgis.national.read_faults import names
from faultgis.national.read_points import target_of
from faultgis.national.taking import Cells, Taking
from faultgis.records.sample import Sample
from faultgis.records.trench import Trench, TrenchSite
from faultgis.values import Document

# Fields that we have none for: they stay with the trench under their national names.
_TEMPLATE = ("GeologySvyProjectID", "TrenchSource", "CollectedTrenchSource")
TRENCH = "TC"


def read_trenches(taking: Taking) -> None:
    """A trench and its site of each row of Trench."""
    for cells in taking.cells("Trench"):
        if (place := point_of(cells)) is None:
            taking.keep(cells, "national.no_point")
            continue
        fault_id, _ = target_of(taking, cells)
        named = names(cells.text("Name"))
        code = cells.text("FieldID") or cells.code
        site = TrenchSite(
            survey_id=taking.survey_id,
            geometry=place,
            code=code,
            fault_id=fault_id,
            location_name=cells.text("LocationName"),
            elevation_m=cells.number_in("Elevation"),
            landform=cells.text("GeomophEnv"),
            **named,
            secrecy=cells.row.secrecy,
            source=cells.source(f"{cells.key}/site", attributes=False),
        )
        taking.records.append(site)
        taking.add(_trench(cells, site, code, named), cells)


def _trench(cells: Cells, site: TrenchSite, code: str, named: dict[str, Any]) -> Trench:
    kept = {field: text for field in _TEMPLATE if (text := cells.text(field))}
    cells.coded("TrenchSource")
    return Trench(
        code=code,
        site_id=site.id,
        azimuth=cells.number_in("TrenchDip", 0, 360),
        length_m=_size(cells, "Length"),
        width_m=_size(cells, "Width"),
        depth_m=_size(cells, "Depth"),
        description=cells.text("CommentInfo"),
        template=Document(kept),
        **named,
        **cells.own(),
    )


def _size(cells: Cells, field: str) -> float | None:
    """A size above zero; zero says that nobody measured it."""
    return cells.number_in(field, 0) or None


def read_samples(taking: Taking, mapping: TemplateMapping) -> None:
    """A sample of each row of SamplePoint, in its trench where it names one."""
    methods = mapping.tables.get("tested_method", {})
    for cells in taking.cells("SamplePoint"):
        if (place := point_of(cells)) is None:
            taking.keep(cells, "national.no_point")
            continue
        sample = Sample(
            geometry=place,
            code=cells.text("FieldID") or cells.text("LabelInfo") or cells.code,
            trench_id=_trench_of(taking, cells),
            method=by_table(methods, cells.coded("SymbolInfo")) or "other",
            description=cells.text("CommentInfo"),
            **cells.own(),
        )
        taking.add(sample, cells)


def _trench_of(taking: Taking, cells: Cells) -> Any:
    source, code = cells.coded("SampleSource"), cells.text("SampleSourceID")
    if not code:
        return None
    field = cells.described.field("SampleSourceID") if cells.described else None
    target = field.refers_by.classes.get(source, "") if field and field.refers_by else ""
    found = taking.find(target, code) if target else None
    if found is None and not _comes(taking, target, code):
        cells.note("national.unresolved", "SampleSourceID", value=code, target=target or source)
    return found.id if source == TRENCH and isinstance(found, Trench) else None


def _comes(taking: Taking, class_name: str, code: str) -> bool:
    """Whether a row of a class that is read later has this ID."""
    return any(cells.code == code for cells in taking.cells(class_name)) if class_name else False
