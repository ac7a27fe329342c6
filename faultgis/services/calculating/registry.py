"""Which calculations there are."""

from collections.abc import Mapping

from faultgis.services.calculating.function import Function
from faultgis.services.calculating.geometry import FAULT_SURFACE, SLIP_COMPONENTS
from faultgis.services.calculating.laterals import LATERAL_OFFSET
from faultgis.services.calculating.scarps import SCARP_OFFSET
from faultgis.services.calculating.sheets import MAP_SHEET

FUNCTIONS: Mapping[str, Function] = {
    f.name: f for f in (MAP_SHEET, FAULT_SURFACE, SLIP_COMPONENTS, SCARP_OFFSET, LATERAL_OFFSET)
}
