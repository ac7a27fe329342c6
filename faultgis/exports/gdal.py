"""A narrow door to the GDAL that pyogrio brings: what pyogrio itself cannot say is said through GDAL's C
interface: code lists, aliases, widths and data sets of a geodatabase, and what of them a file holds.
"""

import errno
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import CDLL, POINTER, Structure, byref, c_bool, c_char_p, c_int, c_uint, c_void_p, cast
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from faultgis.exports.layers import Column, Layer, Sheaf
from faultgis.national.template import Domain

# OGRFieldType and OGRFieldSubType, OGRwkbGeometryType.
FIELD = {"integer": 0, "flag": 0, "real": 2, "text": 4}
INT16 = 2
SHAPE = {"point": 1, "line": 5, "polygon": 6, "none": 100}
GDAL_OF_VECTOR = 4
TRADITIONAL_AXES = 0

_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "GDALGetDriverByName": (c_void_p, (c_char_p,)),
    "GDALCreate": (c_void_p, (c_void_p, c_char_p, c_int, c_int, c_int, c_int, c_void_p)),
    "GDALOpenEx": (c_void_p, (c_char_p, c_uint, c_void_p, c_void_p, c_void_p)),
    "GDALClose": (c_int, (c_void_p,)),
    "GDALDatasetCreateLayer": (c_void_p, (c_void_p, c_char_p, c_void_p, c_int, POINTER(c_char_p))),
    "GDALDatasetAddFieldDomain": (c_bool, (c_void_p, c_void_p, POINTER(c_void_p))),
    "GDALDatasetGetFieldDomainNames": (POINTER(c_char_p), (c_void_p, c_void_p)),
    "GDALDatasetGetFieldDomain": (c_void_p, (c_void_p, c_char_p)),
    "GDALDatasetGetLayerByName": (c_void_p, (c_void_p, c_char_p)),
    "OGR_CodedFldDomain_Create": (c_void_p, (c_char_p, c_char_p, c_int, c_int, c_void_p)),
    "OGR_CodedFldDomain_GetEnumeration": (c_void_p, (c_void_p,)),
    "OGR_FldDomain_Destroy": (None, (c_void_p,)),
    "OGR_Fld_Create": (c_void_p, (c_char_p, c_int)),
    "OGR_Fld_Destroy": (None, (c_void_p,)),
    "OGR_Fld_SetSubType": (None, (c_void_p, c_int)),
    "OGR_Fld_SetWidth": (None, (c_void_p, c_int)),
    "OGR_Fld_SetAlternativeName": (None, (c_void_p, c_char_p)),
    "OGR_Fld_SetDomainName": (None, (c_void_p, c_char_p)),
    "OGR_Fld_GetNameRef": (c_char_p, (c_void_p,)),
    "OGR_Fld_GetWidth": (c_int, (c_void_p,)),
    "OGR_Fld_GetAlternativeNameRef": (c_char_p, (c_void_p,)),
    "OGR_Fld_GetDomainName": (c_char_p, (c_void_p,)),
    "OGR_L_CreateField": (c_int, (c_void_p, c_void_p, c_int)),
    "OGR_L_GetLayerDefn": (c_void_p, (c_void_p,)),
    "OGR_FD_GetFieldCount": (c_int, (c_void_p,)),
    "OGR_FD_GetFieldDefn": (c_void_p, (c_void_p, c_int)),
    "OSRNewSpatialReference": (c_void_p, (c_char_p,)),
    "OSRImportFromEPSG": (c_int, (c_void_p, c_int)),
    "OSRSetAxisMappingStrategy": (None, (c_void_p, c_int)),
    "OSRRelease": (None, (c_void_p,)),
    "CPLPushErrorHandler": (None, (c_void_p,)),
    "CPLPopErrorHandler": (None, ()),
    "CPLGetLastErrorMsg": (c_char_p, ()),
    "CSLDestroy": (None, (c_void_p,)),
}


class _Code(Structure):
    _fields_ = (("code", c_char_p), ("value", c_char_p))


