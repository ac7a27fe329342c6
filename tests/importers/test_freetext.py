"""Free text of single cells: what is taken, what is flagged, and that no number is invented."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis.values import Estimate, RangeKind
from importers.fields import READERS
from importers.freetext import ages, attitudes, compass, dips, events, quantities, sense, tuples, vocabulary
from importers.freetext.cell import damage, tidy

NUMBERS = st.decimals(0, 30, places=2)


def bounds(value: Estimate) -> tuple[float | None, float | None, float | None]:
    return value.low, value.best, value.high


@given(NUMBERS, NUMBERS)
def test_a_range_has_no_best_and_keeps_its_ends(a: float, b: float) -> None:
    cell = quantities.rate(f"{a}-{b}")
    assert bounds(cell.value) == (float(min(a, b)), None, float(max(a, b)))
    assert cell.value.range is RangeKind.MIN_MAX
    assert ("value.reversed" in {f.code for f in cell.flags}) == (b < a)


@given(st.decimals(5, 30, places=2), st.decimals(0, 5, places=2))
def test_plus_minus_has_unstated_bounds_around_its_best(best: float, spread: float) -> None:
    value = quantities.rate(f"{best}±{spread}").value
    assert bounds(value) == pytest.approx((float(best - spread), float(best), float(best + spread)))
    assert value.range is RangeKind.UNSTATED


@given(NUMBERS)
def test_full_width_characters_read_as_plain_ones(a: float) -> None:
    wide = str(a).translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    assert bounds(quantities.rate(wide).value) == bounds(quantities.rate(str(a)).value)


@given(st.text(max_size=20))
def test_no_text_brings_a_reader_down_or_gives_a_number_that_it_does_not_hold(text: str) -> None:
    for reader in (quantities.rate, quantities.length_km, quantities.magnitude, quantities.number):
        cell = reader(text)
        assert cell.state in ("empty", "typed", "flagged", "rejected")
        if isinstance(cell.value, Estimate):
            digits = "".join(str(unicodedata.digit(c)) for c in tidy(text) if c.isdigit())
            for number in (n for n in bounds(cell.value) if n is not None and cell.value.low is None):
                assert f"{number:g}".replace(".", "").strip("0") in digits.replace("e", "")


@given(st.text(max_size=25))
def test_no_text_brings_any_other_reader_down(text: str) -> None:
    readers = (
        compass.strike, compass.dip_direction, dips.dip_angle, sense.kinematics, ages.latest_activity,
        ages.last_movement, ages.activity_evidence, events.earthquakes, events.displacements,
        attitudes.attitude, vocabulary.exposure, vocabulary.evidence, vocabulary.day, vocabulary.accuracy,
    )  # fmt: skip
    for reader in readers:
        assert reader(text).state in ("empty", "typed", "flagged", "rejected")


@pytest.mark.parametrize("word", ["", "  ", "NA", "N/A", "null", "-9999", "None"])
def test_words_for_nothing_are_empty(word: str) -> None:
    assert quantities.rate(word).empty
    assert sense.kinematics(word).empty
    assert ages.latest_activity(word).empty


@pytest.mark.parametrize(
    ("text", "low", "best", "high"),
    [("2.0 1.2-2.2", 1.2, 2.0, 2.2), ("2.5 1.2-2.2", 1.2, None, 2.5), ("0.38,0.3", 0.3, None, 0.38)],
)
def test_several_numbers_are_a_best_in_its_range_or_the_envelope(
    text: str, low: float, best: float | None, high: float
) -> None:
    cell = quantities.rate(text)
    assert bounds(cell.value) == (low, best, high)
    assert cell.state == "flagged"


@pytest.mark.parametrize("text", ["Q4", "全新世", "陡", "abc", "-3", "1.2.3"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    assert quantities.rate(text).state == "rejected"


def test_extension_is_negative_shortening() -> None:
    value = quantities.rate("1-3（拉张）").values["shortening"]
    assert bounds(value) == (-3, None, -1)


@pytest.mark.parametrize(
    ("word", "azimuth"),
    [("N", 0), ("NNE", 22.5), ("北东", 45), ("东北", 45), ("NEE", 67.5), ("ENE", 67.5), ("北东东", 67.5),
     ("SEE", 112.5), ("ESE", 112.5), ("SWW", 247.5), ("WSW", 247.5), ("NWW", 292.5), ("WNW", 292.5),
     ("西", 270), ("nw", 315), ("NW向", 315)],
)  # fmt: skip
def test_compass_words_in_both_orders(word: str, azimuth: float) -> None:
    assert compass.dip_direction(word).value.best == azimuth


@given(st.sampled_from(sorted(compass.COMPASS)), st.sampled_from(sorted(compass.COMPASS)))
def test_a_range_of_two_directions_is_their_shorter_arc(a: str, b: str) -> None:
    cell = compass.dip_direction(f"{a}-{b}")
    apart = abs((compass.COMPASS[a] - compass.COMPASS[b] + 180) % 360 - 180)
    if apart > 45:
        assert cell.state == "rejected"
    else:
        assert cell.value.high - cell.value.low == apart
        assert {cell.value.low % 360, cell.value.high % 360} == {compass.COMPASS[a], compass.COMPASS[b]}


def test_a_strike_across_north_runs_beyond_360() -> None:
    assert bounds(compass.strike("350-10").value) == (350, None, 370)
    assert compass.strike("EW").value.best == 90


def test_vertical_is_a_dip_not_a_direction() -> None:
    assert bounds(compass.dip_direction("VERTICAL").values["dip"]) == (None, 90, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("Q4", "holocene"), ("Qh", "holocene"), ("Qp3", "late_pleistocene"), ("Q", "quaternary_undivided"),
     ("Q3-4", "late_pleistocene"), ("Q3-2", "middle_pleistocene"), ("全新世断层", "holocene"),
     ("前第四纪断层", "pre_quaternary"), ("33320000", "holocene"), ("33310301", "late_pleistocene"),
     ("-33300000", "pre_quaternary"), ("33310120", "early_pleistocene"),
     ("late Quaternary", "late_pleistocene")],
)  # fmt: skip
def test_ages_by_symbol_word_and_national_code(text: str, code: str) -> None:
    assert ages.latest_activity(text).value == code


@pytest.mark.parametrize(
    ("text", "code", "state"),
    [("1960", "holocene", "typed"), ("2001 AD", "holocene", "typed"), ("1790?", "holocene", "flagged"),
     ("(,15000,)", "late_pleistocene", "flagged"), ("(,11700,)", "holocene", "flagged"),
     ("(482,335,)", "holocene", "flagged"), ("(,750000,)", "middle_pleistocene", "flagged"),
     ("(,2588000,)", "quaternary_undivided", "flagged"), ("(,5332000,)", "undetermined", "flagged")],
)  # fmt: skip
def test_the_greatest_age_decides_on_the_last_movement(text: str, code: str, state: str) -> None:
    cell = ages.last_movement(text)
    assert (cell.value, cell.state) == (code, state)


@pytest.mark.parametrize(
    ("text", "code"),
    [("Reverse-Dextral", "reverse_dextral"), ("Dextral-reverse", "dextral_reverse"),
     ("Strike-Slip-Reverse", "strike_slip_reverse"), ("Thrust strike-slip", "reverse_strike_slip"),
     ("Blind Thrust", "blind_thrust"), ("Left lateral", "sinistral"), ("Dextral Normal", "dextral_normal"),
     ("striek-slip", "strike_slip"), ("lrft slip", "sinistral"), (";eft slip", "sinistral"),
     ("thrsut", "thrust"), ("111102", "sinistral"), ("111220", "reverse"), ("右旋走滑断层", "dextral"),
     ("正走滑右)", "dextral_normal"), ("逆，左旋", "reverse_sinistral")],
)  # fmt: skip
def test_senses_in_english_codes_and_with_typing_errors(text: str, code: str) -> None:
    assert sense.kinematics(text).value == code


def test_a_national_code_tells_the_exposure_too() -> None:
    assert sense.kinematics("111220").values["exposure"] == "buried"


@pytest.mark.parametrize("text", ["anticline", "snycline", "sycline", "fold", "Syncline", "背斜"])
def test_folds_are_told_from_faults(text: str) -> None:
    cell = sense.kinematics(text)
    assert "fold" in cell.values
    assert cell.value is None


@pytest.mark.parametrize("text", ["c", "f", "slip", "blue"])
def test_a_word_that_no_fault_has_is_not_guessed(text: str) -> None:
    assert sense.kinematics(text).state == "rejected"


def test_a_sense_that_changes_along_strike_comes_with_its_parts() -> None:
    rejected = sense.kinematics("西北段左旋逆走滑，东南段右旋逆").rejected
    assert rejected is not None
    assert rejected.params["parts"] == (("西北段", "左旋逆走滑"), ("东南段", "右旋逆"))


@given(st.floats(0, 50), st.floats(0, 50), st.floats(0, 50))
def test_a_tuple_in_order_is_taken_as_it_is(a: float, b: float, c: float) -> None:
    low, best, high = sorted((round(a, 3), round(b, 3), round(c, 3)))
    cell = tuples.gem_tuple(f"({best},{low},{high})", "mm/a")
    assert bounds(cell.value) == (low, best, high)
    assert cell.state == "typed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("(,,90)", (None, None, 90)), ("(,0.20,)", (0.2, None, None)), ("(1.00,5.00,)", (1, None, 5)),
     ("(0.1.,0.,0.5)", None), ("70.0", (None, 70, None)), ("(0.05, 0.1, 0.001)", (0.001, 0.05, 0.1)),
     ("(,,)", None)],
)  # fmt: skip
def test_tuples_as_they_occur(text: str, expected: tuple[float | None, ...] | None) -> None:
    cell = tuples.gem_tuple(text, "mm/a")
    if expected is not None:
        assert bounds(cell.value) == expected
    else:
        assert cell.state != "typed"


@pytest.mark.parametrize(
    ("text", "first"),
    [("1906.12.23", (1906, 12, 23)), ("1739.1.3(平罗)", (1739, 1, 3)), ("1975年", (1975, None, None)),
     ("849", (849, None, None)), ("公元前186年", (-186, None, None)), ("1720沙城", (1720, None, None))],
)  # fmt: skip
def test_dates_of_earthquakes(text: str, first: tuple[int, int | None, int | None]) -> None:
    assert events.earthquakes(text).values["events"][0][:3] == first


def test_two_earthquakes_in_one_cell() -> None:
    found = events.earthquakes("1888,11,2 1990,10,20").values["events"]
    assert [event[:3] for event in found] == [(1888, 11, 2), (1990, 10, 20)]


@pytest.mark.parametrize("text", ["0.09,0.29,0.71", "Q4以来", ">1000", "中西段发育古地震地表形变"])
def test_what_is_no_date_is_refused(text: str) -> None:
    assert events.earthquakes(text).state == "rejected"


@pytest.mark.parametrize("text", ["1", "Dh", "unknown"])
def test_a_displacement_needs_its_component(text: str) -> None:
    assert events.displacements(text).state == "rejected"


@pytest.mark.parametrize(
    ("text", "parts"),
    [("315/SW30", {"strike": 315, "dip_direction": 225, "dip": 30}),
     ("NWW/SW", {"strike": 292.5, "dip_direction": 225}), ("NE", {"strike": 45})],
)  # fmt: skip
def test_attitudes(text: str, parts: dict[str, float]) -> None:
    assert {name: value.best for name, value in attitudes.attitude(text).values.items()} == parts


def test_an_attitude_that_cannot_be_is_flagged() -> None:
    assert {flag.code for flag in attitudes.attitude("NE/NE/60").flags} == {"attitude.not_across"}
    assert attitudes.attitude("40-50").state == "rejected"


def test_a_lost_character_is_reported_with_its_place() -> None:
    lost = damage("祁连\ufffd断裂")
    assert lost is not None
    assert lost.params == {"position": 3}
    assert damage("祁连山断裂") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("None (buried)", "buried"),
        ("Scarp", "exposed"),
        ("隐伏", "buried"),
        ("出露", "exposed"),
        ("3", "inferred"),
    ],
)
def test_exposure_by_word_code_and_description(text: str, code: str) -> None:
    assert vocabulary.exposure(text).value == code


def test_an_exposure_that_changes_along_strike_is_refused() -> None:
    assert vocabulary.exposure("Escarpment, eastern tip of fault buried").state == "rejected"


@given(st.integers(-180, 360))
def test_rakes_come_within_half_a_turn_and_keep_their_direction(rake: int) -> None:
    value = READERS["gem_rake"](f"({rake},,)").value
    assert -180 <= value.best <= 180
    assert (value.best - rake) % 360 == 0


def test_a_rake_beyond_a_turn_is_refused() -> None:
    assert READERS["gem_rake"]("(400,,)").state == "rejected"
    assert bounds(READERS["gem_rake"]("(270,260,280)").value) == (-100, -90, -80)
