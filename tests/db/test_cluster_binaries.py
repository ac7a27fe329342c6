"""What is missing for a private server is said exactly, with the command that installs it."""

from pathlib import Path

import pytest

from db.cluster import binaries
from faultgis.errors import DatabaseError
from ui import words

PROGRAMS = ("postgres", "initdb", "pg_ctl", "pg_dump", "pg_restore", "pg_config")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nothing is installed yet."""
    monkeypatch.delenv("FAULTGIS_PG_BINDIR", raising=False)
    monkeypatch.setattr(binaries, "_FOLDERS", (f"{tmp_path}/lib/postgresql/*/bin",))
    return tmp_path


def _install(machine: Path, major: int, *, postgis: bool) -> Path:
    folder = machine / f"lib/postgresql/{major}/bin"
    share = folder.parent / "share"
    folder.mkdir(parents=True)
    for name in PROGRAMS:
        (folder / name).write_text(f"#!/bin/sh\necho {share}\n", encoding="ascii")
        (folder / name).chmod(0o755)
    if postgis:
        (share / "extension").mkdir(parents=True)
        (share / "extension/postgis.control").touch()
    return folder


def _missing() -> DatabaseError:
    with pytest.raises(DatabaseError) as caught:
        binaries.find()
    return caught.value


def test_no_postgresql(machine: Path) -> None:
    error = _missing()
    assert error.code == "cluster.no_postgresql"
    assert "apt-get install" in words.error_help(error)


def test_postgresql_without_postgis_names_the_package(machine: Path) -> None:
    _install(machine, 116, postgis=False)
    error = _missing()
    assert error.code == "cluster.no_postgis"
    assert "postgresql-116-postgis-3" in words.error_help(error)


def test_too_old(machine: Path) -> None:
    _install(machine, 13, postgis=True)
    assert _missing().code == "cluster.postgresql_too_old"


def test_the_newest_with_postgis_is_taken(machine: Path) -> None:
    _install(machine, 116, postgis=True)
    _install(machine, 117, postgis=True)
    _install(machine, 118, postgis=False)
    assert binaries.find().major == 117


def test_existing_data_take_the_version_that_made_them(machine: Path) -> None:
    _install(machine, 116, postgis=True)
    _install(machine, 117, postgis=True)
    assert binaries.find(116).major == 116
    with pytest.raises(DatabaseError) as caught:
        binaries.find(115)
    assert caught.value.code == "cluster.other_major"
    assert "117, 116" in caught.value.params["installed"]


def test_half_an_installation_does_not_count(machine: Path) -> None:
    (_install(machine, 116, postgis=True) / "initdb").unlink()
    assert _missing().code == "cluster.no_postgresql"


def test_a_named_folder_is_used_or_refused(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(machine, 117, postgis=True)
    named = _install(machine, 116, postgis=True)
    monkeypatch.setenv("FAULTGIS_PG_BINDIR", str(named))
    assert binaries.find().folder == named
    monkeypatch.setenv("FAULTGIS_PG_BINDIR", str(machine))
    assert _missing().code == "cluster.bad_bindir"


def test_dumping_needs_programs_as_new_as_the_server(machine: Path) -> None:
    _install(machine, 116, postgis=False)
    assert binaries.client(115).major == 116
    with pytest.raises(DatabaseError) as caught:
        binaries.client(117)
    assert caught.value.code == "cluster.no_client"
