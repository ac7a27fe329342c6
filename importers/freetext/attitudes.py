"""Strike, dip direction and dip in one field: "NEE/NNW/60-80", "315/SW30", "NWW/SW"."""

import re

from faultgis.values import Estimate
from importers.freetext.cell import EMPTY, Cell, Flag, blank, refused, tidy
from importers.freetext.compass import dip_direction, letters, strike
from importers.freetext.dips import dip_angle

_DIP_END = re.compile(r"^(?P<side>[NSEW]{1,3})\s*(?P<dip>[<>]?\d[\d.\-~]*|陡立?|缓)?$")
_SPLIT = re.compile(r"\s*/\s*")


def attitude(text: str) -> Cell:
    """The parts ``strike``, ``dip_direction`` and ``dip``; what of the text could not be read is flagged.

    A strike and a dip direction that are less than 45 degrees from parallel are flagged, too.
    """
    if blank(text):
        return EMPTY
    pieces = [piece for piece in _SPLIT.split(letters(tidy(text))) if piece]
    if len(pieces) > 3 or not pieces:
        return refused("attitude.unreadable", text=text)
    readings = _readings(pieces)
    if readings is None:
        return refused("attitude.ambiguous", text=text)
    values = {name: cell.value for name, cell in readings.items() if cell.value is not None}
    flags = [flag for cell in readings.values() for flag in cell.flags]
    unread = [name for name, cell in readings.items() if cell.value is None]
    if not values:
        return refused("attitude.unreadable", text=text)
    if unread:
        flags.append(Flag("attitude.partly", {"text": text, "parts": unread}))
    if _parallel(values):
        flags.append(Flag("attitude.not_across", {"text": text}))
    return Cell(values, tuple(flags))


def _readings(pieces: list[str]) -> dict[str, Cell] | None:
    if len(pieces) == 1:
        return _alone(pieces[0])
    found = {"strike": strike(pieces[0])}
    last = pieces[-1]
    if len(pieces) == 3 and not re.match(r"[NSEW]", last):
        return found | {"dip_direction": dip_direction(pieces[1]), "dip": dip_angle(last)}
    if len(pieces) == 3:
        return _three_directions(pieces, last)
    return found | _dip_side(last)


def _three_directions(pieces: list[str], last: str) -> dict[str, Cell]:
    if re.fullmatch(r"[NSEW]{1,3}", pieces[1]) and re.fullmatch(r"[NSEW]{1,3}", pieces[0]):
        return {"strike": strike(f"{pieces[0]}/{pieces[1]}")} | _dip_side(last)
    return {"strike": strike(pieces[0]), "dip_direction": refused("bearing.both_directions")}


def _dip_side(piece: str) -> dict[str, Cell]:
    if match := _DIP_END.match(piece):
        found = {"dip_direction": dip_direction(match["side"])}
        return found | {"dip": dip_angle(match["dip"])} if match["dip"] else found
    if not re.search(r"[NSEW]", piece):
        return {"dip": dip_angle(piece)}
    return {"dip_direction": refused("bearing.both_directions")}


def _alone(piece: str) -> dict[str, Cell] | None:
    """One piece without a slash: a direction is a strike; a number below 91 might be a dip as well."""
    numbers = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", piece)]
    if numbers and max(numbers) <= 90 and not re.search(r"[NSEW]", piece):
        return None
    return {"strike": strike(piece)}


def _parallel(values: dict[str, Estimate]) -> bool:
    if "strike" not in values or "dip_direction" not in values:
        return False
    across = (values["dip_direction"].middle - values["strike"].middle) % 180
    return abs(across - 90) > 45
