"""Weeks of sittings: meals people had, every must by its period, the same week every time, a bound."""

from __future__ import annotations

import csv
from dataclasses import fields, replace

import numpy as np
import pytest

from mealopt.average.average import solve_average
from mealopt.average.models import find_models
from mealopt.knowledge.sittings import find_sittings
from mealopt.plan.verify import check_plan
from mealopt.plan.verify_reading import Eaten, load_plans
from mealopt.planner import NO_SITTINGS, NO_TABLETS, plan_day, plan_week
from mealopt.request.allowed import allow_foods, supplement_mask
from mealopt.request.person import Person
from mealopt.request.rules import WEEK, Rules
from mealopt.tables.writing import format_csv
from mealopt.week.days import Place, empty_choice, place_of
from mealopt.week.deal import build_person, solve_shared
from mealopt.week.exchange import price_day
from mealopt.week.items import Plates, may_stand_in, price_swaps
from mealopt.week.menus import count_doubled, knows_pairs, stand_in
from mealopt.week.polish import polish_week
from mealopt.week.program import SittingProgram
from mealopt.week.reading import Reader
from mealopt.week.run import run_search
from mealopt.week.search import Search
from mealopt.week.served import Served, find_misses, hold_days
from mealopt.week.taste import find_liking
from mealopt.week.water import GLASSES, POURED, pour_water

WOMAN = Person(35, "female", energy_kcal=2000)
LIKED = ("26137123", "63223020")  # salmon, strawberries
CASES = {
    "omnivore": (WOMAN, Rules()),
    "vegan": (WOMAN, Rules(diet="vegan")),
    "every day": (WOMAN, Rules(every_day=True)),
    "cook once": (WOMAN, Rules(cook_once=True)),
    "likes": (WOMAN, Rules(like=LIKED)),
    "pins": (
        Person(60, "male", energy_kcal=2300),
        Rules(without=("gluten",), include={"63107010": 120.0}, exclude=("92101000",)),
    ),
}


