"""Each way in which a database cannot be reached or refuses has its own error; no password is ever shown."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db.cluster import roles
from db.cluster.server import PrivateServer
from db.engine import (
    connect,
    connect_engine,
    conninfo,
    driver_errors,
    hide_password,
    is_retryable,
    parse_url,
    remember_password,
    shown,
)
from faultgis.errors import DatabaseError, FaultGISError, NotAllowedError
from tests.db.office import OwnKeyring

SECRET = "龙门@Shan:1/2"
QUOTED = "%E9%BE%99%E9%97%A8%40Shan%3A1%2F2"


def _refusal(url: str) -> FaultGISError:
    engine = connect_engine(url)
    with pytest.raises(FaultGISError) as caught, engine.connect():
        pass
    engine.dispose()
    with pytest.raises(FaultGISError) as bare:
        connect(url)
    assert bare.value.code == caught.value.code
    return caught.value


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://user:secret@host/db",
        "postgresql://user:secret@host",
        "postgresql://user:secret@host:port/db",
        "postgresql+psycopg2://user:secret@host/db",
        "postgresql://user:sec@cret@host:x/db",
    ],
)
def test_a_bad_url_is_refused_without_showing_its_password(url: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        parse_url(url)
    assert caught.value.code == "database.bad_url"
    assert "sec" not in str(caught.value)


def test_an_unknown_option_is_a_bad_url(database_url: str) -> None:
    assert _refusal(f"{database_url}&nonsense=1").code == "database.bad_url"


def test_short_and_long_drivers_mean_the_same() -> None:
    assert parse_url("postgresql://u@h/d") == parse_url("postgresql+psycopg://u@h/d")


def test_passwords_are_hidden() -> None:
    url = f"postgresql://u:{QUOTED}@h/d"
    assert parse_url(url).password == SECRET
    assert QUOTED not in shown(url)
    assert "***" in shown(url)
    assert hide_password("postgresql://u:a@b/c@h/d") == "postgresql://u:***@h/d"
    assert "geheim" not in shown("postgresql://u@h/d?password=geheim")


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        error = _refusal(f"postgresql://u:{QUOTED}@127.0.0.1:{port}/d")
    assert error.code == "database.unreachable"
    assert QUOTED not in str(error)
    assert SECRET not in str(error)


def test_no_such_host() -> None:
    assert _refusal("postgresql://u@no-such-host.invalid/d").code == "database.unreachable"


def test_no_socket(tmp_path: Path) -> None:
    assert _refusal(f"postgresql://u@/d?host={tmp_path}").code == "database.unreachable"


def test_unknown_database(server: PrivateServer) -> None:
    assert _refusal(server.url_of(roles.WORKER, "nowhere")).code == "database.unknown_database"


def test_a_user_whom_the_server_does_not_know(server: PrivateServer) -> None:
    assert _refusal(server.url_of("stranger")).code == "database.not_admitted"


@pytest.fixture
def passworded(server: PrivateServer, admin_url: str) -> Iterator[str]:
    """A login with a password (as on a team's server) in the fresh database; the URL lacks the password."""
    rules = server.folder / "data" / "pg_hba.conf"
    before = rules.read_text(encoding="utf-8")
    with connect(admin_url, autocommit=True) as admin:
        admin.execute(psycopg.sql.SQL("create role clerk login password {}").format(SECRET))
        rules.write_text(f"local all clerk scram-sha-256\n{before}", encoding="utf-8")
        admin.execute("select pg_reload_conf()")
        yield admin_url.replace(f"{roles.ADMIN}@", "clerk@")
        rules.write_text(before, encoding="utf-8")
        admin.execute("drop role clerk")
        admin.execute("select pg_reload_conf()")


def test_passwords_are_asked_for_and_checked(passworded: str) -> None:
    assert _refusal(passworded).code == "database.password_needed"
    wrong = _refusal(passworded.replace("clerk@", "clerk:geheim@"))
    assert wrong.code == "database.wrong_password"
    assert "geheim" not in str(wrong)
    with connect(passworded.replace("clerk@", f"clerk:{QUOTED}@")) as connection:
        assert connection.info.user == "clerk"


def test_a_role_at_its_limit_of_connections(passworded: str, admin_url: str) -> None:
    with connect(admin_url, autocommit=True) as admin:
        admin.execute("alter role clerk connection limit 0")
    full = passworded.replace("clerk@", f"clerk:{QUOTED}@")
    assert _refusal(full).code == "database.too_many_clients"


def test_a_role_that_may_not_connect(passworded: str, admin_url: str, database_name: str) -> None:
    with connect(admin_url, autocommit=True) as admin:
        admin.execute(f"revoke connect on database {database_name} from public".encode())
    assert _refusal(passworded.replace("clerk@", f"clerk:{QUOTED}@")).code == "database.not_admitted"


def test_an_action_above_ones_rights_is_not_allowed(database_url: str) -> None:
    engine = connect_engine(database_url)
    with pytest.raises(NotAllowedError) as caught, engine.begin() as connection:
        connection.execute(text("drop table faultgis.trace"))
    assert caught.value.code == "database.not_allowed"
    engine.dispose()


def test_the_client_is_neither_superuser_nor_owner(database_url: str) -> None:
    engine = connect_engine(database_url)
    with engine.connect() as connection:
        role = connection.execute(
            text(
                "select rolsuper, rolcreatedb, rolcreaterole, rolbypassrls"
                " from pg_roles where rolname = current_user"
            )
        ).one()
        owned = connection.execute(
            text("select count(*) from pg_class where pg_has_role(relowner, 'usage') and relname !~ '^pg_'")
        ).scalar_one()
    engine.dispose()
    assert tuple(role) == (False, False, False, False)
    assert owned == 0


def test_a_broken_constraint_stays_what_it_is(admin_url: str) -> None:
    engine = connect_engine(admin_url)
    with engine.begin() as connection:
        connection.execute(text("create table one (n int primary key)"))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("insert into one values (1), (1)"))
    engine.dispose()


