"""What a week costs: of one week, and of every sitting tried in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mealopt.request.rules import WEEK
from mealopt.week.days import Place, place_of
from mealopt.week.exchange import price_day
from mealopt.week.items import Choice
from mealopt.week.program import SittingProgram
from mealopt.week.search import Search
from mealopt.week.trials import lay_trials


def test_a_sitting_is_judged_as_the_whole_week_is_priced(model, solved):
    search = Search(model, solved, 4.0)
    week, rng = search.start(), np.random.default_rng(5)
    for _ in range(25):
        day = int(rng.integers(WEEK))
        place = int(rng.integers(len(week.days[day])))
        one = search.take_out(week, day, place)
        used = {p.template for d in week.days for p in d if p.meal == one.meal and p.template >= 0}
        trials = search.options[one.meal]
        options = trials.choice
        rows = rng.integers(len(options.price), size=2)
        beside = search.look_beside(week, week.days[day], one.meal)
        judged = search.judge(trials, week, day, used, beside)[rows]
        priced = []
        others = [list(places) for number, places in enumerate(week.days) if number != day]
        for row in rows.tolist():  # the last to come pays for what it is too much of
            tried = [*others, [*week.days[day], place_of(options, row)]]
            priced.append(search.value(search.count(tried)))
        assert priced[1] - priced[0] == pytest.approx(judged[1] - judged[0], abs=1e-9)
        search.put_in(week, day, place, place_of(options, int(rows[0])))


def test_a_kind_costs_beyond_what_people_have_and_short_of_it(model, solved):
    search = Search(model, solved, 4.0)
    wanted = model.seldom_at
    free = (model.often >= 9.0) & np.isfinite(model.often)
    meal, kind = np.argwhere((wanted >= 1.0) & (model.often_at >= wanted + 1.0) & free)[0]
    had = np.zeros_like(model.often_at)
    assert search.price_kinds(had, meal)[kind] == pytest.approx(-model.seldom_usd[kind])
    had[meal, kind] = wanted[meal, kind]
    assert search.price_kinds(had, meal)[kind] == 0.0
    had[meal - 1, kind] = model.often[kind]
    assert search.price_kinds(had, meal)[kind] == pytest.approx(model.often_usd[kind])


def test_a_kind_at_a_meal_where_people_hardly_have_it_costs_half_at_once_and_then_all(model, solved):
    search, kinds = Search(model, solved, 4.0), model.sittings.kitchen.names
    cereal, lunch = kinds.index("cereal"), [menu.meal for menu in model.menus].index("lunch")
    had = np.zeros_like(model.often_at)
    often = model.goal.sittings.often * model.sittings.kitchen.often_times[cereal]
    assert search.price_kinds(had, lunch)[cereal] == pytest.approx(often / 2)
    had[lunch, cereal] = 1.0
    beyond = search.price_kinds(had, lunch)[cereal] - search.price_kinds(had, 0)[cereal]
    assert beyond == pytest.approx(often)


@pytest.mark.parametrize("category", ["Bananas", "Bean, pea, legume dishes", "Oatmeal"])
def test_a_category_costs_beyond_what_the_person_has_at_any_meal(model, category, solved):
    search, names = Search(model, solved, 4.0), model.sittings.categories
    place = len(model.often) - 1 - len(names) + names.index(category)
    free, had = model.often[place], np.zeros_like(model.often_at)
    often = model.goal.sittings.often
    assert search.price_kinds(had, 0)[place] == pytest.approx(often * max(0.0, 1.0 - free))
    had[:, place] = free
    prices = [search.price_kinds(had, meal)[place] for meal in range(len(model.menus))]
    assert prices == [pytest.approx(often)] * len(model.menus)


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
    trials = search.try_place(evening)
    alone, after = (
        float(search.look_beside(week, day, evening.meal).price(trials)[0]) for day in ([], [morning])
    )
    assert after - alone == pytest.approx(model.figures.twice_a_day_usd)
    both = price_day(search, [morning, evening]) - price_day(search, [evening])
    assert both >= model.figures.twice_a_day_usd / 7 - 1e-9


def test_no_food_is_at_more_sittings_than_somebody_would_have_it_at(model, solved):
    """One week had lettuce at nine of its meals, another carrots at fourteen."""
    search, most = Search(model, solved, 4.0), int(model.figures.most_sittings)
    week = search.start()
    food = int(np.flatnonzero(np.isfinite(model.last) & (model.kind != model.kind[-1]))[0])
    bread = model.sittings.kitchen.names.index("bread")
    endless = int(np.flatnonzero(model.kind == bread)[0])

    def price(one, times):
        week.served[one] = times
        choice = Choice(1, np.zeros(1, np.int64), np.array([[one]]), np.ones((1, 1)), np.zeros(1))
        trials = lay_trials(model, choice, np.array([len(model.often) - 1]))
        return float(search.look_beside(week, [], choice.meal).price(trials)[0])

    steps = [price(food, most - 1 + n) - price(food, most - 2 + n) for n in range(2)]
    assert steps[1] == pytest.approx(steps[0] + model.figures.too_often_usd)
    assert price(endless, most) == price(endless, most - 1)


def test_three_breads_are_one_peanut_butter_sandwich(model, solved):
    """A week had them at four of seven lunches: on wheat, whole wheat and white bread, two of each."""
    search, sittings = Search(model, solved, 4.0), model.sittings
    sandwich = sittings.categories.index("Peanut butter and jelly sandwiches (single code)")
    most = sittings.kitchen.category_most[sittings.category_kinds[sandwich]]
    place, lunch = len(model.often) - 1 - len(sittings.categories) + sandwich, 1
    had = np.zeros_like(model.often_at)
    assert model.often[place] <= most

    def price(times):
        had[lunch, place] = times
        return search.price_kinds(had, lunch)[place]

    assert price(most) == pytest.approx(price(most - 1) + model.figures.too_often_usd)
    assert price(most - 1) <= model.often_usd[place]


def test_peanuts_are_peanuts_however_salted(model, solved):
    """A week had three packs of them, each twice, and both snacks of a day two ounces of another pack."""
    search, names = Search(model, solved, 4.0), model.knowledge.foods.names
    salted, plain, almonds = (
        names.index(name)
        for name in ("Peanuts, roasted, salted", "Peanuts, roasted, unsalted", "Almonds, roasted, unsalted")
    )
    snack = [menu.meal for menu in model.menus].index("snack")

    def place(food):
        return Place(snack, 0, np.array([food]), np.ones(1), 0.0)

    def price(before, day=()):
        week = search.count([[] for _ in range(model.days)])
        for food in before:
            week.served[food] += 1.0
        trials = search.try_place(place(plain))
        return float(search.look_beside(week, [place(food) for food in day], snack).price(trials)[0])

    again = model.goal.sittings.again
    assert price([salted, salted, salted]) - price([]) == pytest.approx(2 * again)
    assert price([almonds, almonds, almonds]) == pytest.approx(price([]))
    twice = price([], [salted]) - price([], [almonds])
    assert twice == pytest.approx(model.figures.same_snack_usd)


def test_what_a_day_by_itself_has_twice_is_dearer_than_on_every_day_of_a_week(model):
    """It was as dear as on one day of seven: most days planned alone had two bowls of cereal."""
    alone = replace(model, days=1)
    assert model.day_times == 1.0
    assert alone.day_times == pytest.approx(WEEK * model.figures.single_day_times)
    assert model.figures.single_day_times >= 1.0
