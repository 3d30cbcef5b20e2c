"""A plan is checked from the tables alone: whatever is changed in it is found."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from mealopt.cli import door
from mealopt.errors import BadInputError
from mealopt.knowledge.library import Knowledge, load_knowledge
from mealopt.plan.verify import check_plan
from mealopt.plan.verify_reading import Eaten, load_plans
from mealopt.planner import plan_day, plan_week
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.tables.writing import format_csv

if TYPE_CHECKING:
    from pathlib import Path

WOMAN = Person(34, "female")
RULES = Rules(portions="exact", without=("peanuts",), include={"63107010": 126.0})


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "week.csv"
    path.write_text(format_csv(plan_week(WOMAN, RULES).portions), encoding="utf-8")
    return path


def read(path: Path) -> list[Eaten]:
    return load_plans(path, ids=False)[""]


def said(rows: list[Eaten], knowledge: Knowledge, person: Person = WOMAN, rules: Rules = RULES) -> str:
    return "\n".join(
        f"{finding.day} {finding.nutrient} {finding.problem}"
        for finding in check_plan("", rows, person, rules, knowledge)
    )


def test_a_plan_as_written_is_clean(week: Path, knowledge: Knowledge) -> None:
    assert said(read(week), knowledge) == ""
    day = plan_day(WOMAN, Rules(portions="exact", diet="vegan"))
    path = week.with_name("day.csv")
    path.write_text(format_csv(day.portions), encoding="utf-8")
    assert said(read(path), knowledge, rules=Rules(diet="vegan")) == ""


def test_too_much_at_a_meal_is_found(week: Path, knowledge: Knowledge) -> None:
    per_meal: dict[str, float] = {}
    each = knowledge.foods.imputed[:, knowledge.foods.nutrient_ids.index("carbohydrate_g")] / 100
    for row in read(week):
        held = row.grams * float(each[knowledge.foods.position(row.food_id)])
        per_meal[row.meal] = per_meal.get(row.meal, 0.0) + held
    most = max(per_meal, key=lambda meal: per_meal[meal])
    asked = replace(RULES, meal_maximums={"carbohydrate_g": per_meal[most] - 0.1})
    assert f"Too much at {most}: Carbohydrate." in said(read(week), knowledge, rules=asked)
    enough = replace(RULES, meal_maximums={"carbohydrate_g": per_meal[most]})
    assert said(read(week), knowledge, rules=enough) == ""


def test_a_mark_lost_is_found(week: Path, knowledge: Knowledge) -> None:
    """`Bagel, plain` for a vegan has to be a vegan one, and the plan has to say so."""
    rules = Rules(portions="exact", diet="vegan", include={"51301700": None})
    path = week.with_name("marked.csv")
    text = format_csv(plan_day(WOMAN, rules).portions)
    assert "Bagel, wheat (vegan)" in text
    path.write_text(text.replace("Bagel, wheat (vegan)", "Bagel, wheat"), encoding="utf-8")
    assert "calls this food Bagel, wheat (vegan)." in said(read(path), knowledge, rules=rules)


def test_the_rows_of_a_plan_are_worked_out_again(week: Path, knowledge: Knowledge) -> None:
    rows = read(week)
    first, rest = rows[0], rows[1:]

    def changed(**values: object) -> str:
        return said([replace(first, **values), *rest], knowledge)  # type: ignore[arg-type]

    assert "No food of the table has this id" in changed(food_id="99999999")
    assert "There is no meal 'brunch'" in changed(meal="brunch")
    assert "The table calls this food" in changed(food="Gold dust")
    assert "A portion is" in changed(portion="1 barrel")
    assert "The grams of" in changed(portions=first.portions * 1.01)
    assert "The energy_kcal of" in changed(energy_kcal=first.energy_kcal + 1)
    assert "The cost of" in changed(cost=first.cost + 0.01)


def test_what_is_missing_or_too_much_is_found(week: Path, knowledge: Knowledge) -> None:
    rows = read(week)
    assert "energy_kcal Too little" in said(rows[: len(rows) // 2], knowledge)
    double = [
        replace(r, portions=2 * r.portions, grams=2 * r.grams, energy_kcal=2 * r.energy_kcal, cost=2 * r.cost)
        for r in rows
    ]
    text = said(double, knowledge)
    assert "energy_kcal Too much" in text
    assert "sodium_mg Too much" in text
    assert "than a person would eat" in text
    without = said([row for row in rows if row.food_id != "63107010"], knowledge)
    assert "63107010 Not as asked for: Banana, fresh." in without


def test_another_person_has_other_targets(week: Path, knowledge: Knowledge) -> None:
    rows = read(week)
    pregnant = replace(WOMAN, life_stage="pregnancy", pregnancy_week=20, energy_kcal=2000)
    assert "iron_mg Too little" in said(rows, knowledge, pregnant)
    assert "No plan may be given" in said(rows, knowledge, replace(WOMAN, conditions=("kidney_disease",)))


def test_rules_that_the_plan_does_not_keep_are_found(week: Path, knowledge: Knowledge) -> None:
    rows = read(week)
    assert "not allowed by the diet" in said(rows, knowledge, rules=replace(RULES, diet="vegan"))
    assert "is excluded by name" in said(rows, knowledge, rules=replace(RULES, exclude=(rows[0].food_id,)))
    assert "costs more than the budget" in said(rows, knowledge, rules=replace(RULES, budget=1.0))
    assert "fiber_g Too little" in said(rows, knowledge, rules=replace(RULES, minimums={"fiber_g": 90}))


def test_days_must_be_one_or_seven(week: Path, knowledge: Knowledge) -> None:
    rows = read(week)
    two = [replace(row, day=day) for day in ("1", "2") for row in rows]
    assert "seven days" in said(two, knowledge)


def test_the_command_says_what_is_off(week: Path) -> None:
    options = ["--age", "34", "--sex", "female", "--without", "peanuts", "--include", "63107010=126"]
    clean = CliRunner().invoke(door, ["verify", str(week), *options])
    assert clean.exit_code == 0, clean.output
    assert "1 plan checked. Nothing is off." in clean.output
    off = CliRunner().invoke(door, ["verify", str(week), *options, "--diet", "vegan", "--format", "csv"])
    assert off.exit_code == 3
    assert off.output.startswith("id,day,nutrient,found,limit,problem\n")
    broken = week.with_name("broken.csv")
    broken.write_text(week.read_text(encoding="utf-8").replace("average", "someday"), encoding="utf-8")
    unread = CliRunner().invoke(door, ["verify", str(broken), *options])
    assert unread.exit_code == 2
    assert "line 2, column day: 'someday': Unknown value" in unread.output


def test_a_plan_for_nobody_is_found(week: Path) -> None:
    lines = week.read_text(encoding="utf-8").splitlines()
    plans = week.with_name("plans.csv")
    plans.write_text(
        "\n".join([f"id,{lines[0]}", *(f"ghost,{line}" for line in lines[1:])]) + "\n", encoding="utf-8"
    )
    people = week.with_name("people.csv")
    people.write_text("id,age,sex\nme,34,female\n", encoding="utf-8")
    result = CliRunner().invoke(door, ["verify", str(plans), "--people", str(people)])
    assert result.exit_code == 3
    assert "A plan for nobody" in result.output


def change_last(cell: str) -> str:
    """Change the last character of a cell: 3 is 4, 9 is 0, a is b."""
    last = cell[-1]
    return cell[:-1] + (str((int(last) + 1) % 10) if last.isdecimal() else chr(ord(last) + 1))


def test_each_column_changed_by_one_character_is_noticed(week: Path, knowledge: Knowledge) -> None:
    """In every row, every column. What is half a unit of the last decimal is rounding, and not looked for."""
    lines = week.read_text(encoding="utf-8").splitlines()
    header, rows = lines[0].split(","), list(csv.reader(lines[1:]))
    path = week.with_name("changed.csv")
    unseen = []
    for number in range(0, len(rows), 5):
        for column, name in enumerate(header):
            if not rows[number][column]:
                continue
            changed = [list(row) for row in rows]
            changed[number][column] = change_last(changed[number][column])
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([header, *changed])
            try:
                noticed = said(read(path), knowledge)
            except BadInputError as error:
                noticed = str(error)
            if not noticed:
                unseen.append((name, rows[number][column], changed[number][column]))
    assert {name for name, _, _ in unseen} <= {"portions", "grams", "energy_kcal", "cost"}
    for name, before, after in unseen:  # the last decimal written
        assert abs(float(before) - float(after)) < {"portions": 1e-5, "grams": 1e-2}.get(name, 1e-1), name
