"""Which calculations there are."""

from collections.abc import Mapping

from faultgis.services.calculating.dating import (
    BP_TO_CALENDAR,
    CALIBRATE,
    COMBINE_C14,
    F14C_TO_AGE,
    LUMINESCENCE_AGE,
)
from faultgis.services.calculating.function import Function
from faultgis.services.calculating.geometry import FAULT_SURFACE, SLIP_COMPONENTS
from faultgis.services.calculating.laterals import LATERAL_OFFSET
from faultgis.services.calculating.rates import (
    SLIP_RATE_COMBINED,
    SLIP_RATE_ENVELOPE,
    SLIP_RATE_INCREMENTAL,
    SLIP_RATE_SINGLE,
)
from faultgis.services.calculating.recurrence import (
    CONDITIONAL_PROBABILITY,
    CONDITIONAL_PROBABILITY_RANGE,
    CONDITIONAL_PROBABILITY_UNKNOWN_LAST,
    FIT_RENEWAL,
    HAZARD,
    INTERVAL_STATISTICS,
    MAX_CONDITIONAL_PROBABILITY,
)
from faultgis.services.calculating.scaling import MOMENT_BALANCE, SCALING
from faultgis.services.calculating.scarps import SCARP_OFFSET
from faultgis.services.calculating.sequences import SEQUENCE_MODEL
from faultgis.services.calculating.sheets import MAP_SHEET

FUNCTIONS: Mapping[str, Function] = {
    f.name: f
    for f in (
        CALIBRATE,
        COMBINE_C14,
        F14C_TO_AGE,
        BP_TO_CALENDAR,
        LUMINESCENCE_AGE,
        SEQUENCE_MODEL,
        SLIP_RATE_SINGLE,
        SLIP_RATE_ENVELOPE,
        SLIP_RATE_INCREMENTAL,
        SLIP_RATE_COMBINED,
        SLIP_COMPONENTS,
        INTERVAL_STATISTICS,
        FIT_RENEWAL,
        CONDITIONAL_PROBABILITY,
        CONDITIONAL_PROBABILITY_RANGE,
        CONDITIONAL_PROBABILITY_UNKNOWN_LAST,
        MAX_CONDITIONAL_PROBABILITY,
        HAZARD,
        MOMENT_BALANCE,
        SCALING,
        FAULT_SURFACE,
        MAP_SHEET,
        SCARP_OFFSET,
        LATERAL_OFFSET,
    )
}
