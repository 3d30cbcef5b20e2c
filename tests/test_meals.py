"""A week of meals changed: what stands stays to the portion, what is new is meals again, and is verified."""

from __future__ import annotations

import pandas as pd
import pytest

from mealopt.alternatives import find_alternatives
from mealopt.changes import change_plan, change_portions, swap_food
from mealopt.errors import NoPlanError
from mealopt.household import find_shared_meal, plan_household
from mealopt.meals import keep_tablets
from mealopt.plan.verify import check_plan
from mealopt.plan.verify_reading import load_plans
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.tables.writing import format_csv

WOMAN = Person(35, "female", energy_kcal=2000)
COLUMNS = ["day", "meal", "food_id", "portions"]
WATER, B12 = "94000100", "supplement-vitamin-b12"


@pytest.fixture(scope="module")
def plan(weeks):
    return weeks(WOMAN, Rules())


@pytest.fixture(scope="module")
def locked(plan):
    lunch = plan.portions[(plan.portions["day"] == "3") & (plan.portions["meal"] == "lunch")]
    return str(lunch["food_id"][lunch["food_id"] != WATER].iloc[0])


@pytest.fixture(scope="module")
def changed(plan, locked, knowledge):
    return change_plan(plan, ("3",), lock={"3": ("dinner", locked)}, knowledge=knowledge)


def servings_of(plan, day=None, meal=None):
    rows = plan.portions
    rows = rows if day is None else rows[rows["day"] == day]
    rows = rows if meal is None else rows[rows["meal"] == meal]
    return {tuple(row) for row in rows[rows["food_id"] != WATER][COLUMNS].itertuples(index=False)}


def find_faults(plan, knowledge, tmp_path):
    path = tmp_path / "week.csv"
    path.write_text(format_csv(plan.portions), encoding="utf-8")
    (rows,) = load_plans(path, ids=False).values()
    return check_plan("", rows, plan.person, plan.rules, knowledge)


def test_the_other_days_stay_to_the_portion(plan, changed):
    for day in plan.days:
        assert (servings_of(changed, day) == servings_of(plan, day)) == (day != "3")


def test_a_locked_meal_and_a_locked_food_stay(plan, changed, locked):
    assert servings_of(changed, "3", "dinner") == servings_of(plan, "3", "dinner")
    kept = {row for row in servings_of(plan, "3", "lunch") if row[2] == locked}
    assert kept <= servings_of(changed, "3", "lunch")
    stood = servings_of(plan, "3") - servings_of(plan, "3", "dinner")
    old = {(meal, food) for _, meal, food, _ in stood if food != locked}
    new = {(meal, food) for _, meal, food, _ in servings_of(changed, "3")}
    assert len(old & new) < len(old) * 0.75  # everybody's coffee, milk and sugar may come again
    rows = plan.portions[(plan.portions["day"] == "3") & (plan.portions["meal"] == "breakfast")]
    main = rows.loc[rows["energy_kcal"].idxmax(), "food_id"]
    assert ("breakfast", main) not in new


def test_a_changed_week_is_verified_and_has_a_price_above_its_bound(changed, knowledge, tmp_path):
    assert changed.by_period
    assert changed.proof.objective >= changed.proof.bound
    assert find_faults(changed, knowledge, tmp_path) == []


def test_a_banned_food_goes_and_other_meals_stay(plan, knowledge, tmp_path):
    counts = plan.portions[plan.portions["food_id"] != WATER].groupby("food_id")["day"].nunique()
    banned = str(counts.idxmax())
    again = change_plan(plan, ban=(banned,), knowledge=knowledge)
    assert banned not in set(again.portions["food_id"])
    assert find_faults(again, knowledge, tmp_path) == []
    kept, before = servings_of(again) & servings_of(plan), servings_of(plan)
    assert len(kept) > 0.25 * len(before)


def test_a_day_that_stands_and_misses_its_musts_is_named(plan, knowledge, problems_of):
    rows = plan.portions
    cut = rows[(rows["day"] != "4") | (rows["meal"] == "lunch")].reset_index(drop=True)
    (problem,) = problems_of(
        change_portions, cut, WOMAN, Rules(), knowledge, again=("1",), lock={}, ban=(), seed=1, file="x.csv"
    )
    assert (problem.where, problem.column, problem.value) == ("x.csv", "day", "4")


def test_another_week_costs_little_more_and_is_other_food(plan, knowledge, tmp_path):
    (other,) = find_alternatives(plan, 1, within=0.03, knowledge=knowledge)
    assert other.dearer <= 0.03 + 1e-9
    assert other.new_foods > other.foods / 3
    assert find_faults(other.plan, knowledge, tmp_path) == []


def test_a_couple_shares_the_dishes_of_every_dinner(knowledge, tmp_path):
    people = [(Person(40, "male", energy_kcal=2500), Rules()), (WOMAN, Rules("vegetarian"))]
    plans = plan_household(people, knowledge)
    meal = find_shared_meal(knowledge)
    own = next((note for note in plans[0].notes if "of their own" in note), "day ")
    for day in plans[0].days:
        tables = [{food for *_, food, _ in servings_of(plan, day, meal)} for plan in plans]
        assert (tables[0] == tables[1]) or day in own
    for plan in plans:
        assert find_faults(plan, knowledge, tmp_path) == []