def test_a_severed_connection_is_lost_and_the_next_one_works(database_url: str, admin_url: str) -> None:
    engine = connect_engine(database_url)
    with engine.connect() as connection:
        number = connection.execute(text("select pg_backend_pid()")).scalar_one()
        with connect(admin_url, autocommit=True) as admin:
            admin.execute("select pg_terminate_backend(%s)", (number,))
        with pytest.raises(DatabaseError) as caught:
            connection.execute(text("select 1"))
        assert caught.value.code == "database.lost"
    with engine.connect() as connection:
        assert connection.execute(text("select 1")).scalar_one() == 1
    engine.dispose()


def test_an_idle_connection_severed_in_the_pool_is_replaced_unseen(database_url: str, admin_url: str) -> None:
    engine = connect_engine(database_url)
    with engine.connect() as connection:
        number = connection.execute(text("select pg_backend_pid()")).scalar_one()
    with connect(admin_url, autocommit=True) as admin:
        admin.execute("select pg_terminate_backend(%s)", (number,))
    with engine.connect() as connection:
        assert connection.execute(text("select pg_backend_pid()")).scalar_one() != number
    engine.dispose()


def test_a_row_held_by_another_is_locked(admin_url: str) -> None:
    with connect(admin_url) as first, connect(admin_url) as second:
        first.execute("create table held (n int)")
        first.execute("insert into held values (1)")
        first.commit()
        first.execute("update held set n = 2")
        second.execute("set lock_timeout = '20ms'")
        with pytest.raises(DatabaseError) as caught, driver_errors():
            second.execute("update held set n = 3")
    assert caught.value.code == "database.locked"


def test_a_deadlock_may_be_tried_again(admin_url: str) -> None:
    with connect(admin_url, autocommit=True) as admin:
        admin.execute("create table pair (n int primary key, v int)")
        admin.execute("insert into pair values (1, 0), (2, 0)")
    errors: list[FaultGISError] = []
    both = threading.Barrier(2)

    def work(first: int, second: int) -> None:
        with connect(admin_url) as connection:
            connection.execute("set deadlock_timeout = '50ms'")
            connection.execute("update pair set v = 1 where n = %s", (first,))
            both.wait(10)
            try:
                with driver_errors():
                    connection.execute("update pair set v = 1 where n = %s", (second,))
            except FaultGISError as error:
                errors.append(error)

    threads = [threading.Thread(target=work, args=pair) for pair in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [error.code for error in errors] == ["database.retry"]
    assert is_retryable(errors[0])


def test_a_password_in_the_keyring_is_used(held: OwnKeyring) -> None:
    assert remember_password(f"postgresql://clerk:{QUOTED}@office.example/faults")
    bare = "postgresql+psycopg://clerk@office.example:5432/faults"
    assert psycopg.conninfo.conninfo_to_dict(conninfo(bare))["password"] == SECRET
    assert "password" not in psycopg.conninfo.conninfo_to_dict(conninfo(bare.replace("clerk", "other")))


def test_no_keyring_is_no_failure() -> None:
    from keyring.backends import fail

    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    try:
        assert "password" not in psycopg.conninfo.conninfo_to_dict(
            conninfo("postgresql://clerk@office/faults")
        )
        assert not remember_password("postgresql://clerk:x@office/faults")
    finally:
        keyring.set_keyring(before)
