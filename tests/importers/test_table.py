"""Tables in the shapes of five countries: guessed, imported, every cell accounted for, planned with."""

import csv
import io

import pytest
from click.testing import CliRunner

from mealopt.cli import door
from mealopt.importers.account import STATES
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
CELLS = {"french": 110, "german": 39, "canadian": 12 + 80, "menu": 44, "british": 33 + 27}


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


@pytest.fixture(scope="module")
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


@pytest.mark.parametrize(
    ("shape", "food", "column", "value"),
    [
        ("french", "13000", "energy_kcal", "52.1"),  # kcal, not the kJ beside it
        ("french", "13000", "saturated_fat_g", "0"),  # traces
        ("french", "13000", "folate_total_ug", "0"),  # < 3,5
        ("french", "19041", "vitamin_d_ug", ""),  # "-": unknown
        ("french", "26036", "vitamin_d_ug", "7.1"), ("french", "19041", "name", "Lait demi-écrémé"),
        ("german", "B100", "energy_kcal", "209.13"),  # from kJ
        ("german", "B200", "iron_mg", "5.8"),  # from µg
        ("german", "B100", "vitamin_d_ug", ""), ("german", "B100", "category", "Brot"),
        ("canadian", "2", "energy_kcal", "204"), ("canadian", "2", "magnesium_mg", "17"),
        ("canadian", "4", "vitamin_d_ug", ""), ("canadian", "5", "energy_kcal", "371.4"),  # from its parts
        ("menu", "bean-burrito", "energy_kcal", "215"),  # 430 in 200 g
        ("menu", "bean-burrito", "sodium_mg", "525"), ("menu", "bean-burrito", "price_per_100g", "1.75"),
        ("menu", "side-salad", "vitamin_d_ug", "0"), ("menu", "bean-burrito", "vitamin_d_ug", ""),
        ("menu", "milk-carton", "vitamin_d_ug", "1.25"),  # 120 IU in 240 g
        ("british", "11-001", "magnesium_mg", "49"),  # from the second sheet
        ("british", "11-001", "iodine_ug", ""), ("british", "13-002", "iodine_ug", "0"),
        ("british", "13-002", "fiber_g", ""), ("british", "17-003", "fiber_g", "0"),
    ],
)  # fmt: skip
def test_a_cell_of_each_shape(imported, shape, food, column, value):
    assert imported[shape][0][food][column] == value


@pytest.mark.parametrize("shape", list(FILES))
def test_the_account_sums_to_every_cell(imported, shape):
    rows = imported[shape][1]
    assert sum(int(row[state]) for row in rows for state in STATES) == CELLS[shape]


@pytest.mark.parametrize("shape", list(FILES))
def test_a_guessed_map_read_again_gives_the_same_bytes(imported, shape):
    _, _, made, files, folder = imported[shape]
    again = folder / "again.csv"
    run("foods", "import", "table", *files, "--map", str(made), "-o", str(again))
    assert again.read_bytes() == (folder / "out.csv").read_bytes()


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
    ("text", "said"),
    [
        ("", "A map has a [[sheet]]"),
        ("[[sheet]]\nlayout = 'tall'\n[sheet.food]\nname = 'n'\n", "Known: wide, long"),
        (
            "[[sheet]]\n[sheet.food]\nname = 'n'\n[sheet.nutrients]\nMagnesium = 'magnesium in mg'\n",
            "magnesium_mg",
        ),
        (
            "[[sheet]]\n[sheet.food]\nname = 'n'\n[sheet.nutrients]\nD = 'vitamin_a_rae_ug in iu'\n",
            "Nobody can turn",
        ),
        (
            "[[sheet]]\n[sheet.food]\nname = 'n'\n[sheet.nutrients]\nn = 'iron_mg in mg'\n",
            "This column is two things",
        ),
        ("[[sheet]]\n[sheet.nutrients]\nD = 'iron_mg'\n", "Say which column holds the food_id"),
        ("decimal = ';'\n[[sheet]]\n[sheet.food]\nname = 'n'\n", "Known: ., ,"),
        ("nonsense =", "No TOML"),
        ("[[sheet]]\nfile='b.csv'\n[sheet.food]\nname = 'n'\n", "No such file or sheet was given"),
        ("[[sheet]]\n[sheet.food]\nname = 'Nam'\n", "Did you mean name?"),
    ],
)
def test_a_map_that_is_wrong_is_told_so_and_nothing_is_written(tmp_path, text, said):
    file, made, out = tmp_path / "a.csv", tmp_path / "map.toml", tmp_path / "out.csv"
    file.write_text("code,name,n,D\n1,a,1,1\n")
    made.write_text(text)
    result = CliRunner().invoke(
        door, ["foods", "import", "table", str(file), "--map", str(made), "-o", str(out)]
    )
    assert result.exit_code == 2
    assert said in result.output
    assert not out.exists()


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
