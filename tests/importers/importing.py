"""Tables in the shapes of five countries, imported by their guess."""

import csv
import io

from click.testing import CliRunner

from mealopt.cli import door
from tests.importers import shapes

FILES = {
    "french": {"ciqual.csv": shapes.FRENCH.encode("cp1252")},
    "german": {"bls.csv": shapes.GERMAN.encode("utf-8-sig")},
    "canadian": {
        "NUTRIENT AMOUNT.csv": shapes.CANADIAN_AMOUNTS.encode(),
        "FOOD NAME.csv": shapes.CANADIAN_FOODS.encode(),
    },
    "menu": {"menu.csv": shapes.MENU.encode()},
    "british": {"cofid.xlsx": shapes.BRITISH},
}  # fmt: skip


def write_files(folder, name):
    """Write the files of a shape, and return their paths."""
    for file, content in FILES[name].items():
        if isinstance(content, bytes):
            (folder / file).write_bytes(content)
        else:
            shapes.write_workbook(folder / file, content)
    return [str(folder / file) for file in FILES[name]]


def run(*words):
    """Run a command that has to work."""
    result = CliRunner().invoke(door, words)
    assert result.exit_code == 0, result.output
    return result


def read(path):
    """Read a CSV file by food."""
    return {row["food_id"]: row for row in csv.DictReader(io.StringIO(path.read_text()))}
