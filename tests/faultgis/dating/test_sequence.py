"""Truths of ages in order: closed forms, bounds that hold in every draw, contradictions by name."""

import numpy as np
import pytest

from faultgis.dating import judging, sequence
from faultgis.dating.ranges import Density
from faultgis.dating.sequence import Item, Setup
from faultgis.errors import CancelledError, InputError
from faultgis.progress import Progress
from faultgis.services.calculating import compute

QUICK = Setup(sweeps=4000)


def _even(first: int, last: int) -> Density:
    count = last - first + 1
    return Density(first, np.full(count, 1 / count))


def _date(name: str, first: int, last: int) -> Item:
    return Item(name, "date", _even(first, last))


def test_every_draw_keeps_the_order() -> None:
    levels = [
        (_date("a", 0, 300),),
        (Item("E", "event"),),
        (_date("b", 100, 400), _date("c", 50, 500)),
        (_date("d", 200, 450),),
    ]
    draws = sequence.run(levels, QUICK).draws
    a, event, b, c, d = np.moveaxis(draws, 2, 0)
    assert np.all(a <= event)
    assert np.all(event <= np.minimum(b, c))
    assert np.all(np.maximum(b, c) <= d)


def test_three_even_dates_in_order_are_order_statistics() -> None:
    # Of three even dates on one span the k-th has the mean k/4 of it.
    levels = [(_date(name, 0, 1000),) for name in "abc"]
    means = sequence.run(levels, Setup(sweeps=20_000)).draws.mean(axis=(0, 1))
    assert means == pytest.approx([250, 500, 750], abs=8)


def test_a_free_boundary_under_n_dates_has_its_closed_form() -> None:
    # Dates at 100 and 200 under a top fixed at 300: the base b has the density (300 − b)^-2 below 100,
    # whose median lies one span lower: 300 − 2·200.
    levels = [
        (Item("base", "boundary"),),
        (Item("a", "date", Density(100, np.ones(1))), Item("b", "date", Density(200, np.ones(1)))),
        (Item("top", "boundary", year=300.0),),
    ]
    base = sequence.run(levels, Setup(sweeps=20_000)).of(0)
    assert np.median(base) == pytest.approx(-100, abs=8)


def test_the_same_seed_gives_the_same_draws_and_another_does_not() -> None:
    levels = [(_date("a", 0, 300),), (Item("E", "event"),), (_date("b", 100, 400),)]
    first, again, other = (sequence.run(levels, Setup(sweeps=500, seed=seed)).draws for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_an_open_event_and_a_reversed_order_are_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"sequence\.open_event") as caught:
        sequence.run([(_date("a", 0, 100),), (Item("E", "event"),)])
    assert caught.value.params["name"] == "E"
    with pytest.raises(InputError, match=r"sequence\.order") as caught:
        sequence.run([(_date("a", 500, 600),), (_date("x", 0, 900),), (_date("b", 100, 200),)])
    assert caught.value.params == {"older": "a", "younger": "b"}


def test_a_date_out_of_place_has_low_agreement_and_the_other_is_named() -> None:
    model = [
        {"phase": [{"lab": "low", "normal": [1000, 40]}]},
        {"phase": [{"lab": "high", "normal": [880, 40]}]},
    ]
    found = compute("sequence_model", {"sequence_old_to_young": model})
    told = {warning["date"]: warning["against"] for warning in found["warnings"] if "date" in warning}
    assert told
    assert told.items() <= {"low": "high", "high": "low"}.items()


def test_a_cancelled_model_stops() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        sequence.run([(_date("a", 0, 300),), (_date("b", 100, 400),)], QUICK, progress)


def test_chains_that_say_different_things_are_seen() -> None:
    random = np.random.default_rng(1)
    agreeing = random.normal(0, 1, (3, 2000))
    assert judging.r_hat(agreeing) < 1.01
    assert judging.r_hat(agreeing + np.array([[0.0], [0.0], [3.0]])) > 1.5
    assert judging.effective_size(agreeing) == pytest.approx(6000, rel=0.15)


def test_joint_draws_keep_events_together() -> None:
    model = [
        {"phase": [{"uniform": [1, 1000]}]},
        {"event": "E1"},
        {"event": "E2"},
        {"phase": [{"uniform": [900, 2000]}]},
    ]
    draws = compute("sequence_model", {"sequence_old_to_young": model, "keep_draws": 1000})["draws"]
    assert len(draws["E1"]) == len(draws["E2"]) >= 1000
    assert all(older <= younger for older, younger in zip(draws["E1"], draws["E2"], strict=True))
