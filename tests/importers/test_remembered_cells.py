"""A cell means the same whether its text was read before or not, and whatever stood around it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from importers import fields
from importers.fields import FieldReader
from importers.mappings import ColumnRule, Template

COLUMNS = ("id", "名称", "性质", "倾角", "倾角2", "备注", "其他")
TEMPLATE = Template(
    "remembered",
    "",
    "",
    "1",
    "",
    columns=(
        ColumnRule(("id",), "id"),
        ColumnRule(("名称",), "fault.name", empty=("空",)),
        ColumnRule(("性质",), "fault.kinematics", "kinematics", values=(("1", "正断层"),)),
        ColumnRule(("倾角",), "fault.dip", "dip_angle"),
        ColumnRule(("倾角2",), "fault.dip", "dip_angle"),
        ColumnRule(("备注",), "fault.name"),
    ),
    constants={"trace.mapping_scale": 50000},
)
TEXTS = st.sampled_from(
    [
        "",
        " ",
        "1",
        "1.0",
        "正断层",
        "逆断层?",
        "40°",
        "40–50°",
        "95",
        "NE30∠60",
        "无",
        "空",
        "a\x00b",
        "\ufffd",
        "-9999",
    ]
)
VALUES = TEXTS | st.sampled_from([None, 1, 1.0, True, float("nan"), 40, 40.5]) | st.text(max_size=3)
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, VALUES)), max_size=12)


@settings(max_examples=100, deadline=None)
@given(rows=ROWS, kept=st.integers(1, 4))
def test_a_text_read_again_means_what_it_meant(rows: list[dict[str, object]], kept: int) -> None:
    limit = fields._KNOWN
    fields._KNOWN = kept
    try:
        together = FieldReader(TEMPLATE, COLUMNS)
        found = [together.read(number, row) for number, row in enumerate(rows)]
    finally:
        fields._KNOWN = limit
    alone = [FieldReader(TEMPLATE, COLUMNS).read(number, row) for number, row in enumerate(rows)]
    assert found == alone
    for row in found:
        together.count(row)
        assert set(row.states) <= set(COLUMNS)
        assert set(row.states.values()) <= set(fields.STATES) - {"empty"}
    for column, counts in together.cells.items():
        told = [row.states.get(column, "empty") for row in found]
        assert counts == {state: told.count(state) for state in set(told)}
