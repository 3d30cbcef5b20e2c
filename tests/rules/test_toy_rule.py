"""A kind of rule is one module and one entry of a list: a toy is in plans, drivers, conflicts and repairs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pytest

from mealopt.explain.nothing_fits import NothingFitsError
from mealopt.knowledge.sittings import find_sittings
from mealopt.planner import explain_week, plan_week
from mealopt.request.allowed import allow_foods
from mealopt.request.person import Person
from mealopt.request.rules import Rules
from mealopt.request.targets import derive_targets
from mealopt.rules.build import FAMILIES
from mealopt.rules.family import Concession, Family, Group, Measure, Member, relax_rows
from mealopt.week.build import build_model
from mealopt.week.model import state_average
from mealopt.week.polish import bind_layout

MILKS = ("Milk, whole", "Milk, reduced fat", "Milk, lowfat", "Milk, nonfat")
PERSON = Person(35, "female", energy_kcal=2000)


@dataclass(frozen=True)
class ToyRules(Rules):
    """Rules that ask for at most so many cups of milk a day."""

    cups: float | None = None


class Toy(Family):
    """At most so many cups of milk a day, stated in helpings."""

    id = "toy"
    group = Group("toy", "Not too much milk")

    def add(self, stage):
        first = stage.layout.columns[f"food:{stage.foods.ids[0]}"]
        pairs = [(first + int(food), 1.0) for food in np.flatnonzero(is_milk(stage.foods))]
        stage.layout.add_row("toy", pairs, upper=math.inf)

    def bind(self, program, bounds, ask):
        bounds.row_upper[program.layout.rows_of(self.id)] = self.most(ask.rules)

    def list_members(self, program, ask):
        drop = relax_rows(program.layout.rows_of(self.id))
        return [Member("toy", "little milk", "toy", drop)] if math.isfinite(self.most(ask.rules)) else []

    def list_changes(self, rules, knowledge):
        return [Concession("toy", "have as much milk as you like", replace(rules, cups=None))]

    def list_measures(self, knowledge, ask):
        most = self.most(ask.rules)
        return [Measure("toy", is_milk(knowledge.foods), day=(-math.inf, most), week=(-math.inf, most))]

    def most(self, rules):
        asked = getattr(rules, "cups", None)
        return math.inf if asked is None else asked


def is_milk(table):
    return np.array([float(kind in MILKS) for kind in table.categories])


@pytest.fixture(scope="module")
def toyland(knowledge):
    """The shipped knowledge under a name of its own, while the toy is one of the rules."""
    FAMILIES.append(Toy())
    yield replace(knowledge, digest="with a toy")
    FAMILIES.pop()


def cups(plan, knowledge):
    """Return the cups of milk of each day of a plan."""
    milk = is_milk(knowledge.foods)
    rows = plan.portions
    held = rows["portions"] * [milk[knowledge.foods.position(food)] for food in rows["food_id"]]
    return held.groupby(rows["day"]).sum()


def test_a_toy_rule_holds_in_exact_plans_and_in_weeks_of_meals(toyland):
    free = plan_week(PERSON, ToyRules(portions="exact"), toyland)
    held = plan_week(PERSON, ToyRules(portions="exact", cups=0.4), toyland)
    assert cups(free, toyland).max() > 0.6
    assert cups(held, toyland).max() <= 0.4 + 1e-6
    assert held.cost_per_day > free.cost_per_day - 1e-6 or held.proof.objective > free.proof.objective
    week = plan_week(PERSON, ToyRules(cups=0.5), toyland)
    assert week.meals
    assert cups(week, toyland).max() <= 0.5 + 1e-6


def test_a_toy_rule_has_a_bar_of_its_own(toyland):
    found = explain_week(PERSON, ToyRules(portions="exact", cups=0.2), toyland)
    bars = found.drivers.set_index("nutrient")["share"]
    assert bars["toy"] < 0  # it costs: what it makes dearer stands at the targets
    assert bars.sum() == pytest.approx(1.0, abs=1e-6)


def test_a_toy_rule_is_named_in_a_conflict_and_given_up_in_a_repair(toyland):
    milk = toyland.foods.ids[int(np.flatnonzero(is_milk(toyland.foods))[0])]
    with pytest.raises(NothingFitsError) as caught:
        plan_week(PERSON, ToyRules(portions="exact", cups=0.2, include={milk: 500.0}), toyland)
    explanation = caught.value.explanation
    assert {member.id for member in explanation.conflict} == {"toy", f"pin:{milk}"}
    assert {"toy", f"drop:{milk}"} <= {repair.id for repair in explanation.repairs}
    assert "little milk" in str(caught.value)
    assert "have as much milk as you like" in str(caught.value)


def test_a_toy_rule_is_missed_over_the_week_as_little_as_any_must(toyland):
    """The last step knew musts of the week by the colons in their names, and a rule's has one more."""
    rules = ToyRules(cups=0.5)
    targets, sittings = derive_targets(PERSON, rules, toyland), find_sittings(toyland.foods)
    model = build_model(PERSON, rules, toyland, targets, allow_foods(PERSON, rules, toyland), 95.0, sittings)
    layout, bounds = state_average(model)
    missed = layout.columns["miss:most:rule:toy"]
    assert bounds.column_upper[missed] > 0
    bind_layout(model, layout, bounds)
    assert bounds.column_upper[missed] == 0
