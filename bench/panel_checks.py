"""What a plan is worth when only its grams are believed: everything else is worked out from the raw files."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from panel_raw import ENERGY, FEW, SUPPLEMENT, Raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEAST_SHARE = 0.1  # a food is served where at least a tenth of its occasions are
WEEK = 7
CLOSE = 1e-6  # what a solver leaves open, relative
ENERGY_SLACK = 0.02  # whole portions keep energy within 2 %
DAY_ENERGY_SLACK = 0.05  # by period, energy keeps within 5 % on a day
ALL_DAYS = "week"

Result = dict[str, Any]
Grams = dict[str, float]


@dataclass(frozen=True)
class Checked:
    """One person's plan, recomputed. Lists of sentences hold what is wrong; empty is good."""

    musts: list[str]
    aims: list[tuple[str, str, float]]  # day or week, nutrient, per cent of the aim reached
    aims_differ: int  # aims missed that only the plan or only the raw files know of
    score: float
    score_off: float  # points between this score and the plan's own
    cost: float  # dollars of 2017/18 a day
    cost_off: float  # relative, to the plan's own cost
    foods: int
    plants: int
    twice: list[str]
    too_much: list[str]
    amounts_unjudged: int  # foods of a day whose usual amount fewer than 20 reports tell
    wrong_meal: list[str]
    meals_unjudged: int  # foods at a meal whose shares fewer than 20 reports tell
    meals_borrowed: int  # of these, those that only our borrowed shares put at this meal
    outside: list[str]  # foods that our tags keep out of the diet
    sizes: dict[str, list[int]]  # meal → foods on each day
    dish: tuple[int, str]  # how often the most frequent main dish comes, and which it is
    dish_helpings: int  # the same, counting only occasions of half a helping or more


def check_result(result: Result, raw: Raw) -> Checked:
    """Recompute a kept result from its grams."""
    days: dict[str, Grams] = defaultdict(lambda: defaultdict(float))
    meals: dict[tuple[str, str], Grams] = defaultdict(lambda: defaultdict(float))
    for day, meal, food, grams in result["servings"]:
        days[day][food] += grams
        meals[day, meal][food] += grams
    total: Grams = defaultdict(float)
    for eaten in days.values():
        for food, grams in eaten.items():
            total[food] += grams
    slack = ENERGY_SLACK if result["portions"] == "whole" else 0.0
    mean = {food: grams / len(days) for food, grams in total.items()}
    aims = find_aims(result, raw, {**days, **({ALL_DAYS: mean} if len(days) > 1 else {})})
    reported = {(day, nutrient) for day, nutrient, _ in result["missed"]}
    score = sum(standard.score(sum_amounts(raw, total)) for standard in raw.standards)
    cost = sum(grams * raw.prices[food] / 100.0 for food, grams in mean.items())
    own_cost = result["cost"] / raw.factor
    week = {food: grams * WEEK for food, grams in mean.items()}
    counted = {
        food for food, grams in week.items()
        if grams >= raw.helping(food) / 2 * (1 - CLOSE) and raw.categories[food] != SUPPLEMENT
    }  # fmt: skip
    wrong_meal, meals_unjudged, meals_borrowed = check_meals(raw, meals)
    too_much, amounts_unjudged = check_amounts(raw, days)
    return Checked(
        check_musts(result, raw, days, slack),
        aims,
        len(reported ^ {(day, n) for day, n, _ in aims if day == ALL_DAYS or not result.get("by_period")}),
        score,
        abs(score - result["score"]),
        cost,
        abs(cost / own_cost - 1) if own_cost else 0.0,
        len(counted),
        len(counted & raw.plants),
        check_days(days),
        too_much,
        amounts_unjudged,
        wrong_meal,
        meals_unjudged,
        meals_borrowed,
        check_diet(result, raw, total),
        count_sizes(days, meals),
        max(((n, food) for food, n in count_dishes(raw, meals, 0.0).items()), default=(0, "")),
        max(count_dishes(raw, meals, 0.5).values(), default=0),
    )


def sum_amounts(raw: Raw, grams: Mapping[str, float], *, highest: bool = False) -> dict[str, float]:
    """Return what so many grams hold, by raw column; `highest` fills blanks as maxima do."""
    sums: dict[str, float] = defaultdict(float)
    for food, weight in grams.items():
        for column, value in raw.amounts[food].items():
            sums[column] += weight * value / 100.0
        if highest:
            for column, value in raw.blanks.get(food, {}).items():
                sums[column] += weight * value / 100.0
    return sums


