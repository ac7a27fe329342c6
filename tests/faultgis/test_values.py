"""Estimates: some number, finite, in order."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis.errors import InputError
from faultgis.values import Document, Estimate

finite = st.floats(-1e9, 1e9)


@given(finite, finite, finite)
def test_numbers_are_kept_in_order_or_refused(a: float, b: float, c: float) -> None:
    low, best, high = sorted((a, b, c))
    estimate = Estimate(unit="m", best=best, low=low, high=high)
    assert estimate.middle == best
    for x, y, z in permutations((a, b, c)):
        if not x <= y <= z:
            with pytest.raises(InputError) as caught:
                Estimate(unit="m", low=x, best=y, high=z)
            assert caught.value.code == "estimate.order"


@given(finite, finite)
def test_a_bare_range_has_its_middle_but_no_best(a: float, b: float) -> None:
    estimate = Estimate(unit="m", low=min(a, b), high=max(a, b))
    assert estimate.best is None
    assert estimate.middle == pytest.approx((a + b) / 2)


def test_a_lower_bound_alone_is_its_own_middle() -> None:
    assert Estimate(unit="m", low=80.0).middle == 80.0


def test_bounds_that_contradict_without_a_best_are_refused() -> None:
    with pytest.raises(InputError, match=r"estimate\.order"):
        Estimate(unit="m", low=3, high=2)


def test_no_number_is_no_estimate() -> None:
    with pytest.raises(InputError, match=r"estimate\.empty"):
        Estimate(unit="m")


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_only_finite_numbers(number: float) -> None:
    for bounds in ((number, None, None), (None, number, None), (None, None, number)):
        with pytest.raises(InputError, match=r"estimate\.not_finite"):
            Estimate(unit="m", low=bounds[0], best=bounds[1], high=bounds[2])


def test_numbers_of_a_document_are_written_as_the_database_gives_them_back() -> None:
    told = Document(
        {"draws": [-0.0, 0.5, -0.04], "moment": 1.7782794100389229e19, "small": -1e-9, "text": "-0.0,"}
    )
    assert told.text == (
        '{"draws":[0.0,0.5,-0.04],"moment":17782794100389229000,"small":-1e-09,"text":"-0.0,"}'
    )
