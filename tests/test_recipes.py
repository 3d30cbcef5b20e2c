"""The six recipes of CONTRIBUTING.md, each cooked once: what it says is all there is to do."""

from __future__ import annotations

import csv
import shutil

import pytest

from mealopt import Person, Rules, plan_week
from mealopt.cli import main
from mealopt.cli.foods_import import Importer, add_importer, import_foods
from mealopt.cli.formats import FORMATS, Format
from mealopt.knowledge.library import customise_knowledge, read_tables
from mealopt.request.allowed import allow_foods

PERSON = Person(35, "female", energy_kcal=2000)


@pytest.fixture
def data(tmp_path, data_folder):
    """Our tables, to be changed as a recipe says."""
    return shutil.copytree(data_folder, tmp_path / "data")


def change(path, alter):
    """Write a table as `alter` leaves its rows; new keys are new columns."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = alter(list(csv.DictReader(file)))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add_row(like, **values):
    """Return what adds a row like the first one for which something holds."""

    def alter(rows):
        model = next(row for row in rows if like(row))
        return sorted([*rows, {**model, **values}], key=lambda row: next(iter(row.values())))

    return alter


def test_a_nutrient(data):
    row = {"nutrient": "zest_mg", "label": "Zest", "unit": "mg", "kind": "other"}
    change(data / "nutrients.csv", add_row(lambda r: r["nutrient"] == "magnesium_mg", **row))
    change(data / "foods.csv", lambda rows: [{**r, "zest_mg": r["magnesium_mg"]} for r in rows])
    wanted = {"nutrient": "zest_mg", "measured_as": "zest_mg", "minimum": "450", "maximum": "", "kind": "RDA"}
    wanted |= {"life_stage": "general", "sex": "any", "age_min_y": "4", "age_max_y": "", "strength": "must"}
    wanted |= {"applies_to": "total"}
    change(data / "reference_intakes.csv", add_row(lambda r: r["nutrient"] == "magnesium_mg", **wanted))
    plan = plan_week(PERSON, Rules(portions="exact"), read_tables(data))
    row = plan.totals.set_index("nutrient").loc["zest_mg"]
    assert row["minimum"] == 450
    assert row["amount"] >= 450 - 1e-3
    assert row["status"] == "met"


def test_a_diet(data):
    row = {"diet": "milky", "label": "Milky", "column": "milky", "never_with": ""}
    change(data / "diets.csv", add_row(lambda r: r["diet"] == "vegan", **row))
    tag = {True: "yes", False: "no"}
    change(data / "foods.csv", lambda rows: [{**r, "milky": tag["ilk" in r["name"]]} for r in rows])
    knowledge = read_tables(data)
    allowed = allow_foods(PERSON, Rules(diet="milky"), knowledge)
    names = {name for name, may in zip(knowledge.foods.names, allowed, strict=True) if may}
    assert names
    assert all("ilk" in name for name in names)


def test_a_goal(data):
    row = {"goal": "frugal", "label": "Frugal", "money": "1", "unfamiliar_usd": "0.02", "hei_minimum": "80"}
    change(data / "goals.csv", add_row(lambda r: r["goal"] == "balanced", **row))
    knowledge = read_tables(data)
    frugal, balanced = (
        plan_week(PERSON, Rules(goal=goal, portions="exact"), knowledge) for goal in ("frugal", "balanced")
    )
    assert frugal.cost_per_day < balanced.cost_per_day
    assert frugal.score >= 80 - 1e-6


# a rule: tests/rules/test_toy_rule.py


def test_an_importer(tmp_path, capsys, knowledge):
    def read(download, store, kept, knowledge, told):
        for line, text in enumerate(download.read_text(encoding="utf-8").splitlines(), 1):
            name, kcal = text.split(" has ")
            store.add(f"said-{line}", {"name": name}, {"energy_kcal": (float(kcal), 0)})
            kept.column(download.name, "kcal", "energy_kcal").count("read", line, kcal)
        told("said", 1, 1)

    add_importer(Importer("said", "Import foods as somebody says them.", read))
    try:
        (tmp_path / "said.txt").write_text("Bread has 250\nMilk has 60\n", encoding="utf-8")
        asked = ["foods", "import", "said", str(tmp_path / "said.txt"), "-o", str(tmp_path / "foods.csv")]
        assert main(asked) == 0
        assert main(["foods", "import", "--help"]) == 0
        assert "said" in capsys.readouterr().out
    finally:
        del import_foods.commands["said"]
    foods = customise_knowledge(knowledge, foods=tmp_path / "foods.csv").foods
    assert foods.names == ("Bread", "Milk")
    assert foods.column("energy_kcal").tolist() == [250.0, 60.0]


def test_an_output_format(monkeypatch, tmp_path, capsys):
    def write(result):
        return "".join(f"{row[0]}\n" for row in result.frame().itertuples(index=False))

    monkeypatch.setitem(FORMATS, "first", Format("first", ".first", write))
    file = tmp_path / "found.first"
    asked = ["targets", "--age", "35", "--sex", "female"]
    assert main([*asked, "--format", "first"]) == 0
    assert "magnesium_mg" in capsys.readouterr().out.splitlines()
    assert main([*asked, "-o", str(file)]) == 0
    assert "magnesium_mg" in file.read_text(encoding="utf-8").splitlines()
    assert main([*asked, "--format", "last"]) == 2
    assert "first" in capsys.readouterr().err
