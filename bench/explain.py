"""Check explanations by re-solving: prices, ranges, splits, entry prices; conflicts and repairs.

    python bench/explain.py --panel ../shared/panel [--people 50] [--requests 30] [--portions exact]

Nothing of the walk is trusted: a limit is moved by deriving the person's bounds anew with another target,
on live models of this script's own, each solved from its reference basis.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from mealopt import BadInputError, Person, Rules, load_knowledge
from mealopt.average.average import Average, solve_average
from mealopt.average.models import Models
from mealopt.explain.explanation import explain_answer
from mealopt.explain.nothing_fits import NothingFits, explain_nothing_fits
from mealopt.linear.answer import Answer
from mealopt.request.checking import check_rules
from mealopt.request.targets import derive_targets
from mealopt.rules.build import bind_person, list_members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mealopt.explain.driver import Driver
    from mealopt.explain.explanation import Explanation
    from mealopt.explain.repairs import Repair
    from mealopt.knowledge.library import Knowledge
    from mealopt.linear.layout import Bounds
    from mealopt.request.limit import Limit

SEED = 3
DIGITS = 1e-6  # how closely a price foretells the change, as a share of it
VALUE = 1e-11  # what rounding may add to an optimum, as a share of it
BEND = 2e-9  # how far the optimum must leave a line to be another price: what the walk tells apart
INSIDE, OUTSIDE = 1e-3, (1e-4, 1e-3, 1e-2)  # as shares of the range and of the limit
FAR = 4.0
ENTRIES = 5


@dataclass
class Report:
    """What was checked, how often, and what failed."""

    checks: dict[str, int] = field(default_factory=dict)
    failures: dict[str, list[str]] = field(default_factory=dict)
    errors: list[float] = field(default_factory=list)  # of what prices foretell, as shares of it

    def expect(self, holds: bool, kind: str, what: str) -> bool:
        """Count one check."""
        self.checks[kind] = self.checks.get(kind, 0) + 1
        if not holds:
            self.failures.setdefault(kind, []).append(what)
        return holds

    def lines(self) -> Iterator[str]:
        """Yield the table of checks and every failure."""
        yield "| check | done | failed |"
        yield "|---|---|---|"
        for kind, done in self.checks.items():
            yield f"| {kind} | {done} | {len(self.failures.get(kind, []))} |"
        if self.errors:
            yield ""
            yield (
                f"What {len(self.errors)} prices foretold was off by a share of "
                f"{median(self.errors):.0e} (median), {max(self.errors):.0e} (most)."
            )
        for kind, failed in self.failures.items():
            yield from (f"- {kind}: {what}" for what in failed)


class Resolver:
    """Solves a person's average day again with one target moved, on a live model of its own."""

    def __init__(self, average: Average, models: Models) -> None:
        self.average = average
        self.live = models.live(average.program.shape)

    def bounds(self, limit: Limit | None = None, at: float = 0.0) -> Bounds:
        """Return the person's bounds derived anew, one target set to another value."""
        average = self.average
        limits = dict(average.targets.limits)
        if limit is not None:
            both = [
                name for name, other in limits.items()
                if name == limit.name or (limit.kind == "EER" and other.kind == "EER")
            ]  # fmt: skip
            for name in both:
                other = limits[name]
                must = at if other.must == other.value else other.must
                limits[name] = replace(other, value=at, must=None if must is None else min(must, at))
        return bind_person(
            self.live.program, replace(average.targets, limits=limits), average.rules,
            quality=average.quality, energy_slack=average.slack,
            soft_quality=bool(average.slack and average.quality),
        )  # fmt: skip

    def value(self, limit: Limit, at: float) -> float | None:
        """Return the optimum with one target moved, `None` where nothing fits."""
        found = self.live.solve(self.bounds(limit, at), None, "a check")
        return found.objective if isinstance(found, Answer) else None

    def value_at_price(self, food: int, price: float) -> tuple[float, float]:
        """Return the optimum and the portions of a food when its 100 g cost `price`."""
        program = self.live.program
        costs = program.costs.copy()
        change = (price - float(program.table.price[food])) * float(program.table.portion_g[food]) / 100.0
        costs[program.food_columns.start + food] += program.goal.money * change
        found = self.live.solve(self.bounds(), costs, "a check")
        assert isinstance(found, Answer)
        return found.objective, float(found.columns[program.food_columns.start + food])


