"""A database is brought to the program's schema, or the program says why it cannot use it."""

from db import schema


def test_a_fresh_database_is_on_the_programs_schema(database_url: str) -> None:
    schema.require(database_url)
    assert schema.status(database_url).schema == schema.head()
