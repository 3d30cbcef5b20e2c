"""Which column is what: guessed, read again, refused."""

import pytest
from click.testing import CliRunner

from mealopt.cli import door
from tests.importers.importing import FILES, run


@pytest.mark.parametrize("shape", list(FILES))
def test_a_guessed_map_read_again_gives_the_same_bytes(imported, shape):
    _, _, made, files, folder = imported[shape]
    again = folder / "again.csv"
    run("foods", "import", "table", *files, "--map", str(made), "-o", str(again))
    assert again.read_bytes() == (folder / "out.csv").read_bytes()


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
