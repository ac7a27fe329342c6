"""Which calculations there are."""

from collections.abc import Mapping

from faultgis.services.calculating.dating import BP_TO_CALENDAR, CALIBRATE, COMBINE_C14, F14C_TO_AGE
from faultgis.services.calculating.function import Function
from faultgis.services.calculating.geometry import FAULT_SURFACE, SLIP_COMPONENTS
from faultgis.services.calculating.laterals import LATERAL_OFFSET
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
        SEQUENCE_MODEL,
        SLIP_COMPONENTS,
        FAULT_SURFACE,
        MAP_SHEET,
        SCARP_OFFSET,
        LATERAL_OFFSET,
    )
}
