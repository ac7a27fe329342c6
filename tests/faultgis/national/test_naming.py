"""Ten-byte names: unique, the same each time, and understood again."""

import pytest

from faultgis.national.naming import LIMIT, field_of, short_names
from faultgis.national.template import load


def test_names_that_clash_are_numbered() -> None:
    names = ["ID", "Profile1_AIID", "Profile1_ARWID", "Profile1Photo_AIID", "Profile1_A", "断层活动时代名"]
    assert short_names(names) == ("ID", "Profile1_1", "Profile1_2", "Profile1Ph", "Profile1_A", "断层活动时")


@pytest.mark.parametrize("described", load().classes, ids=lambda each: each.name)
def test_every_field_of_the_template_is_found_by_its_short_name(described) -> None:  # type: ignore[no-untyped-def]
    short = short_names([field.name for field in described.fields])
    assert all(len(name.encode("gb18030")) <= LIMIT for name in short)
    assert len({name.casefold() for name in short}) == len(short)
    assert [field_of(described, name.upper()) for name in short] == list(described.fields)
