"""The 16 directions of the national lists. Their words are in the Chinese order (NEE is east-north-east), and
their codes look like degrees but are none: NNE is 15, not 22.5."""

_WORDS = (
    "N", "NNE", "NE", "NEE", "E", "SEE", "SE", "SSE", "S", "SSW", "SW", "SWW", "W", "NWW", "NW", "NNW",
)  # fmt: skip
_CODES = (
    "0", "15", "45", "75", "90", "105", "135", "165", "180", "195", "225", "255", "270", "285", "315", "345",
)  # fmt: skip
_OTHER_ORDER = {"ENE": "NEE", "ESE": "SEE", "WSW": "SWW", "WNW": "NWW"}
STEP = 22.5


def _sector(azimuth: float) -> int:
    return int((azimuth % 360.0 + STEP / 2) // STEP) % 16


def word_of(azimuth: float) -> str:
    """The word of the direction within 11.25° of an azimuth in degrees."""
    return _WORDS[_sector(azimuth)]


def code_of(azimuth: float) -> str:
    """The code of the direction within 11.25° of an azimuth in degrees."""
    return _CODES[_sector(azimuth)]


def axis_word(azimuth: float) -> str:
    """The word of a strike, which has no sense: one of N to SSE."""
    return _WORDS[_sector(azimuth) % 8]


def azimuth_of(text: str) -> float | None:
    """The azimuth of a word or code in degrees, ``None`` for other texts."""
    told = text.strip().upper()
    told = _OTHER_ORDER.get(told, told)
    for known in (_WORDS, _CODES):
        if told in known:
            return known.index(told) * STEP
    return None
