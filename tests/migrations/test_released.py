"""A database of any released version comes to the present schema with all that is in it."""

import gzip
import json
from pathlib import Path

import psycopg
import pytest

from db import schema
from db.engine import connect_engine, conninfo
from db.work import Database
from tests.migrations.keep_release import expected

FOLDER = Path(__file__).parent / "released"
RELEASED = sorted(file.name.partition(".")[0] for file in FOLDER.glob("*.sql.gz"))


def _restore(owner_url: str, version: str) -> None:
    dump = gzip.decompress((FOLDER / f"{version}.sql.gz").read_bytes()).decode()
    script = "\n".join(line for line in dump.splitlines() if not line.startswith("\\"))
    with psycopg.connect(conninfo(owner_url)) as owner:
        owner.execute("drop schema faultgis cascade")
        owner.execute(script.encode())


def test_every_version_but_the_one_in_work_is_kept() -> None:
    assert set(schema.revisions()[:-1]) <= set(RELEASED)


@pytest.mark.parametrize("version", RELEASED)
def test_a_released_schema_migrates_with_its_data(version: str, owner_url: str, database_url: str) -> None:
    _restore(owner_url, version)
    assert schema.status(database_url).schema == version
    assert schema.upgrade(owner_url) == schema.head()
    schema.require(database_url)
    wanted = json.loads((FOLDER / f"{version}.json").read_text(encoding="utf-8"))
    engine = connect_engine(database_url)
    found = expected(Database(engine), wanted["past_revision"])
    engine.dispose()
    # Fields that a later version adds may be there; those that were, must be, with their values.
    assert _without_new(json.loads(json.dumps(found)), wanted) == wanted


def _without_new(found: object, wanted: object) -> object:
    if isinstance(found, dict) and isinstance(wanted, dict):
        return {key: _without_new(value, wanted[key]) for key, value in found.items() if key in wanted}
    if isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        return [_without_new(f, w) for f, w in zip(found, wanted, strict=True)]
    return found


def test_all_can_be_taken_down_and_built_again(owner_url: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "migrations:.")
    engine = connect_engine(owner_url)
    left = (
        "select relname from pg_class where relnamespace = 'faultgis'::regnamespace and relkind in ('r', 'v')"
    )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert connection.exec_driver_sql(left).scalars().all() == ["alembic_version"]
        command.upgrade(config, "head")
        command.check(config)
    engine.dispose()
