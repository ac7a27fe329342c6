"""The shipped template says what the collected tables say: no class, field, title or code lost on the way."""

import csv
from collections import defaultdict
from pathlib import Path

from faultgis.national.template import load

TYPES = {
    "string": {"text"},
    "double": {"real"},
    "int": {"integer"},
    "short int 0/1": {"flag"},
    "date": {"date"},
    "string/date": {"date", "text"},
    "string/double": {"text"},
    "string (YYYYMMDD / HHMMSS seen in sample)": {"date", "text"},
}
# Another edition of a class that the viewer has; and what is a data set, no class.
OTHER_EDITIONS = ("RelocationISCatalog@2020",)
# The row number that every geodatabase gives by itself.
OWN_NUMBER = "OBJECTID"


def _table(shared: Path, name: str) -> list[dict[str, str]]:
    path = shared / "reference" / "standards" / name
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_every_class_has_the_fields_that_were_found_for_it(shared: Path) -> None:
    template = load()
    found = defaultdict(list)
    for told in _table(shared, "cn_template_fields.csv"):
        if told["class_name"] not in OTHER_EDITIONS and told["field"] != OWN_NUMBER:
            found[told["class_name"]].append(told)
    for name, fields in found.items():
        described = template.find(name)
        assert described is not None, name
        assert [entry.name for entry in described.fields] == [told["field"] for told in fields], name
        for entry, told in zip(described.fields, fields, strict=True):
            place = (name, entry.name)
            dated = {"date"} if entry.name.endswith("Date") else set()
            assert entry.type in TYPES[told["type"]] | dated, place
            assert entry.zh == told["title_zh"] or not told["title_zh"], place
            assert entry.domain == told["domain"].replace("0/1", ""), place
            assert entry.unit == told["unit"] or not told["unit"], place
            assert entry.key == told["mandatory"].startswith("PK"), place
    assert {each.name for each in template.classes if not each.fields or not each.key} == set()


def test_every_class_has_its_kind_of_shape_and_title(shared: Path) -> None:
    template = load()
    for told in _table(shared, "cn_template_classes.csv"):
        name = told["class_name"].split(".")[-1]
        if not name.endswith("(dataset)"):
            described = template.find(name)
            assert described is not None, name
            assert (described.name, described.geometry) == (name, told["geometry"])
            assert described.zh == told["title_zh"]


def test_every_code_of_a_list_that_fields_draw_from_is_there(shared: Path) -> None:
    template = load()
    found = defaultdict(list)
    for told in _table(shared, "cn_coded_values.csv"):
        found[told["domain"]].append((told["code"], told["label_zh"]))
    drawn = {entry.domain for each in template.classes for entry in each.fields if entry.domain}
    assert drawn <= set(template.domain_by_name)
    for domain in template.domains:
        assert [(entry.code, entry.zh) for entry in domain.codes] == found[domain.name]
