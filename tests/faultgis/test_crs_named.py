"""Parameters that the user names: PROJ's own bound systems say the same; nonsense is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from faultgis.crs import transformer
from faultgis.errors import InputError

SEVEN = "15.8,-154.4,-82.3,0.5,-0.3,1.1,2.4"


@pytest.mark.parametrize("parameters", ["15.8,-154.4,-82.3", SEVEN])
@given(st.floats(75, 134), st.floats(5, 53))
def test_as_proj_has_it(parameters: str, lon: float, lat: float) -> None:
    way = transformer(f"EPSG:4214+towgs84={parameters};rmse=0.8")
    bound = CRS.from_proj4(f"+proj=longlat +ellps=krass +towgs84={parameters} +no_defs")
    theirs = Transformer.from_crs(bound, CRS.from_epsg(4326), always_xy=True).transform(lon, lat)
    # WGS 84 and CGCS2000 differ by 0.1 mm in their ellipsoids.
    assert np.allclose(way.transform(lon, lat), theirs, atol=2e-9)
    assert way.accuracy_m == 2.0


def test_a_projection_is_undone_first() -> None:
    plain, named = "EPSG:4214+towgs84=15.8,-154.4,-82.3", "EPSG:2422+towgs84=15.8,-154.4,-82.3"
    metres = Transformer.from_crs(4214, 2422, always_xy=True).transform(104.0, 31.0)
    assert np.allclose(transformer(named).transform(*metres), transformer(plain).transform(104.0, 31.0))


def test_without_a_stated_residual_nothing_is_claimed() -> None:
    assert transformer("EPSG:4214+towgs84=15.8,-154.4,-82.3").accuracy_m is None
    assert transformer("EPSG:4610+towgs84=1,2,3;rmse=5").accuracy_m == 5


@pytest.mark.parametrize(
    "text", ["1,2", "1,2,3,4", "a,b,c", "1,2,3;rmse=x", "1e9,0,0", "0,0,0,500,0,0,0", ""]
)
def test_what_is_no_parameters_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"crs\.parameters"):
        transformer(f"EPSG:4214+towgs84={text}")


def test_old_datums_without_parameters_stay_refused() -> None:
    with pytest.raises(InputError, match=r"crs\.refused_datum"):
        transformer("EPSG:4214")
    with pytest.raises(InputError, match=r"crs\.one_way"):
        transformer("EPSG:4490", "EPSG:4214+towgs84=1,2,3")
