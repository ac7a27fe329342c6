"""Entities that unfold into each other: no table has a document type, and one that has is refused at once."""

import zipfile
from pathlib import Path

import pytest

from faultgis.errors import InputError
from importers.tables.door import sheets_of
from tests.importers.tables.made import workbook

_LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
TYPE = f'<!DOCTYPE a [<!ENTITY l0 "ha">{_LAUGHS}]>'
LONG = f"<!--{'x' * 300_000}-->"


def coded(text: str, encoding: str) -> bytes:
    """The text as XML; what an encoding that is no relative of ASCII is called stands in ASCII."""
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    return (head + text).encode(encoding) if encoding != "cp037" else head.encode() + text.encode(encoding)


def ods(path: Path, encoding: str) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", coded(f"{TYPE}<a>{LONG}&l9;</a>", encoding))


def xlsx(path: Path, encoding: str) -> None:
    whole = workbook(path.with_name("whole.xlsx"))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/sharedStrings.xml" or "sheet1.xml" in name:
                text = data.decode().partition("?>")[2] if data.startswith(b"<?xml") else data.decode()
                data = coded(f"{TYPE}{LONG}{text.replace('</t>', '&l9;</t>')}", encoding)
            target.writestr(name, data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp037"])
@pytest.mark.parametrize("write", [ods, xlsx])
def test_workbooks_with_a_document_type_are_refused(tmp_path: Path, write: object, encoding: str) -> None:
    path = tmp_path / "a.bin"
    write(path, encoding)  # type: ignore[operator]
    with pytest.raises(InputError, match=r"table\.damaged") as caught:
        sheets_of(path)
    assert str(caught.value.params["reason"]).endswith(("<!DOCTYPE", encoding))