@dataclass(frozen=True)
class FieldTold:
    """What a file says of a field beside its type."""

    name: str
    alias: str = ""
    domain: str = ""
    width: int = 0


@dataclass(frozen=True)
class Told:
    """What a file says of its fields by layer, and its code lists: codes with labels by name."""

    fields: dict[str, tuple[FieldTold, ...]] = field(default_factory=dict)
    domains: dict[str, dict[str, str]] = field(default_factory=dict)


def _candidates() -> Iterator[Path]:
    import pyogrio

    package = Path(pyogrio.__file__).parent
    beside = package.parent / "pyogrio.libs"
    yield from sorted(beside.glob("libgdal*" if sys.platform != "win32" else "gdal*.dll"))
    yield from sorted((package / ".dylibs").glob("libgdal*"))


@lru_cache(maxsize=1)
def library() -> Any:
    """The library that pyogrio loaded. Raises ``InputError("export.no_gdal")`` where it is not to be found:
    an installation whose GDAL is linked otherwise."""
    for path in _candidates():
        try:
            loaded: Any = CDLL(str(path))
            for name, (result, arguments) in _SIGNATURES.items():
                function = getattr(loaded, name)
                function.restype, function.argtypes = result, arguments
        except (OSError, AttributeError):
            continue
        loaded.quiet = cast(loaded.CPLQuietErrorHandler, c_void_p)
        return loaded
    raise InputError("export.no_gdal")


@contextmanager
def _listening() -> Iterator[tuple[Any, Callable[[Any, str], Any]]]:
    """GDAL, silent on the terminal, and a check of what it answers."""
    gdal = library()

    def sound(answer: Any, what: str) -> Any:
        if not answer:
            reason = (gdal.CPLGetLastErrorMsg() or b"").decode("utf-8", "replace") or os.strerror(errno.EIO)
            raise InputError("export.driver", what=what, reason=reason)
        return answer

    gdal.CPLPushErrorHandler(gdal.quiet)
    try:
        yield gdal, sound
    finally:
        gdal.CPLPopErrorHandler()


def create(path: Path, driver: str, sheaf: Sheaf, options: Sequence[str] = ()) -> None:
    """An empty file with all layers of a sheaf, their fields, titles and code lists; ``options`` are for
    every layer. Raises ``InputError``: ``export.no_gdal``, ``export.driver``."""
    with _listening() as (gdal, sound):
        chosen = sound(gdal.GDALGetDriverByName(driver.encode()), driver)
        data = sound(gdal.GDALCreate(chosen, str(path).encode(), 0, 0, 0, 0, None), path.name)
        system = gdal.OSRNewSpatialReference(None)
        try:
            gdal.OSRImportFromEPSG(system, sheaf.srid)
            gdal.OSRSetAxisMappingStrategy(system, TRADITIONAL_AXES)
            for domain in sheaf.domains:
                _add_domain(gdal, sound, data, domain, FIELD[_kind(domain, sheaf)])
            for layer in sheaf.layers:
                _add_layer(gdal, sound, data, layer, system, options)
        finally:
            closed = gdal.GDALClose(data)
            gdal.OSRRelease(system)
        sound(closed == 0, path.name)


def _kind(domain: Domain, sheaf: Sheaf) -> str:
    """The type of a code list: that of the columns that draw from it."""
    columns = [c for layer in sheaf.layers for c in layer.columns if c.domain == domain.name]
    whole = bool(columns) and all(column.whole for column in columns)
    return "integer" if whole and all(_is_whole(entry.code) for entry in domain.codes) else "text"


def _is_whole(code: str) -> bool:
    return code.removeprefix("-").isdecimal()


def _add_domain(gdal: Any, sound: Any, data: Any, domain: Domain, kind: int) -> None:
    codes = [_Code(entry.code.encode(), (entry.zh or entry.en).encode()) for entry in domain.codes]
    listed = (_Code * (len(codes) + 1))(*codes, _Code(None, None))
    words = domain.zh.encode() or None
    made = gdal.OGR_CodedFldDomain_Create(domain.name.encode(), words, kind, 0, cast(listed, c_void_p))
    why = c_void_p()
    try:
        sound(gdal.GDALDatasetAddFieldDomain(data, made, byref(why)), domain.name)
    finally:
        gdal.OGR_FldDomain_Destroy(made)


