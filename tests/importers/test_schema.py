"""Tables, aliases, subtypes and domains as a geodatabase declares them."""

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from faultgis.errors import InputError
from importers.vector.ogr import open_layers
from importers.vector.schema import domains, read_schema, table_of
from tests.importers import made_gdb

SUBTYPES = """<t:DEFeatureClassInfo xmlns:t="http://www.esri.com/schemas/ArcGIS/10.3"><Name>Fault</Name>
<AliasName>断层</AliasName><ShapeType>esriGeometryPolyline</ShapeType>
<GPFieldInfoExs><GPFieldInfoEx><Name>Kind</Name><AliasName>类型</AliasName>
<FieldType>esriFieldTypeInteger</FieldType><IsNullable>false</IsNullable></GPFieldInfoEx></GPFieldInfoExs>
<SubtypeFieldName>Kind</SubtypeFieldName><Subtypes><Subtype><SubtypeName>走滑断层</SubtypeName>
<SubtypeCode>3</SubtypeCode><FieldInfos><SubtypeFieldInfo><FieldName>Sense</FieldName>
<DomainName>旋向</DomainName></SubtypeFieldInfo></FieldInfos></Subtype></Subtypes></t:DEFeatureClassInfo>"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_gdb.write(tmp_path_factory.mktemp("gdb") / "made.gdb")


def test_domains_with_their_codes_and_who_uses_them(made: Path, tmp_path: Path) -> None:
    kinds, epochs, dips = domains(made)
    assert (kinds.name, kinds.kind, kinds.type, kinds.description) == ("断层性质", "coded", "text", "说明")
    assert kinds.values == (("01", "正断层"), ("02", "逆断层"))
    assert (epochs.type, epochs.values[1], epochs.used_by) == (
        "integer",
        ("2", "晚更新世"),
        (("Fault", "Epoch"),),
    )
    assert (dips.kind, dips.type, dips.least, dips.most) == ("range", "real", 0.0, 90.0)
    packed = shutil.make_archive(str(tmp_path / "made"), "zip", made.parent)
    assert domains(packed) == domains(made) == domains(made / "a00000001.gdbtable")


def test_columns_have_their_alias(made: Path) -> None:
    (table,) = read_schema(made).tables
    assert (table.name, table.geometry) == ("Fault", "Point")
    assert {c.name: c.alias for c in table.columns if c.alias} == {
        "Feature": "断层性质",
        "Epoch": "活动时代",
        "Clination": "倾角",
        "Name": "名称",
    }


def test_subtypes_have_domains_of_their_own() -> None:
    table = table_of(ElementTree.fromstring(SUBTYPES))
    assert (table.alias, table.geometry, table.subtype_column) == ("断层", "Polyline", "Kind")
    assert [(s.code, s.name, s.domains) for s in table.subtypes] == [(3, "走滑断层", {"Sense": "旋向"})]
    assert not table.columns[0].nullable


def test_a_geopackage_has_domains_too(shared: Path) -> None:
    found = {d.name: d for d in domains(shared / "data/formats/gdal_gpkg/domains.gpkg")}
    assert found["enum_domain"].values == (("1", "one"), ("2", ""))
    assert found["range_domain_real"].used_by == (("test", "with_range_domain_real"),)
    assert found["glob_domain"].kind == "pattern"


def test_what_declares_nothing_says_so(shared: Path, tmp_path: Path) -> None:
    for file, code in (
        ("encodings/cn_north_gbk.shp", "schema.none"),
        ("formats/gdal_openfilegdb/a00000005.gdbtable", "file.damaged"),
    ):
        with pytest.raises(InputError, match=code.replace(".", r"\.")) as caught:
            read_schema(shared / "data" / file)
        assert caught.value.file == str(shared / "data" / file)
    broken = tmp_path / "a.gpkg"
    broken.write_bytes((shared / "data/formats/gdal_gpkg/domains.gpkg").read_bytes()[:5000])
    with pytest.raises(InputError, match=r"schema\.damaged"):
        read_schema(broken)


def test_a_geodatabase_packed_without_its_folder(made: Path, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "bare"), "zip", made)
    assert [layer.name for layer in open_layers(packed)] == ["Fault"]