def check_prices(explanation: Explanation, models: Models, report: Report, who: str) -> None:
    """Check every driver's price and range, and that the shares add up."""
    resolver = Resolver(explanation.average, models)
    total = math.fsum(driver.share for driver in explanation.bars)
    report.expect(abs(total - 1.0) <= 1e-9, "waterfall adds up to 1", f"{who}: {total:.12f}")
    limits = explanation.average.targets.limits.values()
    for driver in explanation.bars:
        if driver.is_group or driver.prices is None:
            continue
        wanted = (driver.nutrient, driver.limit, driver.bound)
        limit = next(x for x in limits if (x.nutrient, x.side, x.value) == wanted)
        check_price(resolver, driver, limit, explanation.answer.objective, report, f"{who} {limit.name}")


def check_price(
    resolver: Resolver, driver: Driver, limit: Limit, optimum: float, report: Report, who: str
) -> None:
    """Check one driver: both prices near the limit, up to both ends, and no further."""
    prices = driver.prices
    assert prices is not None
    at = limit.value
    noise, bend = VALUE * (1.0 + abs(optimum)), BEND * (1.0 + abs(optimum))
    kind = "unique price foretells" if prices.unique else "one-sided price foretells"
    for price, end, sign in ((prices.below, prices.low, -1.0), (prices.above, prices.high, 1.0)):
        if math.isinf(price):
            fits = resolver.value(limit, at + sign * OUTSIDE[0] * max(at, 1.0)) is not None
            report.expect(not fits, "nothing fits on that side", f"{who} {sign:+.0f}")
            continue
        used = driver.price if prices.unique else price
        room = (FAR * at - at) if math.isinf(end) else abs(end - at)
        # a small step: a hundredth of the limit, or half of a shorter range
        small = min(1e-2 * max(at, 1.0), room / 2)
        for step, label in ((small, kind), (room * (1 - INSIDE), "price holds up to the end")):
            found = resolver.value(limit, at + sign * step)
            foretold = optimum + sign * used * step
            off = math.inf if found is None else abs(found - foretold)
            if step == small and used:
                report.errors.append(off / abs(used * step))
            report.expect(
                off <= DIGITS * abs(used) * step + noise, label,
                f"{who} {sign:+.0f}: step {step:.6g} of {room:.6g}, price {used:.8g}, off {off:.3g}",
            )  # fmt: skip
        if math.isinf(end) or (sign < 0 and end <= 0.0):
            continue
        check_beyond(resolver, limit, (optimum, used, end, sign), bend, report, who)


def check_beyond(
    resolver: Resolver,
    limit: Limit,
    line: tuple[float, float, float, float],
    noise: float,
    report: Report,
    who: str,
) -> None:
    """Check that beyond the end of a range the price is another, or that nothing fits there."""
    optimum, price, end, sign = line
    for share in OUTSIDE:
        beyond = end + sign * share * max(limit.value, 1.0)
        found = resolver.value(limit, beyond)
        if found is None:
            report.expect(True, "nothing fits beyond the end", who)
            return
        if found - (optimum + price * (beyond - limit.value)) > noise:
            report.expect(True, f"another price beyond the end, seen within {share:.2%}", who)
            return
    report.expect(False, "another price beyond the end", f"{who} {sign:+.0f} end {end:.8g}")


def check_worth(explanation: Explanation, report: Report, who: str) -> None:
    """Check that what a food is bought for adds up to its cost."""
    program = explanation.average.program
    costs = program.costs[program.food_columns] * explanation.answer.columns[program.food_columns]
    found = explanation.worth.groupby("food_id")["worth_usd"].sum()
    for food_id, worth in found.items():
        cost = float(costs[program.table.position(str(food_id))])
        what = f"{who} {food_id}: {worth} {cost}"
        report.expect(abs(worth - cost) <= 1e-6, "worth adds up to the cost", what)


