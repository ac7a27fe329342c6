"""What a chronology's picture shows: each date before and after the order of the strata was heeded, each
event's age, and what does not fit; and the picture of one calibrated age."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.dating import curves, radiocarbon
from faultgis.dating.luminescence import age_before
from faultgis.dating.radiocarbon import Measured
from faultgis.dating.ranges import Density
from faultgis.errors import FaultGISError
from faultgis.records.derived import ChronologyModel
from faultgis.records.sample import LabResult
from faultgis.services.calculating.dating import stated
from faultgis.services.deriving.stating import is_radiocarbon, luminescence_of, radiocarbon_of

Floats = NDArray[np.float64]
LEAST_AGREEMENT = 60.0


@dataclass(frozen=True, eq=False)
class Rung:
    """One line of a chronology, youngest first: a date, an event or a boundary.

    ``likelihood`` is the density that the measurement alone gives; ``posterior`` the model's, in classes
    ([first astronomical year, years of a class, [percent, …]]), empty where it was not kept; ``told`` the
    model's numbers in calendar years; ``fixed`` the year of a boundary that is fixed."""

    name: str
    kind: str
    told: Mapping[str, Any]
    likelihood: Density | None = None
    posterior: tuple[Any, ...] = ()
    agreement: float | None = None
    fixed: float | None = None

    @property
    def low(self) -> bool:
        """Whether the date disagrees with the order."""
        return self.agreement is not None and self.agreement < LEAST_AGREEMENT


def rungs(model: ChronologyModel) -> tuple[Rung, ...]:
    """The lines of a chronology, the youngest first, as they lie in the ground."""
    found = []
    for entry in model.request.get("sequence_old_to_young", ()):
        for kind in ("boundary", "event"):
            if kind in entry:
                found.append(_undated(model, kind, str(entry[kind])))
        found += [_dated(model, date) for date in entry.get("phase", ())]
    return tuple(reversed(found))


def _undated(model: ChronologyModel, kind: str, name: str) -> Rung:
    table = model.results.get("boundaries" if kind == "boundary" else "events", {})
    told = table.get(name, {})
    return Rung(name, kind, told, posterior=tuple(told.get("density", ())), fixed=told.get("fixed"))


def _dated(model: ChronologyModel, date: Mapping[str, Any]) -> Rung:
    name = str(date.get("lab") or date.get("name") or "")
    told = model.results.get("dates", {}).get(name, {})
    posterior = tuple(told.get("density", ()))
    return Rung(name, "date", told, _likelihood(date), posterior, told.get("agreement"))


def _likelihood(date: Mapping[str, Any]) -> Density | None:
    try:
        if "age_ka" in date:
            return age_before(*(date[key] for key in ("age_ka", "minus_ka", "plus_ka", "datum_year")))
        measured = _measured(date)
        return radiocarbon.likelihood(measured, str(date.get("curve") or "intcal20"))
    except (FaultGISError, KeyError):
        return None  # A curve that is no longer there: the posterior is shown alone.


def _measured(date: Mapping[str, Any]) -> Measured:
    age, error, fraction, its_error = (date.get(k) for k in ("c14_age", "c14_error", "f14c", "f14c_error"))
    return stated(age, error, fraction, its_error, date.get("dR") or 0.0, date.get("dRe") or 0.0)


@dataclass(frozen=True, eq=False)
class Drawn:
    """An age to be drawn: its density by astronomical years; with radiocarbon the age that was compared with
    the curve (offset taken off), its error, and the curve around it, years ascending."""

    density: Density
    flags: tuple[str, ...] = ()
    age: float | None = None
    error: float | None = None
    curve: str = ""
    years: Floats | None = None
    curve_age: Floats | None = None
    curve_error: Floats | None = None


def drawn(result: LabResult) -> Drawn:
    """The picture of a laboratory result's age. Raises ``InputError`` as its calibration does."""
    if not is_radiocarbon(result):
        told = luminescence_of(result)
        return Drawn(age_before(*(told[key] for key in ("age_ka", "minus_ka", "plus_ka", "datum_year"))))
    told = radiocarbon_of(result)
    return drawn_of(_measured(told), str(told["curve"]))


def drawn_of(measured: Measured, against: str) -> Drawn:
    """The picture of a radiocarbon age on a curve. Raises ``InputError`` as its calibration does."""
    found = radiocarbon.calibrate(measured, against)
    curve = curves.curve(found.curve)
    return Drawn(
        found.density,
        found.flags,
        measured.age - measured.delta_r,
        float(np.hypot(measured.error, measured.delta_r_error)),
        found.curve,
        1950.0 - curve.cal_bp[::-1],
        curve.age[::-1],
        curve.sigma[::-1],
    )