def test_foods_of_a_day_can_be_swapped_at_its_meal(plan, knowledge, tmp_path):
    """The other days stay; often one food is all that changes, and the portions of its day."""
    rows, alone = plan.portions[plan.portions["day"] == "5"], 0
    rows = rows.loc[rows["food_id"] != WATER, ["meal", "food_id"]].iloc[::2]
    for meal, food in rows.itertuples(index=False):
        other = swap_food(plan, "5", meal, food, knowledge=knowledge)
        assert food not in {one for _, _, one, _ in servings_of(other, "5", meal)}
        for day in plan.days:
            for at in knowledge.meals:
                same = servings_of(other, day, at.id) == servings_of(plan, day, at.id)
                assert same or day == "5"
        assert find_faults(other, knowledge, tmp_path) == []
        had, has = (
            {(meal, one) for _, meal, one, _ in servings_of(of, "5")} for of in (plan, other)
        )
        alone += had - has == {(meal, food)} and len(has - had) == 1
    assert alone >= len(rows) / 3


@pytest.mark.parametrize("rules", [Rules(), Rules(include={"11100000": 122.0})], ids=["tap water", "a pin"])
def test_what_has_no_place_of_its_own_is_not_swapped(weeks, knowledge, rules):
    week = weeks(WOMAN, rules)
    foods = rules.include or (WATER,)
    rows = week.portions[week.portions["food_id"].isin(list(foods))].iloc[0]
    with pytest.raises(NoPlanError, match="Nothing else fits"):
        swap_food(week, rows["day"], rows["meal"], rows["food_id"], knowledge=knowledge)


def test_only_what_a_meal_has_can_be_swapped_there(plan, knowledge, problems_of):
    (problem,) = problems_of(swap_food, plan, "5", "lunch", "no food", knowledge=knowledge)
    assert problem.value == "no food"


def test_a_new_meal_is_of_another_main_food_where_there_is_one_and_its_day_stays(plan, knowledge):
    others, fresh = ("breakfast", "lunch", "snack"), 0
    for day in ("1", "2", "3", "4"):  # another dinner is found beside each of these
        other = change_plan(plan, (day,), lock={day: others}, seed=1, knowledge=knowledge)
        rows = plan.portions[(plan.portions["day"] == day) & (plan.portions["meal"] == "dinner")]
        main = rows.loc[rows["energy_kcal"].idxmax(), "food_id"]
        fresh += main not in {food for _, _, food, _ in servings_of(other, day, "dinner")}
        assert servings_of(other, day, "dinner") != servings_of(plan, day, "dinner")
        for meal in others:
            assert servings_of(other, day, meal) == servings_of(plan, day, meal)
    assert fresh >= 3  # of four: beside what is locked, a dinner of another main food may not meet every must


def test_in_a_loose_change_locked_meals_keep_their_foods(plan, knowledge, tmp_path):
    others = ("breakfast", "lunch", "snack")
    other = change_plan(plan, ("4",), lock={"4": others}, loose=True, seed=1, knowledge=knowledge)
    assert servings_of(other, "4", "dinner") != servings_of(plan, "4", "dinner")
    for meal in others:
        had, has = ({row[2] for row in servings_of(of, "4", meal)} for of in (plan, other))
        assert had <= has  # something may join it
    assert find_faults(other, knowledge, tmp_path) == []


def test_where_no_other_day_is_found_the_days_that_stand_are_not_blamed(plan, knowledge, monkeypatch):
    monkeypatch.setattr("mealopt.changes.change_meals", lambda *_, **__: None)
    with pytest.raises(NoPlanError, match="No other day 3 was found"):
        change_plan(plan, ("3",), knowledge=knowledge)


@pytest.mark.parametrize(
    ("rules", "pinned"),
    [
        (Rules(supplements=True), {B12: None}),
        (Rules(), {}),
        (Rules(supplements=True, exclude=(B12,)), {}),
        (Rules(supplements=True, include={B12: 2.0, WATER: 240.0}), {B12: 2.0, WATER: 240.0}),
    ],
    ids=["allowed", "not allowed", "banned", "pinned already"],
)
def test_tablets_of_every_day_stay_when_days_of_a_file_change(knowledge, rules, pinned):
    """A day planned again from a file had lost them, and its meals with them."""
    portions = pd.DataFrame(
        [("1", B12), ("2", B12), ("1", "supplement-calcium"), ("1", WATER), ("2", WATER)],
        columns=["day", "food_id"],
    )
    assert keep_tablets(portions, rules, knowledge).include == pinned


def test_the_cheapest_week_costs_least(weeks, plan):
    cheapest = weeks(WOMAN, Rules(goal="cheapest"))
    assert cheapest.meals
    assert cheapest.cost_per_day < plan.cost_per_day
