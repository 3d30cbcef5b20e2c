"""FoodData Central's releases: samples left out, energy by the best of four figures."""

import zipfile

import pytest
from click.testing import CliRunner

from mealopt.cli import door
from tests.importers.test_table import read

RELEASE = {
    "food.csv": '"fdc_id","data_type","description","food_category_id","publication_date"\n'
    '"1","sample_food","A sample","9",""\n"2","foundation_food","Beans, dry","16",""\n'
    '"3","foundation_food","Flour","20",""\n"4","branded_food","Bar","",""\n"5","foundation_food","Odd","20",""\n',
    "food_category.csv": '"id","code","description"\n"16","1600","Legumes"\n"20","2000","Grains"\n',
    "nutrient.csv": '"id","name","unit_name","nutrient_nbr","rank"\n"1008","Energy","KCAL","208","1"\n'
    '"2048","Energy (Atwater Specific Factors)","KCAL","958","1"\n"1062","Energy","kJ","268","1"\n'
    '"1090","Magnesium, Mg","MG","304","1"\n"1110","Vitamin D (D2 + D3), IU","IU","324","1"\n'
    '"1114","Vitamin D (D2 + D3)","UG","328","1"\n"1007","Ash","G","207","1"\n',
    "food_nutrient.csv": '"id","fdc_id","nutrient_id","amount"\n"1","1","1090","5"\n"2","2","1090","140"\n'
    '"3","2","2048","333"\n"4","2","1062","1400"\n"5","3","1062","1464.4"\n"6","3","1110","40"\n"7","4","1008","400"\n'
    '"8","4","1110","80"\n"9","4","1114","1.9"\n"10","5","1090","9"\n"11","4","1007","2"\n"12","3","1090","900000"\n',
    "measure_unit.csv": '"id","name"\n"1000","cup"\n',
    "food_portion.csv": '"id","fdc_id","seq_num","amount","measure_unit_id","portion_description",'
    '"modifier","gram_weight"\n'
    '"1","2","1","1.0","1000","","","184"\n',
    "branded_food.csv": '"fdc_id","brand_owner","serving_size","serving_size_unit",'
    '"household_serving_fulltext",'
    '"branded_food_category"\n"4","Somebody","40","g","1 BAR","Snacks"\n',
}


@pytest.fixture
def release(tmp_path):
    path = tmp_path / "release.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in RELEASE.items():
            archive.writestr(f"release_csv/{name}", text)
    return path


def test_a_release_is_imported(release, tmp_path):
    out = tmp_path / "out.csv"
    result = CliRunner().invoke(door, ["foods", "import", "fdc", str(release), "-o", str(out)])
    assert result.exit_code == 0, result.output
    foods = read(out)
    assert set(foods) == {"2", "3", "4"}  # no sample, and none without energy
    assert (foods["2"]["energy_kcal"], foods["2"]["portion"], foods["2"]["portion_g"]) == (
        "333",
        "1 cup",
        "184",
    )
    assert foods["2"]["category"] == "Legumes"
    assert float(foods["3"]["energy_kcal"]) == pytest.approx(350, abs=0.01)
    assert foods["3"]["vitamin_d_ug"] == "1"  # from IU
    assert foods["4"]["vitamin_d_ug"] == "1.9"  # µg before IU
    assert foods["3"]["magnesium_mg"] == ""  # nine times its weight: refused
    assert (foods["4"]["portion"], foods["4"]["portion_g"], foods["4"]["category"]) == (
        "1 BAR",
        "40",
        "Snacks",
    )
    said = " ".join(result.output.split())
    assert "1 no food: sample_food" in said
    assert "12 cells" in said
    assert "900000" in said


@pytest.mark.parametrize("damage", ["missing", "short", "header"])
def test_a_damaged_release_is_refused_and_nothing_is_written(release, tmp_path, damage):
    out = tmp_path / "out.csv"
    if damage == "short":
        release.write_bytes(release.read_bytes()[:400])
    else:
        with zipfile.ZipFile(release, "w") as archive:
            for name, text in RELEASE.items():
                if damage == "header":
                    archive.writestr(name, text.replace('"fdc_id"', '"id_of"'))
                elif name != "nutrient.csv":
                    archive.writestr(name, text)
    result = CliRunner().invoke(door, ["foods", "import", "fdc", str(release), "-o", str(out)])
    assert result.exit_code == 2, result.output
    assert not out.exists()