def _add_layer(gdal: Any, sound: Any, data: Any, layer: Layer, system: Any, options: Sequence[str]) -> None:
    wanted = [*options, *([f"LAYER_ALIAS={layer.title}"] if layer.title else [])]
    wanted += [f"FEATURE_DATASET={layer.dataset}"] if layer.dataset and layer.placed else []
    told = (c_char_p * (len(wanted) + 1))(*(text.encode() for text in wanted), None)
    shape, srs = SHAPE[layer.geometry], system if layer.placed else None
    pointer = cast(told, POINTER(c_char_p))
    made = sound(gdal.GDALDatasetCreateLayer(data, layer.name.encode(), srs, shape, pointer), layer.name)
    for column in layer.columns:
        _add_field(gdal, sound, made, layer, column)


def _add_field(gdal: Any, sound: Any, to: Any, layer: Layer, column: Column) -> None:
    made = gdal.OGR_Fld_Create(column.name.encode(), FIELD[column.type])
    try:
        if column.type == "flag":
            gdal.OGR_Fld_SetSubType(made, INT16)
        if column.type == "text" and column.length:
            gdal.OGR_Fld_SetWidth(made, column.length)
        if column.title:
            gdal.OGR_Fld_SetAlternativeName(made, column.title.encode())
        if column.domain:
            gdal.OGR_Fld_SetDomainName(made, column.domain.encode())
        sound(gdal.OGR_L_CreateField(to, made, 1) == 0, f"{layer.name}.{column.name}")
    finally:
        gdal.OGR_Fld_Destroy(made)


def told(path: Path, layers: Sequence[str]) -> Told:
    """What a file says of the fields of these layers, and its code lists. Raises ``InputError`` as ``create``
    does."""
    with _listening() as (gdal, sound):
        data = sound(gdal.GDALOpenEx(str(path).encode(), GDAL_OF_VECTOR, None, None, None), path.name)
        try:
            fields = {name: _fields(gdal, sound(_layer(gdal, data, name), name)) for name in layers}
            return Told(fields, dict(_domains(gdal, data)))
        finally:
            gdal.GDALClose(data)


def _layer(gdal: Any, data: Any, name: str) -> Any:
    return gdal.GDALDatasetGetLayerByName(data, name.encode())


def _fields(gdal: Any, layer: Any) -> tuple[FieldTold, ...]:
    definition = gdal.OGR_L_GetLayerDefn(layer)
    found = [gdal.OGR_FD_GetFieldDefn(definition, at) for at in range(gdal.OGR_FD_GetFieldCount(definition))]
    return tuple(
        FieldTold(
            _text(gdal.OGR_Fld_GetNameRef(each)),
            _text(gdal.OGR_Fld_GetAlternativeNameRef(each)),
            _text(gdal.OGR_Fld_GetDomainName(each)),
            gdal.OGR_Fld_GetWidth(each),
        )
        for each in found
    )


def _domains(gdal: Any, data: Any) -> Iterator[tuple[str, dict[str, str]]]:
    names = gdal.GDALDatasetGetFieldDomainNames(data, None)
    at = 0
    while names and names[at]:
        domain = gdal.GDALDatasetGetFieldDomain(data, names[at])
        codes = cast(gdal.OGR_CodedFldDomain_GetEnumeration(domain), POINTER(_Code))
        yield names[at].decode("utf-8"), dict(_enumeration(codes))
        at += 1
    if names:
        gdal.CSLDestroy(cast(names, c_void_p))


def _enumeration(codes: Any) -> Iterator[tuple[str, str]]:
    at = 0
    while codes and codes[at].code is not None:
        yield codes[at].code.decode("utf-8"), _text(codes[at].value)
        at += 1


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8")
