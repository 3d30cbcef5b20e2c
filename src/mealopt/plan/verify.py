"""Checking plans from nothing but the tables: every total, target, tag and cap is worked out again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.errors import BadInputError
from mealopt.knowledge.sittings import knows_meals
from mealopt.plan.portions import mark_name
from mealopt.plan.totals import DAY_ENERGY_SLACK
from mealopt.request.allowed import allow_foods, find_marks, supplement_mask
from mealopt.request.rules import WEEK
from mealopt.request.targets import derive_targets
from mealopt.tables.writing import guard_text
from mealopt.tolerances import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mealopt.knowledge.foods import Floats, FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.verify_reading import Eaten
    from mealopt.request.limit import Limit
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules

FINDING_COLUMNS = ("id", "day", "nutrient", "found", "limit", "problem")
ENERGY_SLACK = 0.02  # whole portions meet energy within two per cent
# half of the last place the file is written with
PORTIONS_PLACE, GRAMS_PLACE, ENERGY_PLACE, COST_PLACE = 5.1e-7, 5.1e-4, 5.1e-3, 5.1e-5


@dataclass(frozen=True)
class Finding:
    """One thing that is off: whose, on which day, about what, found against its limit."""

    id: str
    day: str
    nutrient: str
    found: float | None
    limit: float | None
    problem: str


def check_plan(
    person_id: str, rows: list[Eaten], person: Person, rules: Rules, knowledge: Knowledge
) -> list[Finding]:
    """Return everything that is off in one person's plan; nothing the plan says is believed."""
    check = PlanCheck(person_id, person, rules, knowledge)
    try:
        return [*check.rows(rows), *check.whole_plan(rows)]
    except BadInputError as error:
        return [check.finding("", "", None, None, str(problem.message)) for problem in error.problems]


