"""Opens one database by its URL; turns what the driver says into errors that a user can act on."""

import contextlib
import os
import re
from collections.abc import Iterator

import psycopg
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, DBAPIError

from faultgis.errors import CancelledError, DatabaseError, FaultGISError, NotAllowedError

DRIVER = "postgresql+psycopg"
KEYRING_SERVICE = "faultgis"
SCHEMA = "faultgis"
_CODES = {
    "28P01": "database.wrong_password",
    "28000": "database.not_admitted",
    "3D000": "database.unknown_database",
    "3F000": "database.no_schema",
    "42P01": "database.no_schema",
    "25006": "database.read_only",
    "40001": "database.retry",
    "40P01": "database.retry",
    "55P03": "database.locked",
    "57014": "database.timeout",
    "53100": "database.disk_full",
    "53300": "database.too_many_clients",
    "57P01": "database.lost",
    "57P02": "database.lost",
    "57P03": "database.starting",
    "57P05": "database.lost",
}
_SENTENCES = (
    ("database.password_needed", r"no password supplied|没有提供口令|没有提供密码"),
    ("database.wrong_password", r"password authentication failed|(password|密码|口令) ?认证失败"),
    ("database.unknown_database", r'database "[^"]*" does not exist|数据库 ?"[^"]*" ?不存在'),
    ("database.not_admitted", r"authentication failed|认证失败|pg_hba\.conf"),
    (
        "database.not_admitted",
        r'role "[^"]*" (does not exist|is not permitted)|角色 ?"[^"]*" ?(不存在|不允许)',
    ),
    ("database.not_admitted", r"permission denied for database|对数据库 .*权限不够"),
    ("database.too_many_clients", r"too many (clients|connections)|connection slots|太多"),
    ("database.starting", r"starting up|shutting down|recovery|not yet accepting|正在启动|正在关闭|恢复模式"),
    ("database.lost", r"server closed the connection|connection is (lost|closed)|terminating connection"),
)
_CONNECT_TIMEOUT_S = 10


def parse_url(url: str | URL) -> URL:
    """Understand ``postgresql://user@host/database`` or ``postgresql+psycopg://...``.

    Raises ``DatabaseError("database.bad_url")``; the message never holds the password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseError("database.bad_url", url=hide_password(str(url))) from None
    named = parsed.database or {"service", "dbname"} & parsed.query.keys()
    if parsed.drivername not in ("postgresql", "postgres", DRIVER) or not named:
        raise DatabaseError("database.bad_url", url=hide_password(str(url)))
    return parsed.set(drivername=DRIVER)


def hide_password(url: str) -> str:
    """The URL as it may be shown, whatever shape it has."""
    shown = re.sub(r"((?:^|//)[^/@:]*):(?!//).*@", r"\1:***@", url)
    return re.sub(r"(password=)[^&\s]*", r"\1***", shown)


def shown(url: str | URL) -> str:
    """The URL as it may be shown to the user."""
    plain = parse_url(url).set(drivername="postgresql").render_as_string(hide_password=True)
    return hide_password(plain).replace("%2F", "/")


def connect_engine(url: str | URL, *, program: str = "faultgis", pool_size: int = 5) -> Engine:
    """An engine on the database; it connects when first used.

    The password comes from the URL, else from the system's keyring, else from where libpq looks. Errors of
    the driver leave it as ``DatabaseError`` or ``NotAllowedError`` with a code of their own; broken
    constraints stay ``sqlalchemy.exc.IntegrityError``.
    """
    parsed = with_password(parse_url(url))
    arguments = {"connect_timeout": _CONNECT_TIMEOUT_S, "application_name": program}
    wanted = {key: value for key, value in arguments.items() if key not in parsed.query}
    engine = create_engine(parsed, connect_args=wanted, pool_size=pool_size, pool_pre_ping=True)
    event.listen(engine, "handle_error", _on_error)
    return engine


def conninfo(url: str | URL) -> str:
    """The same address for psycopg itself (COPY, LISTEN) and libpq's programs, password included."""
    parsed = with_password(parse_url(url))
    arguments = parsed.translate_connect_args(username="user", database="dbname")
    return psycopg.conninfo.make_conninfo(**{**arguments, **parsed.query})