def check_musts(result: Result, raw: Raw, days: Mapping[str, Grams], slack: float) -> list[str]:
    """Return each must that a day misses; limits on supplements hold for supplements only.

    By period, a day has to have its share of a must, and the week's average all of it.
    """
    wanted = WEEK if result["portions"] == "whole" else 1
    off = [] if len(days) == wanted else [f"{len(days)} days instead of {wanted}"]
    by_period = result.get("by_period", False)
    spans = dict(days)
    if by_period:
        mean: Grams = defaultdict(float)
        for eaten in days.values():
            for food, weight in eaten.items():
                mean[food] += weight / len(days)
        spans[ALL_DAYS] = mean
    for day, grams in spans.items():
        pills = {food: g for food, g in grams.items() if raw.categories[food] == SUPPLEMENT}
        sums = {
            ("minimum", "total"): sum_amounts(raw, grams),
            ("maximum", "total"): sum_amounts(raw, grams, highest=True),
            ("maximum", "supplements"): sum_amounts(raw, pills, highest=True),
        }
        for nutrient, side, _, least, scope, daily in result["limits"]:
            must = daily if by_period and day != ALL_DAYS else least
            if must is None:
                continue
            column = raw.columns[nutrient]
            amount = sums[side, scope].get(column, 0.0)
            room = CLOSE + (energy_room(day, slack, by_period=by_period) if column == ENERGY else 0.0)
            if side == "minimum" and amount < must * (1 - room) - 1e-9:
                off.append(f"day {day}: {nutrient} {amount:.4f} below {must:.4f}")
            if side == "maximum" and amount > must * (1 + room) + 1e-9:
                off.append(f"day {day}: {nutrient} {amount:.4f} above {must:.4f}")
    return off


def energy_room(day: str, slack: float, *, by_period: bool) -> float:
    """Return the share by which energy may differ on a day, or over the week."""
    return DAY_ENERGY_SLACK if by_period and day != ALL_DAYS else slack


def find_aims(result: Result, raw: Raw, days: Mapping[str, Grams]) -> list[tuple[str, str, float]]:
    """Return the aims missed on a day or in the week's average: day, nutrient, per cent reached."""
    missed = []
    for day, grams in days.items():
        sums = sum_amounts(raw, grams)
        for nutrient, side, value, must, scope, _ in result["limits"]:
            aim = side == "minimum" and scope == "total" and (must is None or value > must)
            amount = sums[raw.columns[nutrient]]
            if aim and amount < value * (1 - CLOSE) - 1e-9:
                missed.append((day, nutrient, 100.0 * amount / value))
    return missed


def check_days(days: Mapping[str, Grams]) -> list[str]:
    """Return the days that are another day over again: the same foods in the same grams."""
    seen: dict[frozenset[tuple[str, float]], str] = {}
    twice = []
    for day, grams in days.items():
        menu = frozenset((food, round(weight, 3)) for food, weight in grams.items())
        if menu in seen:
            twice.append(f"day {day} is day {seen[menu]} again")
        seen.setdefault(menu, day)
    return twice


def check_amounts(raw: Raw, days: Mapping[str, Grams]) -> tuple[list[str], int]:
    """Return the foods above what 95 % of their eaters take in a day, and how many were not judged."""
    off, unjudged = [], 0
    for day, grams in days.items():
        for food, weight in grams.items():
            habit = raw.habits.get(food)
            if habit is None or habit.reports < FEW:
                unjudged += 1
            elif weight > habit.most_g * (1 + CLOSE):
                off.append(f"day {day}: {weight:.1f} g of {raw.ours[food]['name']}, 95 %: {habit.most_g:g} g")
    return off, unjudged


def check_meals(raw: Raw, meals: Mapping[tuple[str, str], Grams]) -> tuple[list[str], int, int]:
    """Return the foods at a meal where less than a tenth of their occasions are.

    Also how many were not judged for want of reports, and how many of these our own, borrowed shares
    alone put at their meal. What even these do not allow is wrong.
    """
    off, unjudged, borrowed = [], 0, 0
    for (day, meal), grams in meals.items():
        for food in grams:
            habit = raw.habits.get(food)
            share = habit.shares[meal] if habit else 0.0
            ours = float(raw.ours[food][meal] or 0)
            judged = habit is not None and habit.reports >= FEW
            if not judged:
                unjudged += 1
                borrowed += share < LEAST_SHARE <= ours
            if share < LEAST_SHARE and (judged or ours < LEAST_SHARE):
                off.append(f"day {day}: {raw.ours[food]['name']} at {meal}, {share:.1%} of its occasions")
    return off, unjudged, borrowed


def check_diet(result: Result, raw: Raw, foods: Iterable[str]) -> list[str]:
    """Return the foods that a person's diet or exclusions keep out, by the tags of our table.

    What is sold both ways (`label`) fits a diet.
    """
    row = result["row"]
    tags = {row["diet"]: "yes"} if row["diet"] != "omnivore" else {}
    tags |= {f"contains_{tag.replace('-', '_')}": "no" for tag in row["without"].split(";") if tag}
    return [
        f"{raw.ours[food]['name']}: {tag} is {raw.ours[food][tag]}"
        for food in foods
        for tag, wanted in tags.items()
        if raw.ours[food][tag] not in {wanted, "label" if wanted == "yes" else wanted}
    ]


def count_sizes(days: Mapping[str, Grams], meals: Mapping[tuple[str, str], Grams]) -> dict[str, list[int]]:
    """Return how many foods, drinks among them, each meal of each day has; a meal left out has none."""
    names = sorted({meal for _, meal in meals})
    return {meal: [len(meals.get((day, meal), ())) for day in days] for meal in names}


def count_dishes(raw: Raw, meals: Mapping[tuple[str, str], Grams], least: float) -> Counter[str]:
    """Return how often each main dish comes, at meals that want one, in at least so many helpings."""
    return Counter(
        food
        for (_, meal), grams in meals.items()
        if meal in raw.main_meals
        for food, weight in grams.items()
        if food in raw.main_dishes and weight >= least * raw.helping(food) * (1 - CLOSE)
    )