def check_entries(explanation: Explanation, models: Models, report: Report, who: str) -> None:
    """Check each entry price: above it the food is left out, below it is bought and the day cheaper."""
    resolver = Resolver(explanation.average, models)
    optimum = explanation.answer.objective
    noise = BEND * (1.0 + abs(optimum))
    table = explanation.average.program.table
    for row in explanation.entries.to_dict("records"):
        food = table.position(str(row["food_id"]))
        entry = float(row["entry_price_per_100g"])
        nudge = 1e-4 * max(abs(entry), 0.01)
        above, none = resolver.value_at_price(food, entry + nudge)
        below, some = resolver.value_at_price(food, entry - nudge)
        what = (
            f"{who} {row['food_id']} {row['food']} entry {entry:.6g}: above {above - optimum:.2g}, "
            f"{none:.3g} portions; below {below - optimum:.2g}, {some:.3g} portions"
        )
        out = abs(above - optimum) <= noise and none <= 1e-7
        report.expect(out, "just above the entry price: left out", what)
        report.expect(some > 1e-9 and below < optimum, "just below the entry price: bought", what)


def check_conflict(found: NothingFits, models: Models, report: Report, who: str) -> None:
    """Check that the conflict is infeasible alone and feasible without any one member."""
    average = found.average
    live = models.live(average.program.shape)
    if not report.expect(bool(found.conflict), "a conflict is named", who):
        return
    members = list_members(average.program, average.ask)
    free = average.program.costs * 0.0

    def fits(kept: set[str]) -> bool:
        bounds = bind_person(
            live.program, average.targets, average.rules, energy_slack=average.slack
        )
        for member in reversed(members):  # pins first: then the caps of what they leave
            if member.id not in kept:
                member.relax(bounds)
        return isinstance(live.solve(bounds, free, "a check"), Answer)

    kept = {member.id for member in found.conflict}
    report.expect(not fits(kept), "the conflict alone is infeasible", who)
    for name in sorted(kept):
        report.expect(fits(kept - {name}), "without any one of it something fits", f"{who}: {name}")


def check_repair(found: NothingFits, repair: Repair, models: Models, report: Report, who: str) -> None:
    """Check that a repair works and touches nothing that is there for safety."""
    average, knowledge = found.average, models.knowledge
    what = f"{who}: {repair.label}"
    problems = check_rules(repair.rules, knowledge)
    report.expect(not problems, "a repair is a sound request", f"{what}: {problems}")
    again = solve_average(repair.person, repair.rules, average.days, models)
    report.expect(again.answer is not None, "a repair solves", what)
    if again.answer is not None:
        foods = again.program.food_columns
        cost = float(again.answer.columns[foods] @ again.program.table.cost_per_portion)
        said = f"{what}: {cost:.4f} {repair.cost:.4f}"
        report.expect(abs(cost - repair.cost) <= 1e-4, "a repair costs what it says", said)
    own = replace(average.rules, maximums={}), replace(repair.rules, maximums={})
    before = derive_targets(average.person, own[0], knowledge).limits
    after = derive_targets(repair.person, own[1], knowledge).limits
    # shares of energy grow with it; whatever is a figure by itself stays
    same_energy = repair.person.energy_kcal == average.person.energy_kcal
    for name, limit in before.items():
        if limit.side == "maximum" and limit.kind != "EER" and name in after and same_energy:
            kept = after[name].value <= limit.value * (1 + 1e-12)
            report.expect(kept, "no published maximum is loosened", f"{what}: {name}")
    lifted = set(average.rules.without) - set(repair.rules.without)
    for tag in lifted:
        if knowledge.exclusions[tag].allergen:
            place = found.repairs.index(repair)
            later = found.repairs[place + 1 :]
            careful = "allergy" in repair.label and all(other.id.startswith("allow:") for other in later)
            report.expect(careful, "an allergen comes last and with a warning", what)


