"""Landforms: 10,000 Monte Carlo draws of a scarp, its detection, the misfit curve of an offset, a swath."""

import time
from collections.abc import Callable

import numpy as np

from faultgis.draws import distribution
from faultgis.slip.offsets import AlongFault, by_profiles
from faultgis.slip.scarps import Fault, measure
from faultgis.slip.surfaces import clean, detect
from faultgis.terrain.profiles import Patch, Station, swath

Figure = tuple[str, str, str, str]


def run() -> list[Figure]:
    """Each figure as name, limit, measured, note."""
    x = np.linspace(-200, 200, 801)
    rough = np.random.default_rng(1).normal(0, 0.1, len(x))
    z = 0.05 * x + np.interp(x, [-6, 6], [0, 3]) + rough
    fault = Fault(dip=distribution({"normal": [60, 5]}, "fault_dip_deg"), toward="lower")
    picks = detect(*clean(x, z))
    first, second = AlongFault(x, z), AlongFault(x, z + rough[::-1])
    ground = Patch(np.random.default_rng(2).normal(0, 1, (1000, 1000)), 0, 1000, 1, 1)
    station = Station((500.0, 500.0), 0.0, 30.0)
    return [
        _figure("scarp: 10,000 draws with slip", "20 ms", lambda: measure(x, z, picks=picks, fault=fault)),
        _figure("scarp: seek it on 801 points", "", lambda: detect(x, z)),
        _figure("offset: misfit curve of 801 shifts", "", lambda: by_profiles(first, second, (-100, 100))),
        _figure("swath of 401 × 41 samples", "", lambda: swath(ground, station, 200, 20, 1)),
    ]


def _figure(name: str, limit: str, work: Callable[[], object]) -> Figure:
    work()
    found = []
    for _ in range(15):
        started = time.perf_counter()
        work()
        found.append((time.perf_counter() - started) * 1000)
    return name, limit, f"{np.median(found):.1f} ms", f"best {min(found):.1f} ms of 15"
