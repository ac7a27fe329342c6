"""Rupture size and magnitude on JSON values; moment balance."""

from typing import Any

from faultgis.errors import InputError
from faultgis.recurrence import moment
from faultgis.recurrence import scaling as relations
from faultgis.services.calculating.function import Function, Key

# The national and Japanese tables call the slip of one event d.
_ALSO = {"displacement_m": "d_m"}


def scaling(
    relation: str,
    length_km: float | None = None,
    area_km2: float | None = None,
    displacement_m: float | None = None,
    mw: float | None = None,
    m: float | None = None,
    styles: list[Any] | None = None,
) -> dict[str, Any]:
    """The other quantity by a relation; see ``faultgis.recurrence.scaling``."""
    numbers = (length_km, area_km2, displacement_m, mw, m)
    given = {k: v for k, v in zip(relations.QUANTITIES, numbers, strict=True) if v is not None}
    if not given:
        raise InputError("compute.which_input", ways=" | ".join(relations.QUANTITIES))
    if styles is not None and not (styles and all(isinstance(style, str) for style in styles)):
        raise InputError("scaling.style", field="styles", relation=relation, known="…")
    found: dict[str, Any] = {}
    warnings: list[dict[str, Any]] = []
    for quantity, value in given.items():
        answered = [_one(relation, quantity, value, style, warnings) for style in styles or [None]]
        gives = answered[0][0].gives
        values = [number for _, number in answered]
        found[gives] = values if styles else values[0]
        if gives in _ALSO:
            found[_ALSO[gives]] = found[gives]
        found[f"sigma_{gives}"] = [row.sigma for row, _ in answered] if styles else answered[0][0].sigma
        found["range"] = [answered[0][0].low, answered[0][0].high]
        found |= {"citation": answered[0][0].citation, "confidence": answered[0][0].confidence}
    return {**found, "warnings": warnings}


def _one(
    relation: str, quantity: str, value: float, style: str | None, warnings: list[dict[str, Any]]
) -> tuple[relations.Row, float]:
    row = relations.row(relation, quantity, style)
    if not row.covers(value):
        told = {"field": quantity, "value": value, "low": row.low, "high": row.high, "style": row.style}
        warnings.append({"code": "scaling.outside", **told})
    return row, row.apply(value)


def moment_balance(
    length_km: float,
    width_km: float,
    slip_rate_mm_yr: float,
    magnitude_mw: float,
    rigidity_gpa: float = moment.RIGIDITY_GPA,
    coupling: float = 1.0,
) -> dict[str, Any]:
    """The interval in which a fault gathers the moment of an earthquake."""
    years = moment.recurrence_years(
        magnitude_mw, length_km, width_km, slip_rate_mm_yr, rigidity_gpa, coupling
    )
    return {"m0_nm": moment.moment_nm(magnitude_mw), "recurrence_yr": years, "constant": moment.CONSTANT}


SCALING = Function(
    name="scaling",
    zh="破裂尺度与震级的经验关系",
    en="Rupture size and magnitude by an empirical relation",
    inputs=(
        Key("relation", "string", "relation, e.g. WC1994_SRL, Leonard2014, Matsuda1975", required=True),
        Key("length_km", "number", "length, km"),
        Key("area_km2", "number", "area, km²"),
        Key("displacement_m", "number", "displacement, m"),
        Key("mw", "number", "moment magnitude"),
        Key("m", "number", "JMA magnitude (Matsuda)"),
        Key("styles", "array", "styles of faulting; without them the relation's common one"),
    ),
    outputs=(
        Key("length_km", "number", "length, km"),
        Key("area_km2", "number", "area, km²; per style where styles are given"),
        Key("displacement_m", "number", "displacement, m"),
        Key("d_m", "number", "the same"),
        Key("mw", "number", "moment magnitude"),
        Key("m", "number", "JMA magnitude"),
        *(
            Key(f"sigma_{name}", "number", f"its standard deviation{what}", nullable=True)
            for name, what in zip(
                relations.QUANTITIES, (" (log10)", " (log10)", " (log10)", "", ""), strict=True
            )
        ),
        Key("range", "array", "range of the known quantity in the relation's data"),
        Key("citation", "string", "where the relation was published"),
        Key("confidence", "string", "how sure the table is of it"),
        Key("warnings", "array", "values outside the range"),
    ),
    run=scaling,
)
MOMENT_BALANCE = Function(
    name="moment_balance",
    zh="地震矩平衡复发间隔",
    en="Recurrence interval by balance of seismic moment",
    inputs=(
        Key("length_km", "number", "length, km", required=True),
        Key("width_km", "number", "width down dip, km", required=True),
        Key("slip_rate_mm_yr", "number", "net slip rate, mm/yr", required=True),
        Key("magnitude_mw", "number", "moment magnitude", required=True),
        Key("rigidity_gpa", "number", "rigidity, GPa", moment.RIGIDITY_GPA),
        Key("coupling", "number", "seismic part of the slip", 1.0),
    ),
    outputs=(
        Key("m0_nm", "number", "seismic moment, N m: 10^(1.5 Mw + constant)"),
        Key("recurrence_yr", "number", "interval, years"),
        Key("constant", "number", "constant of the moment"),
    ),
    run=moment_balance,
)