def list_requests(knowledge: Knowledge) -> list[tuple[str, Person, Rules]]:
    """Return thirty impossible requests: too little energy, too little money, too much of something."""
    table = knowledge.foods

    def find(*words: str) -> tuple[str, ...]:
        hits = [i for i, name in enumerate(table.names) if all(word in name.casefold() for word in words)]
        return tuple(table.ids[i] for i in sorted(hits, key=lambda i: -table.popularity[i]))

    nuts, chips, tap = find("brazil nuts")[0], find("potato chips")[0], find("tap water")[0]
    oil, cola, milks, mushrooms = find("olive oil")[0], find("cola")[0], find("milk"), find("mushroom")
    woman, man, old, girl = (
        Person(34, "female"), Person(40, "male"), Person(72, "female"), Person(16, "female"),
    )  # fmt: skip
    mother = Person(
        30, "female", 68.0, 165.0, life_stage="pregnancy", pregnancy_week=24.0, weight_before_kg=62.0
    )

    def low(person: Person, kcal: float) -> Person:
        return replace(person, energy_kcal=kcal)

    def vegan(*without: str, **rules: Any) -> Rules:
        return Rules(diet="vegan", without=without, **rules)

    def bounds(minimums: dict[str, float], maximums: dict[str, float], **rules: Any) -> Rules:
        return Rules(minimums=minimums, maximums=maximums, **rules)

    return [
        ("650 kcal", low(woman, 650), Rules()),
        ("650 kcal, vegan", low(woman, 650), vegan()),
        ("700 kcal, vegetarian, a man", low(man, 700), Rules(diet="vegetarian")),
        ("750 kcal, pescatarian, strict", low(old, 750), Rules(diet="pescatarian", strict=True)),
        ("850 kcal, vegan, no soy, gluten, strict", low(old, 850), vegan("soy", "gluten", strict=True)),
        ("700 kcal, vegan, no soy", low(old, 700), vegan("soy")),
        ("1000 kcal, vegan, no soy, gluten, strict", low(old, 1000), vegan("soy", "gluten", strict=True)),
        (
            "1200 kcal, vegan, no soy, gluten, nuts, strict", low(woman, 1200),
            vegan("soy", "gluten", "tree_nuts", "peanuts", strict=True),
        ),
        ("700 kcal, no dairy, no fish", low(man, 700), Rules(without=("dairy", "fish"))),
        ("750 kcal, a girl, vegetarian, no dairy", low(girl, 750), Rules("vegetarian", ("dairy",))),
        ("1000 kcal, pregnant, vegan, no soy, strict", low(mother, 1000), vegan("soy", strict=True)),
        ("$1 a day", woman, Rules(budget=1.0)),
        ("$1 a day, vegan", man, vegan(budget=1.0)),
        ("$1 a day, cheapest goal", old, Rules(goal="cheapest", budget=1.0)),
        ("$2 a day, vegan without soy", man, vegan("soy", budget=2.0)),
        ("300 g Brazil nuts a day", woman, Rules(include={nuts: 300.0})),
        ("100 g Brazil nuts eaten, pregnant", mother, Rules(ate={nuts: 100.0})),
        ("1 kg potato chips a day", man, Rules(include={chips: 1000.0})),
        ("400 g potato chips, cheapest", woman, Rules(include={chips: 400.0}, goal="cheapest")),
        ("300 g olive oil a day", woman, Rules(include={oil: 300.0})),
        ("2 kg cola a day", woman, Rules(include={cola: 2000.0})),
        (
            "protein at least 180 g, fat and carbohydrate low", woman,
            bounds({"protein_g": 180.0}, {"fat_g": 40.0, "carbohydrate_g": 150.0}),
        ),
        (
            "fiber at least 60 g, carbohydrate at most 150 g", woman,
            bounds({"fiber_g": 60.0}, {"carbohydrate_g": 150.0}),
        ),
        (
            "sodium at most 20 mg, potassium at least 6 g", man,
            bounds({"potassium_mg": 6000.0}, {"sodium_mg": 20.0}),
        ),
        ("vitamin D at least 120 µg, above its upper limit", woman, bounds({"vitamin_d_ug": 120.0}, {})),
        ("magnesium at least 2.5 g on 1500 kcal", low(woman, 1500), bounds({"magnesium_mg": 2500.0}, {})),
        ("potassium at least 16 g, vegan", woman, vegan(minimums={"potassium_mg": 16000.0})),
        ("iron at most 8 mg", woman, bounds({}, {"iron_mg": 8.0})),
        ("vegan, no milk of any kind, no mushrooms, no soy", woman, vegan("soy", exclude=milks + mushrooms)),
        (
            "no tap water, water at most 2.5 l, strict", man,
            bounds({}, {"water_g": 2500.0}, exclude=(tap,), strict=True),
        ),
    ]  # fmt: skip


