"""A stretch drawn anew: what shares it stays together; the rest stays as it was."""

import pytest
from shapely import LineString, Polygon

from faultgis.errors import InputError
from faultgis.records.provenance import new_id
from faultgis.records.trench import WallFeature
from faultgis.services import logging
from faultgis.walls.reshaping import reshaped

LINE = LineString([(0, 1), (4, 1), (8, 1)])
BELOW = Polygon([(0, 0), (8, 0), (8, 1), (4, 1), (0, 1)])
ABOVE = Polygon([(0, 1), (4, 1), (8, 1), (8, 3), (0, 3)])
PATH = [(2.0, 1.0), (4.0, 1.5), (6.0, 1.0)]


def test_a_line_takes_the_path_in_either_direction() -> None:
    wanted = LineString([(0, 1), (2, 1), (4, 1.5), (6, 1), (8, 1)])
    assert reshaped(LINE, PATH).equals_exact(wanted, 1e-9)
    assert reshaped(LINE, PATH[::-1]).equals_exact(wanted, 1e-9)


def test_areas_and_their_contact_stay_together() -> None:
    below, above = reshaped(BELOW, PATH), reshaped(ABOVE, PATH)
    assert below.area == pytest.approx(BELOW.area + 1.0)
    assert above.area == pytest.approx(ABOVE.area - 1.0)
    assert below.intersection(above).area == pytest.approx(0.0, abs=1e-12)
    assert below.union(above).area == pytest.approx(24.0)
    assert reshaped(LINE, PATH).within(below.boundary)


def test_over_the_corner_where_the_ring_begins() -> None:
    found = reshaped(BELOW, [(0.0, 0.5), (0.5, 0.5), (0.5, 0.0)])
    assert found.area == pytest.approx(BELOW.area - 0.25)


def test_a_path_beside_the_shape_is_refused() -> None:
    for path in ([(2.0, 1.1), (6.0, 1.0)], [(2.0, 1.0)]):
        with pytest.raises(InputError) as error:
            reshaped(LINE, path)
        assert error.value.code == "wall_shape.not_on"


def test_all_that_shares_the_boundary_is_reshaped_as_one_edit() -> None:
    wall, survey = new_id(), new_id()
    made = [
        WallFeature(survey_id=survey, wall_id=wall, kind=kind, shape=shape)
        for kind, shape in (("contact", LINE), ("unit", BELOW), ("unit", ABOVE))
    ]
    edit = logging.reshape_along(made, [], PATH)
    assert [change.id for change in edit.changes] == [f.id for f in made]
    alone = logging.reshape_along(made, made[:1], PATH)
    assert [change.id for change in alone.changes] == [made[0].id]
    with pytest.raises(InputError):
        logging.reshape_along(made, [], [(2.0, 5.0), (3.0, 5.0)])
