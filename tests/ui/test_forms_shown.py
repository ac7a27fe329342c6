"""How values read: numbers, estimates, titles, inherited values; pure functions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis.records.fault import Fault
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.values import Basis, Estimate, RangeKind
from tests.ui.memory import MemoryStore
from ui import words
from ui.forms import shown
from ui.forms.fields import FORMS, fields


@pytest.fixture(autouse=True)
def _english() -> None:
    words.use("en")


@pytest.fixture
def session(store: MemoryStore) -> EditingSession:
    survey = store.surveys()[0]
    return EditingSession(survey, store.load(survey.id))


@pytest.mark.parametrize(
    ("estimate", "read"),
    [
        (Estimate(unit="mm/a", best=2.5, low=1.9, high=3.1), "2.5 (1.9–3.1) mm/a measured"),
        (Estimate(unit="mm/a", low=1.9, high=3.1, basis=Basis.DERIVED), "1.9–3.1 mm/a derived"),
        (Estimate(unit="m", low=80), "> 80 m measured"),
        (Estimate(unit="ka", high=11.7, basis=Basis.DEFAULT), "< 11.7 ka by default"),
        (Estimate(unit="deg", best=60), "60° measured"),
        (
            Estimate(unit="mm/a", best=6.5, low=5.5, high=7.5, range=RangeKind.PERCENT_95),
            "6.5 (5.5–7.5, 95 %) mm/a measured",
        ),
        (Estimate(unit="mm/a", best=-16.8, low=-26, high=-5.4), "−16.8 (−26–−5.4) mm/a measured"),
        (Estimate(unit="m", best=0), "0 m measured"),
        (Estimate(unit="m", best=0, low=0, high=2), "0 (0–2) m measured"),
    ],
)
def test_an_estimate_reads_as_people_write_it(estimate: Estimate, read: str) -> None:
    assert shown.estimate(estimate) == read


def test_an_estimate_reads_in_chinese() -> None:
    words.use("zh")
    assert shown.estimate(Estimate(unit="mm/a", best=2.5, low=1.9, high=3.1)) == "2.5 (1.9–3.1) mm/a 实测"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2.5", 2.5),
        ("2,5", 2.5),
        ("−16.8", -16.8),
        ("１２", 12.0),
        ("２７４８．５", 2748.5),
        ("－３，５", -3.5),
        ("—90", -90.0),
        ("–90", -90.0),
        ("0,125", 0.125),
        (" 7 ", 7.0),
        ("-3", -3.0),
        ("1e3", 1000.0),
    ],
)
def test_numbers_are_read_as_typed(typed: str, value: float) -> None:
    assert shown.read_number(typed) == value


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "1,234.5.6", "5 mm", "2,748", "２，７４８", "3–5", "nan", "inf", "1_000", "1e999", "١٢"],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        shown.read_number(typed)


@given(st.floats(min_value=-99999, max_value=99999).map(lambda value: round(value, 6)))
def test_a_number_shown_is_read_back_the_same(value: float) -> None:
    assert shown.read_number(shown.number(value)) == pytest.approx(value, abs=1e-9)


def test_names_follow_the_language_and_fall_back(session: EditingSession) -> None:
    fault = next(f for f in session.records["fault"].values() if isinstance(f, Fault) and f.code == "F1")
    assert shown.title(fault) == "Anninghe fault"
    words.use("zh")
    assert shown.title(fault) == "安宁河断裂"
    only_code = Fault(survey_id=fault.survey_id, code="F77")
    assert shown.title(only_code) == "F77"


def test_a_trace_inherits_from_its_segment_then_from_its_fault(session: EditingSession) -> None:
    traces = {t.source.key: t for t in session.records["trace"].values() if isinstance(t, Trace)}
    found = shown.inherited(session, traces["t1"], "kinematics")
    assert found is not None
    assert found[0] == "sinistral"
    assert shown.title(found[1]) == "Anninghe fault"  # the segment says nothing of its own
    assert shown.inherited(session, traces["t3"], "kinematics") is None
    field = next(f for f in fields("trace") if f.name == "kinematics")
    assert shown.cell(session, traces["t2"], field) == "(Sinistral)"


def test_numbers_sort_by_size_and_nothing_comes_last(session: EditingSession) -> None:
    field = next(f for f in fields("fault") if f.name == "strike_slip_rate")
    faults = list(session.records["fault"].values())
    keys = sorted(shown.sort_key(session, fault, field) for fault in faults)
    assert keys[0] == (0, 6.5, ())
    assert keys[-1][0] == 2


def test_every_field_of_every_form_exists_in_its_record() -> None:
    from dataclasses import fields as dataclass_fields

    from faultgis import codes
    from faultgis.records.kinds import KINDS

    for kind in FORMS:
        names = {f.name for f in dataclass_fields(KINDS[kind])}
        assert {field.name for field in fields(kind)} <= names, kind
        for field in fields(kind):
            assert not field.codes or codes.code_list(field.codes).entries, field
