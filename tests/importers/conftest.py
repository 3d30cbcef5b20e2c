"""Every shape of a table, imported once."""

import csv
import io

import pytest

from tests.importers.importing import FILES, read, run, write_files


@pytest.fixture(scope="session")
def imported(tmp_path_factory):
    """Import every shape by its guess; return foods, account and map of each."""
    found = {}
    for name in FILES:
        folder = tmp_path_factory.mktemp(name)
        files = write_files(folder, name)
        out, account, made = folder / "out.csv", folder / "account.csv", folder / "map.toml"
        run(
            "foods",
            "import",
            "table",
            *files,
            "--guess",
            "--map",
            str(made),
            "-o",
            str(out),
            "--account",
            str(account),
        )
        rows = list(csv.DictReader(io.StringIO(account.read_text())))
        found[name] = (read(out), rows, made, files, folder)
    return found
