"""A File Geodatabase with domains and aliases, written by the GDAL that comes with pyogrio."""

import ctypes
from pathlib import Path

import pyogrio

_TEXT, _INTEGER, _REAL = 4, 0, 2
_POINT = 1


class _Coded(ctypes.Structure):
    _fields_ = [("code", ctypes.c_char_p), ("value", ctypes.c_char_p)]


def _gdal() -> ctypes.CDLL:
    (found,) = (Path(pyogrio.__file__).parent.parent / "pyogrio.libs").glob("libgdal*.so*")
    library = ctypes.CDLL(str(found))
    for name in (
        "GDALGetDriverByName",
        "GDALCreate",
        "GDALDatasetCreateLayer",
        "OGR_Fld_Create",
        "OGR_CodedFldDomain_Create",
        "OGR_RangeFldDomain_Create",
    ):
        getattr(library, name).restype = ctypes.c_void_p
    library.GDALAllRegister()
    return library


def write(path: Path) -> Path:
    """Write a class ``Fault`` whose fields use a coded domain of texts, one of numbers, and a range."""
    gdal = _gdal()
    driver = ctypes.c_void_p(gdal.GDALGetDriverByName(b"OpenFileGDB"))
    data = ctypes.c_void_p(gdal.GDALCreate(driver, str(path).encode(), 0, 0, 0, 0, None))
    for name, kind, codes in (
        ("断层性质", _TEXT, (("01", "正断层"), ("02", "逆断层"))),
        ("Activity", _INTEGER, (("1", "全新世"), ("2", "晚更新世"))),
    ):
        pairs = [_Coded(code.encode(), value.encode()) for code, value in codes]
        coded = (_Coded * (len(pairs) + 1))(*pairs, _Coded(None, None))
        domain = ctypes.c_void_p(
            gdal.OGR_CodedFldDomain_Create(name.encode(), "说明".encode(), kind, 0, coded)
        )
        assert gdal.GDALDatasetAddFieldDomain(data, domain, None)
    bounds = (ctypes.c_double(0), ctypes.c_double(90))
    domain = ctypes.c_void_p(
        gdal.OGR_RangeFldDomain_Create(
            b"Dip", b"", _REAL, 0, ctypes.byref(bounds[0]), True, ctypes.byref(bounds[1]), True
        )
    )
    assert gdal.GDALDatasetAddFieldDomain(data, domain, None)
    layer = ctypes.c_void_p(gdal.GDALDatasetCreateLayer(data, b"Fault", None, _POINT, None))
    for name, kind, alias, used in (
        ("Feature", _TEXT, "断层性质", "断层性质"),
        ("Epoch", _INTEGER, "活动时代", "Activity"),
        ("Clination", _REAL, "倾角", "Dip"),
        ("Name", _TEXT, "名称", ""),
    ):
        field = ctypes.c_void_p(gdal.OGR_Fld_Create(name.encode(), kind))
        gdal.OGR_Fld_SetAlternativeName(field, alias.encode())
        if used:
            gdal.OGR_Fld_SetDomainName(field, used.encode())
        assert gdal.OGR_L_CreateField(layer, field, 0) == 0
    gdal.GDALClose(data)
    return path
