"""When the points of a cloud were taken, as far as its file can tell."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import numpy as np

from faultgis.errors import InputError
from importers.clouds.preflight import CloudInfo
from importers.clouds.reading import chunks

FILE_DATE, FIRST_POINTS = "file_date", "first_points"
_STANDARD = 1
_EPOCH = datetime(1980, 1, 6)
# "Adjusted standard GPS time" is GPS time less a billion seconds (LAS 1.4-R15, table 4); GPS time runs ahead
# of UTC by 18 leap seconds since 2017, which no day notices.
_LESS_S = 1e9
_SAMPLE = 200_000
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 1, 1)


def acquired(info: CloudInfo) -> tuple[date | None, date | None, str]:
    """From when, until when, and what says so. The day comes from the times of the first points, where the
    file says that these count from a fixed day; the day on which the file was written is the latest possible.
    To be run in a child process: points are decoded."""
    first = _first_day(info) if info.encoding & _STANDARD else None
    last = info.date
    if first is not None and last is not None and first > last:
        last = None
    evidence = FIRST_POINTS if first is not None else FILE_DATE if last is not None else ""
    return first, last, evidence


def _first_day(info: CloudInfo) -> date | None:
    """The earliest day among the first points; ``None`` where no time can be one."""
    with suppress(InputError):
        for chunk in chunks(info.file, size=_SAMPLE, fields=("gps_time",), salvage=True):
            times = chunk.gps_time[np.isfinite(chunk.gps_time)] if chunk.gps_time is not None else ()
            return _day(float(min(times))) if len(times) else None
    return None


def _day(seconds: float) -> date | None:
    with suppress(OverflowError):
        found = (_EPOCH + timedelta(seconds=seconds + _LESS_S)).date()
        return found if _EARLIEST <= found <= _LATEST else None
    return None
