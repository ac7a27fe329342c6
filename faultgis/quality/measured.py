"""Numbers of our records by what they measure, for rules whose field the template lacks."""

import dataclasses
from collections.abc import Iterator, Mapping

from faultgis.errors import InputError
from faultgis.quality.given import Given
from faultgis.records.kinds import AnyRecord
from faultgis.values import Estimate

_FAULTS = ("fault", "segment")
_RATES = ("net_slip_rate", "strike_slip_rate", "vertical_slip_rate", "shortening_rate")

AZIMUTHS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_FAULTS, ("strike", "dip_direction")),
    "trace": ("dip_direction",), "measurement": ("dip_direction", "trend"), "trench": ("azimuth",),
    "wall": ("azimuth",), "buried_point": ("view_direction",), "media": ("azimuth",),
}  # fmt: skip
DIPS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_FAULTS, ("dip",)), "trace": ("dip",), "measurement": ("dip",), "displacement": ("dip",),
    "buried_point": ("apparent_dip",),
}  # fmt: skip
RAKES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_FAULTS, ("rake",)), "measurement": ("rake",), "displacement": ("rake",),
}  # fmt: skip
RATES: Mapping[str, tuple[str, ...]] = {**dict.fromkeys(_FAULTS, _RATES), "slip_rate": ("rate",)}


def each(
    given: Given, fields: Mapping[str, tuple[str, ...]], *, mapped: bool = False
) -> Iterator[tuple[str, AnyRecord, str, float | Estimate]]:
    """Every such number that is there: its kind, record, field and itself. Those that stand in a field of the
    rows are left out unless ``mapped``: the rows have them."""
    for kind, names in fields.items():
        wanted = [name for name in names if mapped or (kind, name) not in given.mapped]
        for record in given.records.get(kind, ()):
            for name in wanted:
                value = getattr(record, name)
                if value is not None:
                    yield kind, record, name, value


def numbers(value: float | Estimate) -> list[float]:
    """The numbers of it: one, or best and bounds as far as they are given."""
    if not isinstance(value, Estimate):
        return [float(value)]
    return [number for number in (value.low, value.best, value.high) if number is not None]


def middle(value: float | Estimate) -> float:
    """One number for it."""
    return value.middle if isinstance(value, Estimate) else float(value)


def told(value: float | Estimate) -> str:
    """As it is read: best and bounds."""
    if not isinstance(value, Estimate):
        return f"{value:g}"
    bounds = (value.low, value.high)
    if bounds == (None, None):
        return f"{value.best:g}"
    span = "–".join("" if bound is None else f"{bound:g}" for bound in bounds)
    return span if value.best is None else f"{value.best:g} ({span})"


def moved(value: float | Estimate, by: float) -> float | Estimate:
    """All its numbers moved by so much."""
    if not isinstance(value, Estimate):
        return value + by
    low, best, high = (None if n is None else n + by for n in (value.low, value.best, value.high))
    return dataclasses.replace(value, low=low, best=best, high=high)


def positive(value: float | Estimate) -> float | Estimate | None:
    """Its magnitude; ``None`` where its numbers have both signs."""
    if not isinstance(value, Estimate):
        return abs(value)
    if max(numbers(value)) > 0:
        return None
    low, best, high = (None if n is None else abs(n) for n in (value.high, value.best, value.low))
    try:
        return dataclasses.replace(value, low=low, best=best, high=high)
    except InputError:
        return None