def sample_people(panel: Path, count: int) -> list[tuple[str, Person, Rules]]:
    """Return people of the panel drawn at random, the same on every run."""
    with (panel / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    chosen = random.Random(SEED).sample(rows, min(count, len(rows)))
    return [
        (
            row["id"], Person(float(row["age"]), row["sex"], energy_kcal=float(row["energy_kcal"])),
            Rules(row["diet"], tuple(tag.replace("-", "_") for tag in row["without"].split(";") if tag)),
        )
        for row in chosen
    ]  # fmt: skip


def check_people(
    people: list[tuple[str, Person, Rules]], portions: str, knowledge: Knowledge, report: Report
) -> list[float]:
    """Check the explanations of people; return the seconds each took."""
    seconds = []
    models, others = Models(knowledge), Models(knowledge)
    for number, (who, person, rules) in enumerate(people, start=1):
        average = solve_average(person, replace(rules, portions=portions), 7, models)
        if not report.expect(average.answer is not None, "an answer to explain", who):
            continue
        assert average.answer is not None
        start = time.perf_counter()
        explanation = explain_answer(average, average.answer, entries=ENTRIES)
        seconds.append(time.perf_counter() - start)
        check_prices(explanation, others, report, who)
        check_worth(explanation, report, who)
        check_entries(explanation, others, report, who)
        print(f"\r{number}/{len(people)}", end="", file=sys.stderr, flush=True)
    return seconds


def check_requests(
    requests: list[tuple[str, Person, Rules]], knowledge: Knowledge, report: Report
) -> Iterator[str]:
    """Check impossible requests; yield a row of the table for each."""
    others = Models(knowledge)
    yield "| request | seconds | conflict | repairs |"
    yield "|---|---|---|---|"
    seconds = []
    for who, person, rules in requests:
        start = time.perf_counter()
        models = Models(knowledge)  # as in a fresh process: no model is there yet
        try:
            average = solve_average(person, rules, 7, models)
        except BadInputError as error:
            report.expect(False, "a request is understood", f"{who}: {error}")
            continue
        if not report.expect(average.answer is None, "the request is impossible", who):
            continue
        found = explain_nothing_fits(average, models)
        seconds.append(time.perf_counter() - start)
        check_conflict(found, others, report, who)
        for repair in found.repairs:
            check_repair(found, repair, others, report, who)
        named = "; ".join(member.label for member in found.conflict)
        repairs = "; ".join(repair.label for repair in found.repairs) or "none"
        yield f"| {who} | {seconds[-1]:.2f} | {named} | {repairs} |"
    if seconds:
        yield ""
        yield f"Seconds per request, its first model included: {say_times(seconds)}"


def say_times(seconds: list[float]) -> str:
    """Say how long things took."""
    return f"median {median(seconds):.2f}, most {max(seconds):.2f}"


def main() -> None:
    """Check and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panel", type=Path, required=True)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--requests", type=int, default=30)
    parser.add_argument("--portions", choices=("whole", "exact"), default="exact")
    options = parser.parse_args()
    knowledge = load_knowledge()
    report = Report()
    people = sample_people(options.panel, options.people)
    seconds = check_people(people, options.portions, knowledge, report)
    if seconds:
        print(f"\nSeconds per explanation of {len(seconds)} people: {say_times(seconds)}\n")
    for line in check_requests(list_requests(knowledge)[: options.requests], knowledge, report):
        print(line, flush=True)
    print()
    for line in report.lines():
        print(line)
    sys.exit(1 if report.failures else 0)


if __name__ == "__main__":
    main()
