"""The calculations that ``faultgis compute`` offers: by name, on JSON values, checked against their schema.

One object in gives one object out; an array gives an array in order, with the error in the place of each bad
item. Unknown keys are refused by name. Lists broadcast: where a plain value is meant and a list is given, the
calculation runs once per entry (all lists equally long) and each output becomes a list.
"""

from faultgis.services.calculating.engine import answer, compute, function
from faultgis.services.calculating.function import CARRIED, Function, Key
from faultgis.services.calculating.registry import FUNCTIONS
from faultgis.services.calculating.sheets import map_sheet

__all__ = ["CARRIED", "FUNCTIONS", "Function", "Key", "answer", "compute", "function", "map_sheet"]
