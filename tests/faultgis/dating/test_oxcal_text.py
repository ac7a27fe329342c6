"""OxCal text of a sequence: what is written is read back as it was; what cannot be read names its line."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faultgis.dating import oxcal
from faultgis.dating.oxcal import Model
from faultgis.errors import InputError
from faultgis.services.calculating import compute

PUBLISHED = """
Options()
{
 Resolution=1;
};
// a comment
Plot()
{
 Curve("IntCal13","IntCal13.14c");
 Sequence("Trench")
 {
  Boundary("base");
  R_Date("A", 2748, 32);
  Date("E2");
  Phase("bed 3") /* two of one bed */
  {
   R_Date("B", 2512, 33);
   Delta_R("lake", -50, 20);
   R_F14C("C", 0.74, 0.004);
  };
  Date("E1");
  C_Date("ash", -79, 1);
  N("wall", BC(20), 15);
  Boundary("E0", AD(1943));
 };
 Span("all");
};
"""


def test_a_published_kind_of_text_is_read() -> None:
    found = oxcal.read(PUBLISHED)
    assert found.name == "Trench"
    assert found.top == {"type": "calendar", "value": 1943.0}
    assert found.aside == ("Options", "Span")
    kinds = [next(iter(entry)) for entry in found.entries]
    assert kinds == ["boundary", "phase", "event", "phase", "event", "phase", "phase", "boundary"]
    assert found.entries[1] == {
        "phase": [{"lab": "A", "c14_age": 2748.0, "c14_error": 32.0, "curve": "intcal13"}]
    }
    two = found.entries[3]["phase"]
    assert "dR" not in two[0]
    assert (two[1]["f14c"], two[1]["dR"], two[1]["dRe"]) == (0.74, -50.0, 20.0)
    assert found.entries[5] == {"phase": [{"lab": "ash", "normal": [-79.0, 1.0]}]}
    assert found.entries[6] == {"phase": [{"lab": "wall", "normal": [-20.0, 15.0]}]}


def test_oxcals_own_years_have_a_zero() -> None:
    text = 'Sequence(){Boundary("a");N("x",0,5);Date("y",N(-10,2));Boundary("b");};'
    dates = [entry["phase"][0]["normal"] for entry in oxcal.read(text).entries if "phase" in entry]
    assert dates == [[-1.0, 5.0], [-11.0, 2.0]]


def test_the_published_sequence_goes_out_and_comes_back(shared: Path) -> None:
    told = json.loads((shared / "cases" / "paleoseismology.json").read_text(encoding="utf-8"))
    case = next(c for c in told["cases"] if c["id"] == "SEQ-01")["inputs"]
    entries = tuple(_with_curve(entry, case["curve"]) for entry in case["sequence_old_to_young"])
    found = oxcal.read(oxcal.write(Model(entries, case["top"], "Ladik")))
    assert found.entries == entries
    assert found.top is not None
    assert found.top["value"] == 1943
    quick = {"sweeps": 200, "chains": 1}
    asked = [
        compute("sequence_model", {"sequence_old_to_young": list(e), "top": t, **quick})
        for e, t in ((entries, case["top"]), (found.entries, found.top))
    ]
    assert asked[0]["events"] == asked[1]["events"]


def _with_curve(entry: dict[str, Any], curve: str) -> dict[str, Any]:
    if "phase" not in entry:
        return entry
    return {"phase": [{**date, "curve": curve} for date in entry["phase"]]}


def test_an_uneven_luminescence_age_goes_out_with_its_wider_side_and_a_word() -> None:
    date = {"lab": "L1", "age_ka": 12.5, "minus_ka": 0.8, "plus_ka": 1.1, "datum_year": 2010}
    text = oxcal.write(Model(({"boundary": "a"}, {"phase": [date]}, {"boundary": "b"})))
    assert 'C_Date("L1", -10491, 1100);' in text
    assert "one error" in text
    assert oxcal.read(text).entries[1] == {"phase": [{"lab": "L1", "normal": [-10491.0, 1100.0]}]}


names = st.text("abcXYZ 0189-_/é中", min_size=1, max_size=12)
numbers = st.integers(1, 40_000).map(float)
dates = st.one_of(
    st.builds(
        lambda lab, age, error, curve, shift: {
            "lab": lab,
            "c14_age": age,
            "c14_error": error,
            "curve": curve,
            **({"dR": shift, "dRe": 10.0} if shift else {}),
        },
        names,
        numbers,
        st.integers(5, 300).map(float),
        st.sampled_from(("intcal20", "shcal20", "marine20")),
        st.sampled_from((0.0, -120.0, 35.0)),
    ),
    st.builds(
        lambda lab, year, sd: {"lab": lab, "normal": [year, sd]},
        names,
        st.integers(-9000, 1900).filter(bool).map(float),
        st.integers(1, 900).map(float),
    ),
)
entries = st.one_of(
    st.builds(lambda name: {"event": name}, names),
    st.builds(lambda name: {"boundary": name}, names),
    st.builds(lambda of: {"phase": of}, st.lists(dates, min_size=1, max_size=3)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(entries, min_size=1, max_size=8), names)
def test_whatever_is_written_is_read_as_it_was(made: list[dict[str, Any]], name: str) -> None:
    found = oxcal.read(oxcal.write(Model(tuple(made), None, name)))
    assert found == Model(tuple(made), None, name)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('Sequence()\n{\n Boundary("a");\n Outlier_Model("x");\n};', "oxcal.command", 4),
        ("Sequence()\n{\n Phase()\n {\n  Phase(){};\n };\n};", "oxcal.nested", 5),
        ('Sequence()\n{\n R_Date("a", "b");\n};', "oxcal.arguments", 3),
        ('Sequence()\n{\n R_Date("a", 3;\n};', "oxcal.syntax", 3),
        ("Sequence()\n{\n", "oxcal.syntax", 2),
        ('Sequence(){Date("a");};\nSequence(){Date("b");};', "oxcal.several", 2),
        ("Plot(){};", "oxcal.none", None),
        ("% nothing", "oxcal.syntax", 1),
    ],
)
def test_what_cannot_be_read_names_its_line(text: str, code: str, line: int | None) -> None:
    with pytest.raises(InputError) as caught:
        oxcal.read(text)
    assert caught.value.code == code
    assert caught.value.row == line


def test_braces_without_end_do_not_end_the_program() -> None:
    with pytest.raises(InputError, match=r"oxcal\.syntax"):
        oxcal.read("Phase(){" * 5000)
