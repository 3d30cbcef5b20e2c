"""A file of totals is worked out again: as written nothing is off, and no cell changes unnoticed."""

from __future__ import annotations

import csv
import io

import pytest
from click.testing import CliRunner

from mealopt.cli import door
from mealopt.errors import BadInputError
from mealopt.plan.totals import list_totals
from mealopt.plan.verify_reading import load_plans
from mealopt.plan.verify_totals import check_totals, load_totals
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.tables.writing import format_csv

WOMAN = Person(35, "female", energy_kcal=2000)
ASKED = {"meals": Rules(), "exact": Rules(portions="exact")}
ROUNDED = {"amount", "percent_of_minimum", "measured_share"}


@pytest.fixture(scope="module", params=ASKED)
def written(request, weeks, tmp_path_factory):
    """Return the rules of a plan, its rows as read, and the text of its totals."""
    rules = ASKED[request.param]
    plan, folder = weeks(WOMAN, rules), tmp_path_factory.mktemp("plan")
    (folder / "week.csv").write_text(format_csv(plan.portions), encoding="utf-8")
    (folder / "totals.csv").write_text(format_csv(plan.totals), encoding="utf-8")
    (rows,) = load_plans(folder / "week.csv", ids=False).values()
    return rules, rows, folder


def check(written, knowledge, path=None):
    rules, rows, folder = written
    (totals,) = load_totals(path or folder / "totals.csv", ids=False).values()
    return check_totals("", totals, rows, WOMAN, rules, knowledge)


def test_totals_as_written_are_those_of_the_plan(written, knowledge):
    assert check(written, knowledge) == []


def change_last(cell):
    last = cell[-1]
    return cell[:-1] + (str((int(last) + 1) % 10) if last.isdecimal() else chr(ord(last) + 1))


def change_first(cell):
    """Change the first digit that is no zero: a change no rounding explains."""
    place = next((n for n, sign in enumerate(cell) if sign in "123456789"), None)
    if place is None:
        return change_last(cell)
    return cell[:place] + str(int(cell[place]) % 9 + 1) + cell[place + 1 :]


def test_no_cell_changes_unnoticed(written, knowledge):
    """Every column of every thirtieth row, by a character."""
    folder = written[2]
    header, *rows = csv.reader(io.StringIO((folder / "totals.csv").read_text(encoding="utf-8")))
    changed, unseen = folder / "changed.csv", []
    for number in range(0, len(rows), 30):
        for column, name in enumerate(header):
            if not rows[number][column]:
                continue
            tampered = [list(row) for row in rows]
            change = change_first if name in ROUNDED else change_last
            tampered[number][column] = change(tampered[number][column])
            with changed.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([header, *tampered])
            try:
                noticed = bool(check(written, knowledge, changed))
            except BadInputError:
                noticed = True
            if not noticed:
                unseen.append((name, rows[number], tampered[number][column]))
    assert unseen == []


def test_a_total_that_is_missing_or_there_twice_is_found(written, knowledge):
    folder = written[2]
    lines = (folder / "totals.csv").read_text(encoding="utf-8").splitlines()
    (folder / "cut.csv").write_text("\n".join([*lines[:4], *lines[5:], lines[1]]), encoding="utf-8")
    said = sorted(finding.problem for finding in check(written, knowledge, folder / "cut.csv"))
    assert said == ["The plan has no such total, or it stands here twice.", "This total is missing."]


def test_the_command_checks_them(written, knowledge):
    rules, _, folder = written
    words = ["verify", str(folder / "week.csv"), "--totals", str(folder / "totals.csv"), "--age", "35"]
    words += ["--sex", "female", "--energy", "2000", "--portions", rules.portions]
    assert "Nothing is off" in CliRunner().invoke(door, words).output
    off = folder / "off.csv"
    lines = (folder / "totals.csv").read_text(encoding="utf-8").splitlines()
    off.write_text("\n".join(lines[:-1]), encoding="utf-8")
    result = CliRunner().invoke(door, [str(off) if "totals.csv" in word else word for word in words])
    assert result.exit_code == 3
    assert "This total is missing." in result.output


def test_days_of_a_week_put_together_food_by_food_are_judged_by_themselves(knowledge, weeks, tmp_path):
    """And all of them so: a file that mixes both ways is off."""
    plan = weeks(WOMAN, Rules())
    rows = plan.portions
    (tmp_path / "week.csv").write_text(format_csv(rows), encoding="utf-8")
    (eaten,) = load_plans(tmp_path / "week.csv", ids=False).values()
    alone = list_totals(rows, plan.targets, knowledge, energy_slack=0.05, weekly=False).frame
    other = (alone["status"] != plan.totals["status"]) & (alone["nutrient"] != knowledge.energy_id)
    assert other.sum() > 1
    mixed = alone.copy()
    place = mixed.index[other][0]
    mixed.loc[place, "status"] = plan.totals.loc[place, "status"]
    for frame, off in ((alone, False), (plan.totals, False), (mixed, True)):
        (tmp_path / "totals.csv").write_text(format_csv(frame), encoding="utf-8")
        (totals,) = load_totals(tmp_path / "totals.csv", ids=False).values()
        found = check_totals("", totals, eaten, WOMAN, Rules(), knowledge)
        assert bool([one for one in found if one.nutrient != knowledge.energy_id]) is off