@pytest.fixture(scope="module")
def plans(weeks):
    return {name: weeks(person, rules) for name, (person, rules) in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_a_week_of_sittings_is_verified_from_the_tables(plans, knowledge, tmp_path, name):
    person, rules = CASES[name]
    path = tmp_path / "week.csv"
    path.write_text(format_csv(plans[name].portions), encoding="utf-8")
    (rows,) = load_plans(path, ids=False).values()
    assert NO_SITTINGS not in plans[name].notes
    assert check_plan("", rows, person, rules, knowledge) == []
    assert not set(plans[name].totals["status"]) & {"below", "above"}


@pytest.mark.parametrize("name", CASES)
def test_meals_are_of_foods_known_to_go_together(plans, knowledge, name):
    sittings = find_sittings(knowledge.foods)
    pinned = {*CASES[name][1].include, "94000100"}
    for (_, meal), rows in plans[name].portions.groupby(["day", "meal"]):
        foods = [knowledge.foods.position(f) for f in rows["food_id"].unique() if f not in pinned]
        padded = np.full((1, max(2, len(foods))), len(knowledge.foods))
        padded[0, : len(foods)] = foods
        if meal != "snack":  # two snacks of a day are two sittings
            assert knows_pairs(padded, sittings, sittings.meals.index(meal))[0]


@pytest.mark.parametrize("name", CASES)
def test_no_meal_has_two_of_what_people_have_once(plans, knowledge, name):
    """Two fishes in one salad, oatmeal and another cereal in one bowl."""
    for (_, meal), rows in plans[name].portions.groupby(["day", "meal"]):
        foods = [knowledge.foods.position(food) for food in rows["food_id"].unique()]
        if meal != "snack":  # two snacks of a day are two sittings
            assert count_doubled(np.array([foods]), find_sittings(knowledge.foods)).tolist() == [0]


@pytest.mark.parametrize("name", CASES)
def test_a_lunch_or_dinner_is_about_something(plans, knowledge, data_folder, name):
    """One in eight was bread and milk, or cereal. What may be it is read by the csv module alone."""
    with (data_folder / "meal_parts.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["of"] and "is about" in row["reason"]]
    about = {row["meal"]: {part.strip() for part in row["needs"].split(";")} for row in rows}
    kitchen = find_sittings(knowledge.foods).kitchen
    kinds = {food: kitchen.names[kitchen.kinds[place]] for place, food in enumerate(knowledge.foods.ids)}
    meals = plans[name].portions.groupby(["day", "meal"])["food_id"]
    bare = [key for key, foods in meals if key[1] in about and not about[key[1]] & {kinds[f] for f in foods}]
    assert len(bare) <= 2


def test_items_a_day_are_what_people_have(plans):
    for name, plan in plans.items():
        items = plan.portions[plan.portions["food_id"] != "94000100"].groupby("day").size()
        assert items.between(6, 22 if name == "every day" else 20).all()  # a day that has to have everything
        assert plan.span == WEEK


def test_what_everybody_would_have_counts_as_rarer_than_it_is(model, knowledge, data_folder):
    """Read here by the csv module alone: a row that is lost, or of no food of the table, is seen."""
    with (data_folder / "overused.csv").open(encoding="utf-8", newline="") as file:
        said = {row["food_id"]: float(row["nats"]) for row in csv.DictReader(file)}
    overused = find_sittings(knowledge.foods).overused
    assert {food: nats for food, nats in zip(knowledge.foods.ids, overused, strict=True) if nats} == said
    liking = find_liking(
        knowledge.foods.popularity, WOMAN, 0, model.goal.sittings.taste, knowledge.figures
    )
    more = model.rarity[:-1] - knowledge.figures.rare_food_times * model.goal.sittings.strange * liking
    for food, nats in said.items():
        price = knowledge.figures.rare_food_times * model.goal.sittings.strange * nats
        assert more[knowledge.foods.position(food)] == pytest.approx(price)


# a week that has little to choose from may have more products than one kitchen keeps, as the last freedom
@pytest.mark.parametrize("name", ["omnivore", "cook once", "pins"])
def test_one_kitchen_has_one_milk(plans, knowledge, name):
    kitchen = find_sittings(knowledge.foods).kitchen
    eaten = [knowledge.foods.position(f) for f in plans[name].portions["food_id"].unique()]
    for kind in np.flatnonzero(kitchen.products > 0):
        assert sum(kitchen.kinds[food] == kind for food in eaten) <= kitchen.products[kind]
    assert all(kitchen.offered[:, food].any() for food in eaten)


def test_what_is_cooked_once_comes_back(plans, knowledge):
    kitchen, table = find_sittings(knowledge.foods).kitchen, knowledge.foods

    def count_pots(plan):
        rows = plan.portions[
            [kitchen.cooked[kitchen.kinds[table.position(food)]] for food in plan.portions["food_id"]]
        ]
        days = rows.groupby("food_id")["day"].nunique()
        return int((days == 1).sum()), int((days > 1).sum())

    once, back = count_pots(plans["cook once"])
    alone, _ = count_pots(plans["omnivore"])
    assert once < alone
    assert back >= 2
    assert sum(note.startswith("Cook ") for note in plans["cook once"].notes) == back


@pytest.mark.parametrize("diet", ["omnivore", "vegan"])
def test_a_day_of_sittings_meets_everything_in_its_day(knowledge, diet):
    plan = plan_day(WOMAN, Rules(diet), knowledge)
    assert plan.meals
    assert not plan.by_period
    assert not set(plan.totals["status"]) & {"below", "above"}
    rows = plan.portions[[field.name for field in fields(Eaten)]]
    eaten = [Eaten(*row) for row in rows.itertuples(index=False)]
    assert check_plan("", eaten, WOMAN, Rules(diet), knowledge) == []


def test_a_supplement_that_is_allowed_is_not_passed_over_in_silence(knowledge):
    tablet = knowledge.foods.ids[int(np.flatnonzero(supplement_mask(knowledge.foods))[0])]
    without = plan_day(WOMAN, Rules(supplements=True), knowledge)
    taken = plan_day(WOMAN, Rules(supplements=True, include={tablet: None}), knowledge)
    assert (NO_TABLETS in without.notes, NO_TABLETS in taken.notes) == (True, False)
    assert tablet in set(taken.portions["food_id"])


def test_the_same_week_every_time(plans, knowledge):
    person, rules = CASES["vegan"]
    again = plan_week(person, rules, knowledge)
    assert format_csv(again.portions) == format_csv(plans["vegan"].portions)


def test_a_food_stands_once_in_a_meal(plans):
    for plan in plans.values():
        assert not plan.portions.duplicated(["day", "meal", "food_id"]).any()


def test_what_somebody_likes_comes_and_the_rest_of_the_week_holds(plans, weeks):
    rows = plans["likes"].portions
    assert {*LIKED} <= {*rows["food_id"]}
    assert not {*LIKED} <= {*plans["omnivore"].portions["food_id"]}
    assert not any("Liked" in note for note in plans["likes"].notes)
    vegan = weeks(WOMAN, Rules(diet="vegan", like=LIKED[:1]))  # a wish is dropped, and that is said
    assert LIKED[0] not in {*vegan.portions["food_id"]}
    assert [note.startswith("Liked, and not in this plan: Salmon") for note in vegan.notes].count(True) == 1


def test_no_week_is_below_the_bound(plans, model):
    answer = SittingProgram(model).solve()
    assert answer.bound == pytest.approx(answer.value, rel=1e-4)
    search, bound = Search(model, answer, 4.0), solve_shared(model).bound
    assert bound > answer.bound  # what is bought and had again costs at least so much
    assert bound <= min(search.value(search.start()), search.value(run_search(search, 1, 0)))
    for plan in plans.values():
        assert plan.proof.bound <= plan.proof.objective
        assert plan.proof.gap > 0


def test_an_answer_that_is_kept_keeps_nothing_else(model):
    """A view of one sitting kept those of the whole menu: 19 MB for each person, 100 of whom are kept."""
    answer = SittingProgram(model).solve()
    arrays = [answer.duals, answer.food_prices, answer.amounts]
    arrays += [array for c in answer.columns for array in (c.template, c.foods, c.portions, c.price)]
    assert all(array.base is None or array.base.nbytes <= 2 * array.nbytes for array in arrays)
    assert sum(array.nbytes for array in arrays) < 500_000


def test_the_program_has_no_more_of_a_food_than_people_eat(knowledge):
    """A vegan's vitamin D was met by more mushrooms than any day may have, and no week could follow."""
    rules = Rules(diet="vegan")
    average = solve_average(WOMAN, rules, WEEK, find_models(knowledge))
    vegan = build_person(average, rules, novel=True)
    most = np.minimum(vegan.max_day, vegan.max_week / vegan.days)
    endless = replace(vegan, max_day=np.full_like(most, np.inf), max_week=np.full_like(most, np.inf))
    assert (count_used(endless) > most + 0.01).any()
    assert (count_used(vegan) <= most + 1e-6).all()


def count_used(model):
    answer, used = SittingProgram(model).solve(), np.zeros(len(model.money))
    for column, value in zip(answer.columns, answer.amounts, strict=True):
        np.add.at(used, column.foods[0], value * column.portions[0])
    assert answer.missed == pytest.approx(0.0, abs=1e-9)
    assert answer.bound == pytest.approx(answer.value, rel=1e-4)
    return used


def test_sittings_are_priced_as_if_each_food_were_tried(model):
    rng = np.random.default_rng(3)
    prices = rng.normal(0.1, 0.3, len(model.money))
    prices[-1] = 0.0
    menu = model.menus[1]
    foods, portions, charge, found = Plates(model, menu).choose(prices)
    assert found == pytest.approx((prices[foods] * portions).sum(axis=1) + charge)

    def odd(food, portions):
        above = portions - model.usual[food]
        return model.odd[food] * above if above > 0 else -model.short[food] * above

    for row in rng.choice(len(menu.price), 40):
        best = 0.0
        for item in np.flatnonzero(menu.portions[row] > 0):
            food = int(menu.foods[row, item])
            own = (menu.portions[row, item], model.low[food], model.usual[food], model.high[food])
            tried = [prices[food] * q + model.rarity[food] + odd(food, q) for q in own]
            if menu.single[row, item]:
                for other in menu.swaps[model.category[food]]:
                    if other != food and may_stand_in(model, np.array(food), np.array(other)):
                        price = float(price_swaps(model, np.array(food), np.array(other)))
                        price += model.rarity[other]
                        levels = (model.low[other], model.usual[other], model.high[other])
                        tried += [prices[other] * q + price + odd(other, q) for q in levels]
            best += min(tried)
        assert found[row] <= best + 1e-9 or found[row] == pytest.approx(best)


@pytest.mark.parametrize(
    ("was", "other", "may"),
    [
        ("Milk, whole", "Milk, 1 % fat", True),
        ("Bread, white", "Bread, whole wheat", True),
        ("Scrambled eggs, with oil", "Egg, fried with oil", True),
        ("Potatoes, carrots and onions, stewed", "Avocado, fresh", False),
        ("Gravy, chicken or turkey", "White sauce or milk gravy", False),
        ("Spinach, fresh, cooked with oil", "Spinach, raw", False),
        ("Cheddar cheese", "Parmesan cheese, grated, dry", False),
    ],
)
def test_what_is_eaten_with_other_things_stands_in_for_nothing(model, knowledge, was, other, may):
    places = (np.array([knowledge.foods.names.index(name)]) for name in (was, other))
    assert may_stand_in(model, *places).tolist() == [may]


def test_no_food_of_a_sitting_gives_its_place_to_what_goes_with_other_things(model):
    search = Search(model, SittingProgram(model).solve(), 4.0)
    tried = 0
    for place in [place for day in search.start().days for place in day if place.template >= 0]:
        had = model.menus[place.meal].foods[place.template]
        found = search.neighbours(place)
        row, item = np.nonzero(found.foods != had)
        apart = model.sittings.unlike.between(had[item], found.foods[row, item])
        assert (apart <= model.figures.unlike_nats).all()
        tried += len(row)
    assert tried > 100


def test_a_sitting_is_judged_as_the_whole_week_is_priced(model):
    search = Search(model, SittingProgram(model).solve(), 4.0)
    week, rng = search.start(), np.random.default_rng(5)
    for _ in range(25):
        day = int(rng.integers(WEEK))
        place = int(rng.integers(len(week.days[day])))
        one = search.take_out(week, day, place)
        used = {p.template for d in week.days for p in d if p.meal == one.meal and p.template >= 0}
        options = search.options[one.meal]
        rows = rng.integers(len(options.price), size=2)
        judged = search.judge(options, search.amounts[one.meal], week, day, used, search.has[one.meal])[rows]
        priced = []
        others = [list(places) for number, places in enumerate(week.days) if number != day]
        for row in rows.tolist():  # the last to come pays for what it is too much of
            tried = [*others, [*week.days[day], place_of(options, row)]]
            priced.append(search.value(search.count(tried)))
        assert priced[1] - priced[0] == pytest.approx(judged[1] - judged[0], abs=1e-9)
        search.put_in(week, day, place, place_of(options, int(rows[0])))


def test_a_kind_costs_beyond_what_people_have_and_short_of_it(model):
    search = Search(model, SittingProgram(model).solve(), 4.0)
    asked = model.goal.sittings
    kind = int(np.flatnonzero((model.seldom >= 1.0) & np.isfinite(model.often))[0])
    had, meal = np.zeros_like(model.often_at), int(model.often_at[:, kind].argmax())
    assert search.price_kinds(had, meal)[kind] == pytest.approx(-asked.seldom)
    had[meal - 1, kind] = model.seldom[kind]
    assert search.price_kinds(had, meal)[kind] == 0.0
    had[meal - 1, kind] = model.often[kind]
    assert search.price_kinds(had, meal)[kind] == pytest.approx(asked.often)


def test_a_kind_at_a_meal_where_people_hardly_have_it_costs_half_at_once_and_then_all(model):
    search, kinds = Search(model, SittingProgram(model).solve(), 4.0), model.sittings.kitchen.names
    cereal, lunch = kinds.index("cereal"), [menu.meal for menu in model.menus].index("lunch")
    had = np.zeros_like(model.often_at)
    assert search.price_kinds(had, lunch)[cereal] == pytest.approx(model.goal.sittings.often / 2)
    had[lunch, cereal] = 1.0
    beyond = search.price_kinds(had, lunch)[cereal] - search.price_kinds(had, 0)[cereal]
    assert beyond == pytest.approx(model.goal.sittings.often)


def test_no_week_is_short_of_what_a_diet_does_not_serve(model):
    names = model.sittings.kitchen.names
    assert model.seldom[names.index("meat")] == model.seldom[-1] == 0.0
    assert model.seldom[names.index("cheese")] > 0.0


def test_a_week_read_back_has_the_price_it_was_dealt_with(model):
    search = Search(model, SittingProgram(model).solve(), 4.0)
    week, reader = run_search(search, 1, 0), Reader(model)
    days = []
    for places in week.days:
        day = {}
        for place in places:
            for food, portions in zip(place.foods, place.portions, strict=True):
                if portions > 0:
                    slot = int(food), model.menus[place.meal].meal
                    day[slot] = day.get(slot, 0.0) + float(portions)
        days.append(day)
    read = search.count([reader.read_day(day) for day in days])
    assert search.value(read) == pytest.approx(search.value(week), rel=0.03)
    assert np.allclose(read.held, week.held)


def test_what_a_diet_takes_has_its_counterpart_or_goes(knowledge):
    sittings = find_sittings(knowledge.foods)
    served = allow_foods(WOMAN, Rules(diet="vegan"), knowledge)
    found = stand_in(knowledge, sittings, served)
    table = knowledge.foods
    assert all(served[f] for f in found[found >= 0])
    milk = found[table.position("11111000")]
    assert table.categories[milk] == "Milk substitutes"
    assert found[table.position("14010000")] == -1  # cheese: left out


def test_a_table_without_our_foods_has_no_sittings(made_up):
    assert find_sittings(made_up.foods).templates == {}


def test_an_exchange_of_days_leaves_the_week_as_it_is(model):
    search = Search(model, SittingProgram(model).solve(), 4.0)
    week = search.start()
    held, eaten, kinds = np.sum(week.held, axis=0), week.eaten.copy(), week.kinds.copy()
    value = search.value(week)
    assert search.exchange_days(week) > 0
    counted = search.count(week.days)
    assert np.array(week.held) == pytest.approx(np.array(counted.held))
    assert np.sum(week.held, axis=0) == pytest.approx(held)
    assert (counted.eaten == eaten).all()
    assert (counted.kinds == kinds).all()
    assert search.value(week) < value
    assert search.exchange_days(week) == 0


def test_water_poured_for_an_aim_misses_no_must(model):
    """Tap water holds sodium: a day at its most had it passed by a thousandth, and was dealt anew."""
    demand, search = model.demand, Search(model, SittingProgram(model).solve(), POURED)
    week, sodium = run_search(search, 1, 0), model.demand.places["sodium_mg"]
    upper = demand.day_upper.copy()
    upper[sodium] = max(held[sodium] for held in week.held)
    thirst = ((demand.places["water_g"], 1e5, 0.01),)  # $ per gram short of more than anybody drinks
    tight = replace(model, demand=replace(demand, day_upper=upper, aims=thirst))
    prices = np.zeros(len(model.money))
    served = polish_week(tight, week.days, prices, sides=False, free=frozenset())
    assert find_misses(tight, hold_days(tight, served)) == []
    stands = replace(empty_choice(model, 0), foods=np.full((1, 9), model.water), portions=np.eye(1, 9) * 7.0)
    days = [[*week.days[0], place_of(stands, 0)], *week.days[1:]]
    stays = frozenset({(0, 0, int(model.water))})
    served = polish_week(tight, days, prices, sides=False, stays=stays)
    drunk = sum(one.portions for one in served if (one.day, one.food) == (0, model.water))
    assert 7.0 < drunk <= GLASSES  # those of a meal that stays are counted: thirteen were poured


def count_glasses(model, served, glasses, days):
    poured = pour_water(model, served, np.array(glasses, dtype=float), days, frozenset())
    assert max(one.portions for one in poured) <= 4
    return [sum(one.portions for one in poured if one.day == day) for day in range(model.days)]


def test_the_tap_water_of_a_week_is_about_the_same_each_day(model):
    """A week had none on three days and ten glasses on the others: the sum is all that the aim asks."""
    dealt = [0, 0, 0, 3, 10, 10, 10]
    assert sorted(count_glasses(model, [], dealt, range(model.days))) == [4, 4, 5, 5, 5, 5, 5]
    assert count_glasses(model, [], dealt, (6,)) == dealt  # days that are not asked about stay


def test_a_day_with_much_milk_has_less_water_beside_it(model):
    milk = model.knowledge.foods.position("11112110")
    served = [Served(0, "lunch", milk, 4.0)]  # 4 cups
    dealt = [5, 5, 5, 5, 5, 5, 5]
    assert count_glasses(model, served, dealt, range(model.days)) == [2, 6, 6, 6, 5, 5, 5]


def test_water_moves_to_no_day_that_would_miss_a_must_by_it(model):
    demand, sodium = model.demand, model.demand.places["sodium_mg"]
    upper = demand.day_upper.copy()
    upper[sodium] = 1.5 * demand.per_portion[model.water, sodium]
    lower = np.full_like(demand.day_lower, -np.inf)
    tight = replace(model, demand=replace(demand, day_lower=lower, day_upper=upper))
    assert count_glasses(tight, [], [0, 0, 0, 0, 0, 0, 9], range(model.days)) == [1, 1, 1, 1, 1, 1, 3]


def test_oatmeal_and_cereal_are_one_a_day(model):
    """They were two kinds, and a third of all days had both."""
    search = Search(model, SittingProgram(model).solve(0.05), 0.0)
    names, kinds = model.sittings.kitchen.names, model.kind
    oats, cereal = names.index("hot cereal"), names.index("cereal")

    def sitting(meal, kind):
        menu = model.menus[meal]
        row = int(np.flatnonzero((kinds[menu.foods] == kind).any(axis=1))[0])
        return Place(meal, row, menu.foods[row], menu.portions[row], float(menu.price[row]))

    morning, evening = sitting(0, oats), sitting(len(model.menus) - 1, cereal)
    week = search.count([[] for _ in range(model.days)])
    foods, portions = evening.foods[None], evening.portions[None]
    has = search.kinds_of(evening)[None]
    alone, beside = (
        float(search.habits_of_foods(evening.meal, foods, portions, week, day, has)[0])
        for day in ([], [morning])
    )
    assert beside - alone == pytest.approx(model.figures.twice_a_day_usd)
    both = price_day(search, [morning, evening]) - price_day(search, [evening])
    assert both >= model.figures.twice_a_day_usd / 7 - 1e-9
