"""The reference beside clouds to terrain: the same chain by Whitebox Workflows, in a process of its own.

    python -m benchmarks.whitebox CLOUD FOLDER

reads the cloud (in feet), keeps the ground, averages heights by inverse distance in cells of a metre, lights
them, writes both rasters into the folder, and prints seconds and the most memory held (MiB).
"""

import json
import os
import resource
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MODULE = "whitebox_workflows"
METRE = 1 / 0.3048
_LONGEST_S = 900


def measured(cloud: Path, folder: Path) -> tuple[float, float] | str:
    """Seconds and MiB of the chain, or why there are none."""
    if find_spec(MODULE) is None:
        return "not installed"
    program = [sys.executable, "-m", "benchmarks.whitebox", str(cloud), str(folder)]
    root = Path(__file__).resolve().parents[1]
    try:
        done = subprocess.run(
            program, capture_output=True, text=True, cwd=root, timeout=_LONGEST_S, check=False
        )
    except subprocess.TimeoutExpired:
        return f"not done after {_LONGEST_S} s"
    for line in done.stdout.splitlines():
        if line.startswith("measured "):
            seconds, memory = json.loads(line.removeprefix("measured "))
            return float(seconds), float(memory)
    return f"failed ({done.returncode})"


def chain(cloud: Path, folder: Path) -> None:
    """The chain itself; its parameters are those of the filter's own defaults, in feet."""
    from importlib import import_module

    tools: Any = import_module(MODULE).WbEnvironment()
    points = tools.read_lidar(str(cloud))
    ground = tools.lidar.improved_ground_point_filter(
        input=points, block_size=METRE, max_building_size=36 * METRE, elev_threshold=0.5 * METRE
    )
    terrain = tools.lidar.lidar_idw_interpolation(
        input=ground, resolution=METRE, weight=2.0, search_radius=1.5 * METRE
    )
    light = tools.terrain.hillshade(input=terrain, altitude=45.0)
    tools.write_raster(terrain, str(folder / "terrain.tif"))
    tools.write_raster(light, str(folder / "hillshade.tif"))


def _main(cloud: str, folder: str) -> None:
    os.chdir(folder)
    started = time.perf_counter()
    chain(Path(cloud), Path(folder))
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("measured", json.dumps([seconds, memory]))


if __name__ == "__main__":
    _main(*sys.argv[1:])
