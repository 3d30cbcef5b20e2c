"""Tables in the shapes of five countries: guessed, imported, every cell accounted for, planned with."""

import pytest
from click.testing import CliRunner

from mealopt.cli import door
from tests.importers import shapes
from tests.importers.importing import read, run


def test_what_is_refused_is_told_with_its_place(imported):
    row = next(row for row in imported["french"][1] if row["becomes"] == "folate_total_ug")
    assert (row["refused"], row["line"], row["value"], row["reason"]) == ("1", "6", "abc", "no number")


def test_salt_is_not_sodium(imported):
    """A neighbour of a nutrient is named as not used, never guessed."""
    salt = next(row for row in imported["french"][1] if row["column"].startswith("Sel"))
    assert (salt["becomes"], salt["not used"]) == ("", "5")


def test_the_same_food_twice_is_counted_and_left_out(tmp_path):
    file, out, account = tmp_path / "a.csv", tmp_path / "out.csv", tmp_path / "account.csv"
    file.write_text("food code,name,Energy (kcal),Iron (mg)\n1,a,100,1\n1,b,200,2\n2,c,300,3\n")
    result = run("foods", "import", "table", str(file), "--guess", "-o", str(out), "--account", str(account))
    assert read(out)["1"]["name"] == "a"
    assert "1 a food_id for the second time" in " ".join(result.output.split())


def test_a_column_in_another_unit_is_doubted(tmp_path, knowledge):
    """Vitamin D in IU under a header that says µg: forty times too much, and likely to harm somebody."""
    table = knowledge.foods
    values = table.column("vitamin_d_ug")
    rows = [["code", "name", "Energy (kcal)", "Vitamin D (µg)"]]
    rows += [
        [table.ids[food], table.names[food], "100", f"{40 * values[food]:.3f}"]
        for food in range(len(table)) if values[food] > 0
    ][:200]  # fmt: skip
    file, out = tmp_path / "a.csv", tmp_path / "out.csv"
    file.write_text(shapes.to_csv(rows))
    said = " ".join(run("foods", "import", "table", str(file), "--guess", "-o", str(out)).output.split())
    assert "vitamin_d_ug" in said
    assert "Is it in IU?" in said


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"a,b\n1,2\n", b'name,Iron (mg)\n"broken', b"name,Iron (mg)\na\0b,2\n", b"\xff\xfe",
     b"PK\x03\x04",
     "name,Iron (mg)\né,1\n".encode("utf-16"), b"name,Iron (mg)\n" + b"x" * 300_000 + b",1\n"],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_or_read_and_never_half_written(tmp_path, content):
    file, out = tmp_path / "a.csv", tmp_path / "out.csv"
    file.write_bytes(content)
    result = CliRunner().invoke(door, ["foods", "import", "table", str(file), "--guess", "-o", str(out)])
    assert result.exit_code in {0, 2}, result.output
    assert (result.exit_code == 0) == out.exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_import_is_a_file_like_any_other(tmp_path):
    """The rights of a new file, the folders it needs; and a place it cannot have is said."""
    file, out = tmp_path / "a.csv", tmp_path / "new" / "out.csv"
    file.write_text("food code,name,Energy (kcal),Iron (mg)\n1,a,100,1\n2,=1+1,100,1\n")
    run("foods", "import", "table", str(file), "--guess", "-o", str(out))
    beside = tmp_path / "beside"
    beside.write_text("")
    assert out.stat().st_mode == beside.stat().st_mode
    assert read(out)["2"]["name"] == "'=1+1"
    words = ["foods", "import", "table", str(file), "--guess", "-o", str(beside / "out.csv")]
    result = CliRunner().invoke(door, words)
    assert result.exit_code == 2, result.output
    assert "cannot be written" in result.output
