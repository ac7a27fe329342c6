"""The private server: made once, shared, stopped by the last one out, and nothing committed is ever lost."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from db.cluster import account
from db.cluster.server import PrivateServer
from db.engine import conninfo
from faultgis.errors import CancelledError, DatabaseError
from faultgis.progress import Progress

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys, time
from pathlib import Path
from db.cluster.server import PrivateServer
server = PrivateServer(Path(sys.argv[1]), {"fsync": "off"})
server.start()
print("started", flush=True)
sys.stdin.readline()
print("stopped" if server.release() else "left running", flush=True)
"""
Start = Callable[[Path], subprocess.Popen[str]]


@pytest.fixture(scope="module")
def pristine() -> Iterator[Path]:
    """The home of a stopped server that is as it was made."""
    folder = Path(tempfile.mkdtemp(prefix="fgtest-", dir=os.environ["FAULTGIS_TEST_SERVERS"]))
    folder.chmod(0o755)
    server = _server(folder)
    server.start()
    server.release()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(new_home: Path, pristine: Path) -> Path:
    """A home folder with a server in it that was used before."""
    subprocess.run(["cp", "-a", str(pristine), str(new_home)], check=True)
    return new_home


@pytest.fixture
def new_home() -> Iterator[Path]:
    """A home folder that the server's account can enter, with blanks and Chinese in its name."""
    folder = Path(tempfile.mkdtemp(prefix="fgtest-", dir=os.environ["FAULTGIS_TEST_SERVERS"]))
    folder.chmod(0o755)
    shutil.copy(Path(os.environ["FAULTGIS_HOME"]).parent / "pid", folder)
    own = folder / "断层 调查"
    yield own
    with contextlib.suppress(DatabaseError):
        PrivateServer(own).stop("immediate", force=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def program() -> Iterator[Start]:
    """Starts another program on the same server; it releases the server when told a line."""
    running: list[subprocess.Popen[str]] = []

    def start(home: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PROGRAM, str(home)]
        pipe = subprocess.PIPE
        one = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        running.append(one)
        return one

    yield start
    for one in running:
        one.kill()
        one.communicate()


def _server(home: Path) -> PrivateServer:
    # Only a crash of the whole machine needs syncing; without it these tests take minutes less.
    return PrivateServer(home, {"fsync": "off"})


def _heard(one: subprocess.Popen[str]) -> str:
    assert one.stdout is not None
    return one.stdout.readline().strip()


def _leave(one: subprocess.Popen[str]) -> str:
    said, _ = one.communicate("\n", timeout=60)
    return said.strip()


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(conninfo(url), application_name="faultgis test", autocommit=True)


def _server_number(server: PrivateServer) -> int:
    number = server.status().pid
    assert number is not None
    return number


def test_made_on_first_use_and_stopped_when_released(new_home: Path) -> None:
    server = _server(new_home)
    assert not server.status().created
    steps: list[str] = []
    assert server.start(Progress(lambda step: steps.append(step.what)))
    assert steps[0] == "cluster.creating"
    with _connect(server.url) as connection:
        assert connection.execute("select postgis_lib_version()").fetchone() is not None
    assert server.status().running
    assert server.release()
    assert not server.status().running
    assert _server(new_home).start()


def test_no_tcp_port_checksums_fsync_and_pinyin_order(new_home: Path) -> None:
    server = PrivateServer(new_home)
    server.start()
    with _connect(server.url) as connection:
        told = {
            name: connection.execute("select current_setting(%s)", (name,)).fetchone()
            for name in (
                "listen_addresses",
                "data_checksums",
                "fsync",
                "synchronous_commit",
                "full_page_writes",
            )
        }
        rivers = "select n from unnest(array['鲜水河','龙门山','则木河','小江','安宁河']) n order by n"
        ordered = [row[0] for row in connection.execute(rivers)]
    assert told == {
        "listen_addresses": ("",),
        "data_checksums": ("on",),
        "fsync": ("on",),
        "synchronous_commit": ("on",),
        "full_page_writes": ("on",),
    }
    assert ordered == ["安宁河", "龙门山", "鲜水河", "小江", "则木河"]


def test_the_working_role_owns_nothing(home: Path) -> None:
    server = _server(home)
    server.start()
    with _connect(server.url) as worker:
        row = worker.execute(
            "select current_user, rolsuper, rolcreatedb, rolcreaterole"
            " from pg_roles where rolname = current_user"
        ).fetchone()
        assert row == ("faultgis", False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            worker.execute("create table public.mine (n int)")
    with _connect(server.owner_url) as owner:
        assert owner.execute("select rolsuper from pg_roles where rolname = current_user").fetchone() == (
            False,
        )


def test_four_programs_at_once_make_one_server_and_the_last_stops_it(new_home: Path, program: Start) -> None:
    programs = [program(new_home) for _ in range(4)]
    assert [_heard(one) for one in programs] == ["started"] * 4
    server = _server(new_home)
    assert len(server.programs()) == 4
    assert [_leave(one) for one in programs] == ["left running"] * 3 + ["stopped"]
    assert not server.status().running


def test_a_killed_program_leaves_the_server_for_the_next_one(home: Path, program: Start) -> None:
    first = program(home)
    assert _heard(first) == "started"
    first.send_signal(signal.SIGKILL)
    first.wait()
    server = _server(home)
    assert server.status().running
    assert server.programs() == []
    assert not server.start()
    assert server.release()


def test_ctrl_c_in_a_program_does_not_reach_the_server(home: Path) -> None:
    server = _server(home)
    server.start()
    assert os.getsid(_server_number(server)) != os.getsid(0)


def test_stop_names_the_programs_that_use_it(home: Path, program: Start) -> None:
    one = program(home)
    _heard(one)
    server = _server(home)
    with pytest.raises(DatabaseError) as caught:
        server.stop()
    assert caught.value.code == "cluster.in_use"
    assert str(one.pid) in caught.value.params["programs"]
    assert server.stop(force=True)
    assert not server.stop()


def test_another_client_keeps_the_server_running(home: Path) -> None:
    server = _server(home)
    server.start()
    with psycopg.connect(conninfo(server.url), application_name="QGIS"):
        assert not server.release()
        assert "QGIS" in server.strangers()
    server.start()
    assert server.release()


def test_kept_until_stopped(home: Path) -> None:
    server = _server(home)
    server.start()
    server.keep()
    assert not server.release()
    assert server.stop()
    server.start()
    assert server.release()


def test_a_killed_server_loses_nothing_that_was_acknowledged(home: Path) -> None:
    server = _server(home)
    server.start()
    with _connect(server.owner_url) as owner:
        owner.execute("create schema trial")
        owner.execute("create table trial.written (n int primary key)")
    acknowledged: list[int] = []

    def write() -> None:
        with contextlib.suppress(psycopg.Error), _connect(server.owner_url) as owner:
            for number in range(100_000):
                owner.execute("insert into trial.written values (%s)", (number,))
                acknowledged.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    while len(acknowledged) < 300:
        time.sleep(0.01)
    os.kill(_server_number(server), signal.SIGKILL)
    writer.join(60)
    assert _server(home).start()
    with _connect(server.owner_url) as owner:
        kept = {row[0] for row in owner.execute("select n from trial.written")}
    assert len(acknowledged) >= 300
    assert set(acknowledged) <= kept
    assert kept <= set(range(len(acknowledged) + 1))


UNREAPED = """
import ctypes, os, signal, sys
from pathlib import Path
from db.cluster.server import PrivateServer
# Orphans become ours, and we never reap them, like the first process of many a container.
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
server = PrivateServer(Path(sys.argv[1]))
server.start()
killed = server.status().pid
os.kill(killed, signal.SIGKILL)
again = PrivateServer(Path(sys.argv[1]))
assert again.start()
assert Path(f"/proc/{killed}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
print(again.status().running)
again.stop("immediate", force=True)
"""


def test_a_dead_server_that_nobody_reaps_is_no_obstacle(home: Path) -> None:
    command = [sys.executable, "-c", UNREAPED, str(home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=90)
    assert done.stdout == "True\n", done.stderr


def test_a_stale_number_that_went_to_another_program_is_no_obstacle(home: Path) -> None:
    server = _server(home)
    server.start()
    server.release()
    other = subprocess.Popen(["sleep", "600"], user=server.account.uid if os.geteuid() == 0 else None)
    try:
        stale = server.folder / "data/postmaster.pid"
        stale.write_text(f"{other.pid}\n{server.folder / 'data'}\n1700000000\n5432\n\n\n", encoding="utf-8")
        shutil.chown(stale, server.account.uid, server.account.gid)
        assert server.start()
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_half_made_data_are_made_anew(new_home: Path) -> None:
    server = _server(new_home)
    server.account.make_folder(server.folder)
    half = server.folder / "data.new/base"
    half.mkdir(parents=True)
    (half.parent / "PG_VERSION").write_text("15\n", encoding="ascii")
    assert server.start()
    assert not half.parent.exists()


def test_a_kill_between_making_and_preparing_is_repaired(home: Path) -> None:
    server = _server(home)
    server.start()
    with _connect(server.admin_url) as admin:
        admin.execute("drop extension postgis")
    (server.folder / "prepared").unlink()
    server.release()
    server.start()
    with _connect(server.url) as connection:
        assert connection.execute("select postgis_lib_version()").fetchone() is not None


def test_a_cancelled_start_can_be_done_again(new_home: Path) -> None:
    server = _server(new_home)
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        server.start(progress)
    assert server.start()


def test_data_of_another_major_version_are_left_alone(home: Path) -> None:
    server = _server(home)
    server.start()
    server.release()
    version = server.folder / "data/PG_VERSION"
    before = version.read_text(encoding="ascii")
    version.write_text("13\n", encoding="ascii")
    with pytest.raises(DatabaseError) as caught:
        server.start()
    assert caught.value.code == "cluster.other_major"
    assert caught.value.params["major"] == 13
    version.write_text(before, encoding="ascii")
    assert server.start()


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    server = _server(home)
    server.start()
    server.release()
    with (server.folder / "data/postgresql.auto.conf").open("a", encoding="ascii") as settings:
        settings.write("no_such_setting = 1\n")
    with pytest.raises(DatabaseError) as caught:
        server.start()
    assert caught.value.code == "cluster.not_starting"
    assert "no_such_setting" in caught.value.params["reason"]


def test_a_socket_path_that_is_too_long_is_shortened(new_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    server = _server(new_home / ("很长的文件夹名" * 6))
    assert server.start()
    try:
        with _connect(server.url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        # Another program with another environment finds the same socket.
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(new_home))
        assert not PrivateServer(server.home).start()
    finally:
        server.stop("immediate", force=True)


def test_a_folder_name_with_a_comma_and_a_quote(new_home: Path) -> None:
    server = _server(new_home / "a, b' c")
    assert server.start()
    with _connect(server.url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert server.release()


def test_settings_for_other_servers_in_the_environment_do_no_harm(
    new_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PGPORT": "6543", "PGHOST": "nowhere", "PGUSER": "x", "PGDATA": "/x"}.items():
        monkeypatch.setenv(name, value)
    server = _server(new_home)
    server.start()
    with _connect(server.url) as connection:
        assert connection.execute("select current_user").fetchone() == ("faultgis",)
    assert server.release()


def test_who_is_just_leaving_does_not_keep_the_server_running(new_home: Path) -> None:
    server = _server(new_home)
    server.start()
    connection = psycopg.connect(conninfo(server.url), application_name="QGIS")
    leaving = threading.Timer(0.2, connection.close)
    leaving.start()
    assert server.release()
    leaving.join()


def test_a_folder_name_that_a_shell_would_misread_is_refused(new_home: Path) -> None:
    with pytest.raises(DatabaseError) as caught:
        _server(new_home / "$HOME")
    assert caught.value.code == "cluster.odd_folder"


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another account")


KNOCK = """
import socket, struct, sys
line = socket.socket(socket.AF_UNIX)
line.connect(sys.argv[1])
body = struct.pack("!i", 3 << 16) + b"user\\0faultgis\\0database\\0faultgis\\0\\0"
line.sendall(struct.pack("!i", len(body) + 4) + body)
print(line.recv(4096))
"""


@needs_root
def test_other_accounts_cannot_get_in(home: Path) -> None:
    server = _server(home)
    server.start()
    path = server.folder / "run/.s.PGSQL.5432"
    command = ["/usr/bin/env", "-i", _system_python(), "-c", KNOCK, str(path)]
    stranger = subprocess.run(command, user="nobody", capture_output=True, text=True, check=False, cwd="/")
    assert "PermissionError" in stranger.stderr
    # Even where the folders were opened by mistake, the server asks the kernel who is there.
    for folder in (server.folder, server.folder / "run"):
        folder.chmod(0o755)
    path.chmod(0o777)
    stranger = subprocess.run(command, user="nobody", capture_output=True, text=True, check=False, cwd="/")
    assert "28000" in stranger.stdout
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.startswith("b'R")


@needs_root
def test_a_home_closed_to_the_servers_account_has_its_data_elsewhere(
    new_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "SYSTEM_FOLDER", new_home.parent / "system")
    closed = new_home.parent / "closed"
    closed.mkdir(mode=0o700)
    server = _server(closed / "home")
    assert server.moved
    assert server.folder.parent == new_home.parent / "system"
    assert server.start()
    assert _server(closed / "home").folder == server.folder
    assert _server(closed / "other").folder != server.folder
    assert server.release()


@needs_root
def test_an_ordinary_user_runs_the_server_as_oneself(new_home: Path) -> None:
    python = _system_python()
    user = pwd.getpwnam("nobody")
    new_home.mkdir()
    os.chown(new_home, user.pw_uid, user.pw_gid)
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    clean = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{ROOT}:{packages}", "PYTHONDONTWRITEBYTECODE": "1"}
    seen = subprocess.run(
        [python, "-c", "import psycopg"], user="nobody", env=clean, capture_output=True, check=False
    )
    if seen.returncode:
        pytest.skip("the checkout or its packages cannot be read by another account")
    one = subprocess.Popen(
        [python, "-c", PROGRAM, str(new_home)],
        user="nobody",
        group=user.pw_gid,
        extra_groups=[],
        env=clean,
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert _heard(one) == "started"
    # root joins the user's server as that user.
    server = _server(new_home)
    assert server.account.name == "nobody"
    assert not server.start()
    with _connect(server.url) as connection:
        assert connection.execute("select current_user").fetchone() == ("faultgis",)
    assert not server.release()
    assert _leave(one) == "stopped"
    strays = [file for file in server.folder.rglob("*") if file.lstat().st_uid != user.pw_uid]
    assert strays == []


def _system_python() -> str:
    python = Path("/usr/bin/python3")
    if not python.exists():
        pytest.skip("another account needs a Python that all may run: /usr/bin/python3")
    return str(python)


def test_a_folder_laid_out_by_somebody_else_is_refused(new_home: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a folder of another account")
    server = _server(new_home)
    server.account.make_folder(server.folder)
    trap = server.folder / "run"
    trap.symlink_to("/tmp")
    with pytest.raises(DatabaseError) as caught:
        server.start()
    assert caught.value.code == "cluster.other_owner"
