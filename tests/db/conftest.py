"""An office's server, made once by the commands of its page."""

from collections.abc import Iterator

import keyring
import pytest

from tests.db.office import ROOT, Block, Office, OwnKeyring, blocks, password, running
from ui.cli.main import answer


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The server after all commands of ``docs/office-database.md``, in its order."""
    dump = str(tmp_path_factory.mktemp("office") / "faults.dump")
    with running() as server:
        for block in blocks():
            if block.kind == "sql":
                server.run_sql(block)
            elif not block.keyring:
                _run_shell(server, block, dump)
        yield server


def _run_shell(server: Office, block: Block, dump: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setenv("PGPASSWORD", password(block.login))
        for line in block.lines:
            here = [dump if word == "faults.dump" else word for word in server.here(line)]
            assert answer(here) == 0, here


@pytest.fixture
def held() -> Iterator[OwnKeyring]:
    """A keyring of the test's own in place of the system's."""
    before, own = keyring.get_keyring(), OwnKeyring()
    keyring.set_keyring(own)
    yield own
    keyring.set_keyring(before)