class PlanCheck:
    """The tables as they bear on one person, and the checks of their plan."""

    def __init__(self, person_id: str, person: Person, rules: Rules, knowledge: Knowledge) -> None:
        self.id = person_id
        self.person = person
        self.rules = rules
        self.knowledge = knowledge
        self.table: FoodTable = knowledge.foods
        self.marks = find_marks(rules, knowledge)

    def finding(
        self, day: str, nutrient: str, found: float | None, limit: float | None, problem: str
    ) -> Finding:
        """Return a finding about this person."""
        return Finding(self.id, day, nutrient, found, limit, problem)

    def is_called(self, written: str, food_id: str, name: str) -> bool:
        """Say whether a row names its food, with its mark where the diet asks for one, else with any."""
        diets = [self.marks[food_id]] if food_id in self.marks else [None, *self.knowledge.diets]
        names = [mark_name(name, diet) for diet in diets]
        return written in {*names, *map(guard_text, names)}

    def rows(self, rows: Iterable[Eaten]) -> Iterator[Finding]:
        """Check each row by itself: the food, whether it may be eaten, and the row's own figures."""
        allowed = allow_foods(self.person, self.rules, self.knowledge)
        meals = {meal.id for meal in self.knowledge.meals}
        asked = self.rules.meals or meals
        kcal = np.nan_to_num(self.table.column(self.knowledge.energy_id))
        for row in rows:
            if row.food_id not in self.table:
                yield self.finding(row.day, row.food_id, None, None, "No food of the table has this id.")
                continue
            food = self.table.position(row.food_id)
            name = self.table.names[food]
            if row.meal not in meals:
                yield self.finding(row.day, row.food_id, None, None, f"There is no meal {row.meal!r}.")
            elif row.meal not in asked:
                text = f"A {row.meal} was not asked for: {', '.join(asked)}."
                yield self.finding(row.day, row.food_id, None, None, text)
            if not allowed[food]:
                text = f"{name} is not allowed by the diet, an exclusion, the age or the meals."
                yield self.finding(row.day, row.food_id, None, None, text)
            if row.food_id in self.rules.exclude:
                yield self.finding(row.day, row.food_id, None, None, f"{name} is excluded by name.")
            if row.food and not self.is_called(row.food, row.food_id, name):
                called = mark_name(name, self.marks.get(row.food_id))
                yield self.finding(row.day, row.food_id, None, None, f"The table calls this food {called}.")
            portion = self.table.portions[food]
            if row.portion and row.portion not in {portion, guard_text(portion)}:
                yield self.finding(row.day, row.food_id, None, None, f"A portion is {portion}.")
            yield from self.figures(row, food, float(kcal[food]))

    def figures(self, row: Eaten, food: int, kcal: float) -> Iterator[Finding]:
        """Check that grams, energy and cost of a row follow from its portions."""
        each = float(self.table.portion_g[food])
        price = 0.0 if row.food_id in self.rules.ate else float(self.table.price[food])
        for what, found, right, slack in (
            ("grams", row.grams, row.portions * each, PORTIONS_PLACE * each + GRAMS_PLACE),
            ("energy_kcal", row.energy_kcal, row.grams * kcal / 100, GRAMS_PLACE * kcal / 100 + ENERGY_PLACE),
            ("cost", row.cost, row.grams * price / 100, GRAMS_PLACE * price / 100 + COST_PLACE),
        ):
            if math.isnan(found) and not self.table.priced:
                continue
            if math.isnan(found) or abs(found - right) > slack + WRITTEN * right:
                yield self.finding(
                    row.day, row.food_id, found, right, f"The {what} of {self.table.names[food]} are wrong."
                )

    def whole_plan(self, rows: list[Eaten]) -> Iterator[Finding]:
        """Check each day against every must, and the plan against caps, pins and the budget."""
        targets = derive_targets(self.person, self.rules, self.knowledge)
        if targets.refusal:
            yield self.finding("", "", None, None, f"No plan may be given: {targets.refusal}")
        days = sorted({row.day for row in rows})
        if len(days) not in {1, WEEK} or ("average" in days and len(days) > 1):
            yield self.finding("", "", len(days), WEEK, "A plan is one day, an average day, or seven days.")
        grams = {day: np.zeros(len(self.table)) for day in days}
        counts = {day: np.zeros(len(self.table)) for day in days}
        for row in rows:
            if row.food_id in self.table:
                food = self.table.position(row.food_id)
                grams[row.day][food] += row.grams
                counts[row.day][food] += 1
        weekly = len(days) == WEEK and not self.rules.every_day and knows_meals(self.table)
        if weekly:
            mean = np.mean(list(grams.values()), axis=0)
            rounding = np.mean(list(counts.values()), axis=0) * GRAMS_PLACE
            yield from self.limits("week", mean, rounding, targets.limits.values())
        for day in days:
            kept = counts[day] * GRAMS_PLACE
            yield from self.limits(day, grams[day], kept, targets.limits.values(), weekly=weekly)
            yield from self.pins(day, grams[day], counts[day] * GRAMS_PLACE)
        yield from self.caps(days, grams)
        yield from self.meal_maximums(rows)
        due = np.where(np.isin(self.table.ids, list(self.rules.ate)), 0.0, self.table.price)
        cost = sum(float(multiply(day, due)) / 100 for day in grams.values()) / len(days)
        if self.rules.budget is not None and cost > self.rules.budget * (1 + WRITTEN) + COST_PLACE:
            yield self.finding("", "cost", cost, self.rules.budget, "A day costs more than the budget.")

    def limits(
        self, day: str, grams: Floats, rounding: Floats, limits: Iterable[Limit], *, weekly: bool = False
    ) -> Iterator[Finding]:
        """Check a day against every must, with what the written decimals leave open and no more.

        A day of a `weekly` plan needs the share of each must that every day has.
        """
        table = self.table
        energy_id = self.knowledge.energy_id
        for limit in limits:
            must = limit.daily if weekly else limit.must
            if must is None:  # an aim may be missed
                continue
            index = table.nutrient_ids.index(limit.nutrient)
            maximum = limit.side == "maximum" and limit.scope == "total" and limit.nutrient != energy_id
            values = table.imputed[:, index] if maximum else np.nan_to_num(table.amounts[:, index])
            if limit.scope == "supplements":
                values = values * supplement_mask(table)
            amount = float(multiply(grams, values)) / 100
            slack = float(multiply(rounding, np.abs(values))) / 100 + WRITTEN * must
            if limit.nutrient == energy_id:
                slack += (DAY_ENERGY_SLACK if weekly else ENERGY_SLACK) * must
            label = self.knowledge.nutrients[limit.nutrient].label
            if limit.side == "minimum" and amount < must - slack:
                yield self.finding(day, limit.nutrient, amount, must, f"Too little: {label}.")
            if limit.side == "maximum" and amount > must + slack:
                yield self.finding(day, limit.nutrient, amount, must, f"Too much: {label}.")

    def pins(self, day: str, grams: Floats, rounding: Floats) -> Iterator[Finding]:
        """Check that what was asked for is there, each day."""
        for food_id, wanted in {**self.rules.include, **self.rules.ate}.items():
            food = self.table.position(food_id)
            right = float(self.table.helping[food] * self.table.portion_g[food]) if wanted is None else wanted
            if abs(grams[food] - right) > rounding[food] + GRAMS_PLACE + WRITTEN * right:
                yield self.finding(
                    day,
                    food_id,
                    float(grams[food]),
                    right,
                    f"Not as asked for: {self.table.names[food]}.",
                )

    def meal_maximums(self, rows: list[Eaten]) -> Iterator[Finding]:
        """Check the most of a nutrient at each meal of each day; unknown values count as high."""
        table = self.table
        for nutrient, most in self.rules.meal_maximums.items():
            values = table.imputed[:, table.nutrient_ids.index(nutrient)] / 100
            held: dict[tuple[str, str], float] = {}
            slack: dict[tuple[str, str], float] = {}
            for row in rows:
                if row.food_id in table:
                    value, where = float(values[table.position(row.food_id)]), (row.day, row.meal)
                    held[where] = held.get(where, 0.0) + row.grams * value
                    slack[where] = slack.get(where, WRITTEN * most) + GRAMS_PLACE * value
            label = self.knowledge.nutrients[nutrient].label
            for where, found in held.items():
                if found > most + slack[where]:
                    text = f"Too much at {where[1]}: {label}."
                    yield self.finding(where[0], nutrient, found, most, text)

    def caps(self, days: list[str], grams: dict[str, Floats]) -> Iterator[Finding]:
        """Check the most of each food in a day and in a week; what was pinned may pass its cap."""
        table = self.table
        pinned = {*self.rules.include, *self.rules.ate}
        free = np.array([food_id not in pinned for food_id in table.ids])
        spans = [(day, grams[day], table.max_day) for day in days]
        if len(days) > 1:
            spans.append(("week", np.sum([grams[day] for day in days], axis=0), table.max_week))
        elif days == ["average"]:
            spans.append(("week", grams[days[0]] * WEEK, table.max_week))
        for day, eaten, cap in spans:
            most = cap * table.portion_g
            for food in np.flatnonzero((eaten > most * (1 + 1e-4) + 10 * GRAMS_PLACE) & free):
                yield self.finding(
                    day, table.ids[food], float(eaten[food]), float(most[food]),
                    f"More grams of {table.names[food]} than a person would eat.",
                )  # fmt: skip