def connect(url: str | URL, *, program: str = "faultgis", autocommit: bool = False) -> psycopg.Connection:
    """A bare psycopg connection, outside any pool. Raises as ``connect_engine`` does."""
    with driver_errors(url):
        return psycopg.connect(
            conninfo(url), connect_timeout=_CONNECT_TIMEOUT_S, application_name=program, autocommit=autocommit
        )


@contextlib.contextmanager
def driver_errors(url: str | URL = "") -> Iterator[None]:
    """Turn psycopg's errors raised inside into ours; broken constraints pass through."""
    try:
        yield
    except psycopg.Error as error:
        ours = understand(error, url)
        if ours is None:
            raise
        raise ours from error
    except DBAPIError as error:
        ours = understand(error.orig, url) if isinstance(error.orig, psycopg.Error) else None
        if ours is None:
            raise
        raise ours from error


def is_retryable(error: FaultGISError) -> bool:
    """Whether the same transaction may succeed when simply done again."""
    return error.code == "database.retry"


def understand(error: BaseException | None, url: str | URL = "") -> FaultGISError | None:
    """What a driver's error means for the user, or ``None`` where it is not about the database as such."""
    if not isinstance(error, psycopg.Error):
        return None
    place = shown(url) if url else ""
    if error.sqlstate is None:
        return _without_state(error, place)
    if error.sqlstate == "42501":
        return NotAllowedError("database.not_allowed", reason=_first_line(error))
    if error.sqlstate == "57014" and "timeout" not in str(error):
        return CancelledError()
    if error.sqlstate in ("3F000", "42P01") and f"{SCHEMA}." not in f"{error}.":
        return None
    code = _CODES.get(error.sqlstate) or ("database.lost" if error.sqlstate.startswith("08") else None)
    return DatabaseError(code, reason=_first_line(error), url=place) if code else None


def _without_state(error: psycopg.Error, place: str) -> FaultGISError | None:
    # libpq hands on no SQLSTATE of a refused connection, only the server's sentence in the server's language.
    if isinstance(error, psycopg.ProgrammingError):
        return DatabaseError("database.bad_url", url=place) if "connection option" in str(error) else None
    if not isinstance(error, psycopg.OperationalError):
        return None
    said = str(error)
    for code, pattern in _SENTENCES:
        if re.search(pattern, said, re.IGNORECASE | re.DOTALL):
            return DatabaseError(code, reason=_reason(said), url=place)
    connecting = "connection failed" in said or error.pgconn is not None or "connection" not in said
    code = "database.unreachable" if connecting else "database.lost"
    return DatabaseError(code, reason=_reason(said), url=place)


def _first_line(error: psycopg.Error) -> str:
    return error.diag.message_primary or str(error).splitlines()[0]


def _reason(said: str) -> str:
    lines = [line.strip(" \t-") for line in said.splitlines() if line.strip()]
    return re.sub(r"^connection failed: ", "", lines[0]) if lines else ""


def _on_error(context: ExceptionContext) -> BaseException | None:
    # A failed ping only tells the pool to open a new connection.
    if context.is_pre_ping:
        return None
    url = context.engine.url if context.engine is not None else ""
    return understand(context.original_exception, url)


def with_password(url: URL) -> URL:
    """The URL with the password that the system's keyring holds for it, if it lacks one."""
    over_network = url.host and not url.host.startswith("/")
    if url.password or not over_network or os.environ.get("PGPASSWORD"):
        return url
    found = _from_keyring(url)
    return url.set(password=found) if found else url


def remember_password(url: str | URL) -> bool:
    """Put the URL's password into the system's keyring; say whether there is one that took it."""
    import keyring
    from keyring.errors import KeyringError

    parsed = parse_url(url)
    try:
        keyring.set_password(KEYRING_SERVICE, _keyring_name(parsed), str(parsed.password or ""))
    except (KeyringError, RuntimeError, OSError):
        return False
    return True


def _from_keyring(url: URL) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(KEYRING_SERVICE, _keyring_name(url))
    except (KeyringError, RuntimeError, OSError):
        return None  # no keyring on this machine: libpq may still find a password of its own


def _keyring_name(url: URL) -> str:
    return f"{url.username or ''}@{url.host}:{url.port or 5432}/{url.database}"
