"""Any diet problem, solved: published ones come back to the printed digits."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mealopt.diet_problem.problem import DietProblem, load_diet_problem
from mealopt.diet_problem.solve import solve_diet

PUBLISHED = Path(__file__).parent.parent / "published"
CASES = sorted(path.name for path in PUBLISHED.iterdir() if path.is_dir())


def load_case(name: str, *, whole: bool = False) -> tuple[DietProblem, dict[str, Any]]:
    folder = PUBLISHED / name
    problem = load_diet_problem(folder / "foods.csv", folder / "limits.csv", whole=whole)
    return problem, json.loads((folder / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_a_published_optimum_comes_back_to_the_printed_digits(case: str) -> None:
    problem, expected = load_case(case)
    answer = solve_diet(problem)
    assert answer.status == "optimal"
    assert answer.objective is not None
    precise = expected.get("optimum_precise", expected["optimum"])
    assert answer.objective == pytest.approx(precise, abs=expected["tolerance"], rel=0)
    assert answer.certificate is not None
    assert answer.certificate.holds
    assert answer.certificate.gap < 1e-9


@pytest.mark.parametrize("case", CASES)
def test_published_purchases_come_back_where_they_are_the_only_ones(case: str) -> None:
    problem, expected = load_case(case)
    if not expected["primal_unique"] or "purchases" not in expected:
        purchases = expected.get("purchases_dollars_per_year", {})
        wanted = {food: value / 365 for food, value in purchases.items()}
    else:
        wanted = expected["purchases"]
    amounts = solve_diet(problem).amounts
    for food, value in wanted.items():
        spelled = food if food in amounts else food.replace(",", "")
        # one in the last printed place: one of the sources cut instead of rounding
        printed = 10.0 ** -len(str(value).partition(".")[2]) if value != int(value) else 1e-6
        assert amounts[spelled] == pytest.approx(value, abs=max(printed, 1e-6))
    if wanted:
        assert sum(value > 1e-9 for value in amounts.values()) == sum(value > 0 for value in wanted.values())


@pytest.mark.parametrize("case", CASES)
def test_shadow_prices_lie_in_their_only_place(case: str) -> None:
    problem, expected = load_case(case)
    answer = solve_diet(problem)
    assert expected["dual_unique"]
    ranges = expected["shadow_price_range"]
    equalities = {limit.nutrient for limit in problem.limits if limit.minimum == limit.maximum}
    for nutrient, price in answer.shadow_prices.items():
        if nutrient in equalities:
            continue
        spans = [ranges[key] for key in (f"{nutrient}:min", f"{nutrient}:max") if key in ranges]
        low = min((min(span) for span in spans), default=0.0)
        high = max((max(span) for span in spans), default=0.0)
        slack = 1e-6 * max(1.0, abs(low))
        assert low - slack <= price <= high + slack, nutrient
    for key, span in ranges.items():
        food, _, side = key.rpartition(":")
        if side in {"lb", "ub"}:
            assert min(span) - 1e-6 <= answer.reduced_costs[food] <= max(span) + 1e-6


@pytest.mark.parametrize("case", CASES)
def test_prices_add_up_to_the_optimum(case: str) -> None:
    problem, _ = load_case(case)
    answer = solve_diet(problem)
    total = 0.0
    for limit in problem.limits:
        price = answer.shadow_prices[limit.nutrient]
        if price:
            total += price * (limit.minimum if price > 0 or np.isinf(limit.maximum) else limit.maximum)
    for place, food in enumerate(problem.food_ids):
        price = answer.reduced_costs[food]
        bound = problem.minimum[place] if price > 0 else problem.maximum[place]
        total += price * bound if price and np.isfinite(bound) else 0.0
    assert total == pytest.approx(answer.objective, rel=1e-8)


@pytest.mark.parametrize(
    ("case", "variant"),
    [
        (case, number)
        for case in CASES
        for number, found in enumerate(load_case(case)[1].get("variants", []))
        if "group_limits" not in found
    ],
)
def test_published_variants(case: str, variant: int) -> None:
    problem, expected = load_case(case)
    change = expected["variants"][variant]
    ids = list(problem.food_ids)
    prices, maximum = problem.prices.copy(), problem.maximum.copy()
    for food, price in change.get("cost_changes", {}).items():
        prices[ids.index(food)] = price
    for food, values in change.get("food_changes", {}).items():
        maximum[ids.index(food)] = values["max_amount"]
    if "foods" in change:
        maximum[[place for place, food in enumerate(ids) if food not in change["foods"]]] = 0.0
    answer = solve_diet(replace(problem, prices=prices, maximum=maximum))
    assert answer.objective == pytest.approx(change["optimum"], rel=1e-8)


def test_six_dairy_servings_fit_nothing() -> None:
    problem, expected = load_case("jump_gurobi_diet9")
    group = expected["variants"][0]["group_limits"][0]
    dairy = np.array([[float(food in group["foods"])] for food in problem.food_ids])
    limit = replace(problem.limits[0], nutrient="dairy", unit="", minimum=-np.inf, maximum=group["max"])
    answer = solve_diet(
        replace(problem, limits=(*problem.limits, limit), amounts=np.hstack([problem.amounts, dairy]))
    )
    assert answer.status == expected["variants"][0]["status"]
    assert "dairy at most 6" in answer.explanation
    assert answer.amounts == {}


def test_whole_packages_cost_what_trying_every_combination_finds() -> None:
    problem, _ = load_case("pyomo_steak_apple_rice", whole=True)
    best = min(
        steak * 10 + apple * 2 + rice
        for steak in range(4)
        for apple in range(30)
        for rice in range(30)
        if all(
            limit.minimum <= np.array([steak, apple, rice]) @ problem.amounts[:, place] <= limit.maximum
            for place, limit in enumerate(problem.limits)
        )
    )
    answer = solve_diet(problem)
    assert answer.objective == pytest.approx(best)
    assert answer.shadow_prices == {}
    assert answer.reduced_costs == {}
    assert answer.bound == pytest.approx(29.44055944, rel=1e-8)


def test_whole_packages_of_the_book() -> None:
    problem, _ = load_case("ampl_dietu", whole=True)
    answer = solve_diet(problem)
    assert answer.objective == pytest.approx(75.08)
    assert all(value == int(value) for value in answer.amounts.values())


def test_no_whole_amounts_may_fit_where_broken_ones_do() -> None:
    problem, _ = load_case("feed_mix3", whole=True)
    answer = solve_diet(problem)
    assert answer.status == "infeasible"
    assert "broken ones do" in answer.explanation


def small(
    prices: list[float], amounts: list[float], low: float, high: float, most: list[float]
) -> DietProblem:
    problem, _ = load_case("winston_diet4")
    limit = replace(problem.limits[0], minimum=low, maximum=high)
    count = len(prices)
    return replace(
        problem, food_ids=problem.food_ids[:count], names=problem.names[:count], prices=np.array(prices),
        minimum=np.zeros(count), maximum=np.array(most), whole=np.zeros(count, dtype=np.bool_),
        limits=(limit,), amounts=np.array(amounts).reshape(-1, 1),
    )  # fmt: skip


def test_a_price_below_zero_without_a_maximum_has_no_end() -> None:
    answer = solve_diet(small([-1.0, 2.0], [0.0, 100.0], 500.0, np.inf, [np.inf, np.inf]))
    assert answer.status == "unbounded"
    assert "brownie" in answer.explanation
    assert "maximum" in answer.explanation


def test_a_price_below_zero_with_a_maximum_is_just_cheap() -> None:
    answer = solve_diet(small([-1.0, 2.0], [0.0, 100.0], 500.0, np.inf, [3.0, np.inf]))
    assert answer.objective == pytest.approx(7.0)
    assert answer.reduced_costs["brownie"] == pytest.approx(-1.0)


def test_a_food_that_costs_nothing_and_holds_nothing_keeps_its_place() -> None:
    answer = solve_diet(small([0.0, 2.0], [0.0, 100.0], 500.0, np.inf, [np.inf, np.inf]))
    assert answer.amounts == {"brownie": 0.0, "chocolate_ice_cream": 5.0}


def test_what_no_food_holds_cannot_be_met() -> None:
    answer = solve_diet(small([1.0, 2.0], [0.0, 0.0], 500.0, np.inf, [np.inf, np.inf]))
    assert answer.status == "infeasible"
    assert "calories at least 500" in answer.explanation


def test_an_equality_is_priced_on_either_side() -> None:
    dear = solve_diet(small([2.0], [100.0], 500.0, 500.0, [np.inf]))
    assert dear.shadow_prices["calories"] == pytest.approx(0.02)
    gift = solve_diet(small([-2.0], [100.0], 500.0, 500.0, [np.inf]))
    assert gift.shadow_prices["calories"] == pytest.approx(-0.02)
