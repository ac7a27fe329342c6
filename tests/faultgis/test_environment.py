"""Another program's PROJ data in the environment does not reach our libraries."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import {room}
import os, rasterio.crs, pyproj
assert rasterio.crs.CRS.from_epsg(4490).to_epsg() == 4490
assert pyproj.CRS(4490).to_epsg() == 4490
print([name for name in ("PROJ_DATA", "PROJ_LIB") if name in os.environ])
"""


@pytest.mark.parametrize("room", ["faultgis.errors", "importers"])
def test_foreign_proj_data_is_dropped_before_any_library_is_loaded(tmp_path: Path, room: str) -> None:
    foreign = {"PROJ_DATA": str(tmp_path), "PROJ_LIB": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(room=room)],
        env={**os.environ, **foreign},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
