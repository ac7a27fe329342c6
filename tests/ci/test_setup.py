"""``.ci/setup`` on machines that lack this or that, played by stand-ins for the system's commands."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAIN = (
    "awk bash cat cksum cp cut dirname env find flock grep kill ln mkdir mktemp rm sed sh sleep sort tail tr"
)
PYPROJECT = """\
[project]
name = "faultgis"
dependencies = ["numpy"]

[tool.importlinter]
contracts = 1
"""
PYTHON = """\
echo "python $*" >> "$CALLS"
case "$*" in
  *sys.version_info*) exit "${PYTHON_TOO_OLD:-0}" ;;
  --version) echo "Python 3.9.2" ;;
  "-m venv .venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
  *"pip install"*requirements.lock) echo "${PIP_SAYS:-}"; sleep "${PIP_TAKES:-0}"; exit "${PIP_FAILS:-0}" ;;
esac
"""
LIBRARIES = [
    "libEGL.so.1",
    "libGL.so.1",
    "libglib-2.0.so.0",
    "libfontconfig.so.1",
    "libxkbcommon.so.0",
    "libdbus-1.so.3",
    "libxcb-cursor.so.0",
    "libxkbcommon-x11.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
]


class Machine:
    """A checkout and a PATH that holds nothing but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.commands = folder / "commands"
        self.calls = folder / "calls"
        self.temporary = folder / "temporary"
        self.installed = folder / "installed"
        for made in (self.checkout, self.commands, self.temporary):
            made.mkdir()
        shutil.copytree(ROOT / ".ci", self.checkout / ".ci")
        (self.checkout / "requirements.lock").write_text("numpy==2\n")
        (self.checkout / "pyproject.toml").write_text(PYPROJECT)
        for name in PLAIN.split():
            (self.commands / name).symlink_to(str(shutil.which(name)))
        self.calls.touch()
        self._present_all()

    def _present_all(self) -> None:
        known = "\n".join(f"    {name} (libc6,x86-64) => /lib/{name}" for name in LIBRARIES)
        self.command("ldconfig", f"cat <<'END'\n{known}\nEND\n")
        self.command("uname", "echo Linux\n")
        self.command("id", "echo 1000\n")
        self.command("df", "printf 'head\\nd 9 9 99999999 1%% /\\n'\n")
        self.command("python3", PYTHON)
        font = self.checkout.parent / ".fonts" / "wqy-microhei.ttc"
        font.parent.mkdir()
        font.touch()

    def command(self, name: str, script: str) -> None:
        """Put a command on the machine."""
        path = self.commands / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!{shutil.which('bash')}\n{script}")
        path.chmod(0o755)

    def without_libraries(self) -> None:
        """Qt's libraries are absent until apt-get's stand-in installs them."""
        known = " ".join(f"{name} " for name in LIBRARIES)
        self.command("ldconfig", f'[ ! -e "{self.installed}" ] || echo "{known}"\n')
        self.command("sudo", 'case "$1" in -*) exit 0 ;; esac\nexec "$@"\n')
        self.command("apt-cache", "exit 0\n")
        self.command(
            "apt-get", f'echo "apt-get $*" >> "$CALLS"; case "$*" in *install*) : > {self.installed}; esac\n'
        )

    def start(self, kind: str = "run", **variables: str) -> "subprocess.Popen[str]":
        """Begin the set-up."""
        environment = {
            "PATH": str(self.commands),
            "HOME": str(self.checkout.parent),
            "CALLS": str(self.calls),
            "TMPDIR": str(self.temporary),
            "FAULTGIS_PG_BINDIR": "/somewhere",
            **variables,
        }
        command = [str(shutil.which("bash")), ".ci/setup", kind]
        return subprocess.Popen(
            command,
            cwd=self.checkout,
            env=environment,
            text=True,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def set_up(self, kind: str = "run", expect: int = 0, **variables: str) -> str:
        """Run the set-up to its end, check its exit code and return what it said."""
        self.calls.write_text("")
        child = self.start(kind, **variables)
        said = child.communicate(timeout=60)[1]
        assert child.returncode == expect, said
        return said

    @property
    def called(self) -> str:
        """The calls of stand-ins in the last set-up."""
        return self.calls.read_text()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine that has all it needs but the virtual environment."""
    return Machine(tmp_path)


def test_it_is_done_once(machine: Machine) -> None:
    machine.set_up()
    assert "pip install" in machine.called
    assert machine.set_up() == ""
    assert machine.called == ""
    assert not list(machine.temporary.iterdir())


def test_what_the_tests_need_serves_the_program_too(machine: Machine) -> None:
    for name in ("Xvfb", "xauth", "xdotool", "pdftotext"):
        machine.command(name, "")
    machine.set_up("dev")
    machine.set_up("run")
    assert machine.called == ""


def test_only_what_the_installation_depends_on_repeats_it(machine: Machine) -> None:
    machine.set_up()
    project = machine.checkout / "pyproject.toml"
    project.write_text(PYPROJECT.replace("contracts = 1", "contracts = 2"))
    machine.set_up()
    assert machine.called == ""
    project.write_text(PYPROJECT.replace('"numpy"', '"numpy", "scipy"'))
    machine.set_up()
    assert "pip install" in machine.called


def test_missing_libraries_are_named_with_their_reason_and_installed(machine: Machine) -> None:
    machine.without_libraries()
    said = machine.set_up()
    assert "显示窗口 / draw the windows  [libegl1 libgl1" in said
    assert "PostgreSQL" not in said
    assert (
        "apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends libegl1" in machine.called
    )


def test_the_proxy_reaches_apt_through_sudo(machine: Machine) -> None:
    machine.without_libraries()
    keep = f"PATH={machine.commands} CALLS={machine.calls}"
    machine.command("sudo", f'case "$1" in -*) exit 0 ;; esac\nexec env -i {keep} "$@"\n')
    machine.command("apt-get", f'echo "by ${{http_proxy:-no proxy}}" >> "$CALLS"; : > {machine.installed}\n')
    machine.set_up(http_proxy="http://proxy.office:3128")
    assert "by http://proxy.office:3128" in machine.called
    assert "no proxy" not in machine.called


def test_without_sudo_the_command_for_the_administrator_is_named(machine: Machine) -> None:
    machine.without_libraries()
    (machine.commands / "sudo").unlink()
    said = machine.set_up(expect=2)
    assert "apt-get update && apt-get install -y --no-install-recommends libegl1" in said
    assert "没有 sudo" in said


def test_so_it_is_where_sudo_is_refused(machine: Machine) -> None:
    machine.without_libraries()
    machine.command("sudo", "exit 1\n")
    said = machine.set_up(expect=2)
    assert "sudo was refused" in said
    assert "apt-get install" in said
    assert machine.called.count("apt-get") == 0


def test_without_apt_the_names_elsewhere_are_told(machine: Machine) -> None:
    machine.without_libraries()
    (machine.commands / "apt-get").unlink()
    said = machine.set_up(expect=2)
    assert "libegl1" in said
    assert "Fedora: dnf install" in said


def test_without_a_network_the_reason_is_told(machine: Machine) -> None:
    machine.without_libraries()
    machine.command(
        "apt-get", 'echo "E: Unable to locate package libegl1"; case "$*" in *install*) exit 100; esac\n'
    )
    said = machine.set_up(expect=2)
    assert "Unable to locate package libegl1" in said
    assert "Check network, proxy and certificates" in said


def test_an_installation_broken_off_is_finished_first(machine: Machine) -> None:
    machine.without_libraries()
    done = machine.installed
    machine.command("dpkg", f": > {done}\n")
    machine.command(
        "apt-get", f"[ -e {done} ] || {{ echo \"E: you must run 'dpkg --configure -a'\"; exit 100; }}\n"
    )
    assert "broken off before" in machine.set_up()


def test_a_python_too_old_is_named(machine: Machine) -> None:
    said = machine.set_up(expect=2, PYTHON_TOO_OLD="1")
    assert "Python ≥ 3.11 + venv（现有 / here: Python 3.9.2）" in said


def test_packages_that_cannot_be_fetched(machine: Machine) -> None:
    said = machine.set_up(expect=2, PIP_FAILS="1", PIP_SAYS="Failed to establish a new connection")
    assert "Failed to establish a new connection" in said
    assert "could not be fetched (pip)" in said


def test_too_little_space_is_told_before_anything_is_made(machine: Machine) -> None:
    machine.command("df", "printf 'head\\nd 9 9 300000 1%% /\\n'\n")
    assert "292 MB free" in machine.set_up(expect=2)
    assert not (machine.checkout / ".venv").exists()


def test_a_disk_that_fills_up_is_told(machine: Machine) -> None:
    said = machine.set_up(expect=2, PIP_FAILS="1", PIP_SAYS="OSError: [Errno 28] No space left on device")
    assert "The disk is full" in said


def test_one_killed_in_the_middle_is_begun_anew(machine: Machine) -> None:
    child = machine.start(PIP_TAKES="60")
    while "pip install" not in machine.called:
        assert child.poll() is None
        time.sleep(0.01)
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate(timeout=10)
    half_made = machine.checkout / ".venv" / "half-made"
    half_made.touch()
    assert "incomplete or was made elsewhere" in machine.set_up()
    assert not half_made.exists()


def test_a_folder_that_moved_gets_an_environment_of_its_own(machine: Machine) -> None:
    machine.set_up()
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("moved"))
    assert "made elsewhere" in machine.set_up()


def test_two_at_once_wait_for_each_other(machine: Machine) -> None:
    first = machine.start(PIP_TAKES="1")
    while "pip install" not in machine.called:
        assert first.poll() is None
        time.sleep(0.01)
    second = machine.start()
    said = second.communicate(timeout=60)[1]
    first.communicate(timeout=60)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "Another set-up is at work" in said
    assert machine.called.count("requirements.lock") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(machine: Machine) -> None:
    machine.checkout.chmod(0o555)
    said = machine.set_up(expect=2)
    machine.checkout.chmod(0o755)
    assert "此文件夹不能写入" in said


def test_a_display_that_is_only_named_leads_to_the_demo(machine: Machine) -> None:
    told = machine.checkout / ".venv" / "bin" / "faultgis"
    told.parent.mkdir(parents=True)
    told.write_text(f"#!{shutil.which('bash')}\necho told: $*\n")
    told.chmod(0o755)
    environment = {"PATH": str(machine.commands), "DISPLAY": ":4711"}
    command = [str(shutil.which("bash")), ".ci/start"]
    done = subprocess.run(
        command, cwd=machine.checkout, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout == "told: demo\n"
    assert ":4711 does not answer" in done.stderr
