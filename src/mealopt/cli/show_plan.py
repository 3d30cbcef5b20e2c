"""A plan on a terminal: the headline, each day's meals, the nutrients, what drives the cost, the notes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mealopt.cli.terminal import Screen, bar, fit
from mealopt.plan.titles import title_meal
from mealopt.plan.words import show_portion

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

BAR = 12
PORTION = 16  # cells for `0.57 tablespoon`
TOP_DRIVERS = 5
NEAR = 0.02  # within two per cent of a limit a nutrient is worth a line
WORDS = {"below aim": "MISSED", "below": "TOO LITTLE", "above": "TOO MUCH", "not measured": "NOT MEASURED"}
COLOURS = {"met": "green", "below aim": "yellow", "below": "red", "above": "red", "not measured": "yellow"}


def show_plan(plan: Plan, knowledge: Knowledge, screen: Screen) -> str:
    """Return a plan as text."""
    lines = [*(screen.style(line, bold=True) for line in screen.wrap(plan.headline)), ""]
    for day in plan.days:
        lines += [*show_day(plan, knowledge, screen, day), ""]
    lines += [*show_nutrients(plan, knowledge, screen), ""]
    if knowledge.foods.priced:
        lines += [*show_drivers(plan, screen), ""]
    notes = [note for note in plan.notes if note not in plan.targets.warnings]
    for note in notes:
        lines += screen.wrap(note, bullet="· ")
    lines += screen.wrap(say_proof(plan), bullet="· ")
    return "\n".join(lines) + "\n"


def show_day(plan: Plan, knowledge: Knowledge, screen: Screen, day: str) -> Iterator[str]:
    """Yield the lines of one day."""
    rows = plan.portions[plan.portions["day"] == day]
    title = f"Day {day}" if day.isdigit() else "The average day"
    if plan.days == ("1",):
        title = "Today"
    yield screen.rule(title, f"{rows['energy_kcal'].sum():,.0f} kcal{say_cost(rows)}")
    name_width = screen.width - 2 - PORTION - 2 - 2 - 7 - 2 - 9 - 2 - 6
    for meal in knowledge.meals:
        chosen = rows[rows["meal"] == meal.id]
        if chosen.empty:
            continue
        title = fit(title_meal(chosen, meal, knowledge), screen.width - len(meal.label) - 2)
        yield f"{screen.style(meal.label, 'cyan', bold=True)}  {title}".rstrip()
        for row in chosen.to_dict("records"):
            grams = f"{row['grams']:,.0f} g" if row["grams"] >= 9.95 else f"{row['grams']:.1f} g"
            yield "  ".join(
                (
                    "  " + fit(show_portion(row["portions"], row["portion"]), PORTION),
                    fit(row["food"], name_width, end=f" ({plan.rules.diet})"),
                    fit(grams, 7, right=True),
                    fit(f"{row['energy_kcal']:,.0f} kcal", 9, right=True),
                    fit("" if math.isnan(row["cost"]) else f"${row['cost']:.2f}", 6, right=True),
                )
            ).rstrip()


def say_cost(rows: pd.DataFrame) -> str:
    """Say what some rows of a plan cost, behind their energy; nothing where that is not known."""
    return "" if rows["cost"].isna().any() else f" · ${rows['cost'].sum():.2f}"


def show_nutrients(plan: Plan, knowledge: Knowledge, screen: Screen) -> Iterator[str]:
    """Yield the core nutrients, the companions, and any other that was missed or stands at a limit."""
    span = plan.days[0] if len(plan.days) == 1 else "week"
    totals = plan.totals[plan.totals["day"] == span]
    yield screen.rule("Nutrients", "average of the days" if span == "week" else "")
    rows = totals.to_dict("records")
    told = {"core", "companion", "footprint"}
    chosen = [row for row in rows if knowledge.nutrients[row["nutrient"]].kind in told]
    others = [row for row in rows if row not in chosen and is_notable(row, knowledge)]
    for row in [*chosen, *others]:
        yield show_nutrient(row, knowledge, screen)
    missed = plan.missed[plan.missed["day"] != "week"] if span == "week" else plan.missed
    if not missed.empty:
        yield ""
        yield "Aims missed"
        for nutrient, found in missed.groupby("nutrient", sort=False):
            info = knowledge.nutrients[str(nutrient)]
            worst = found.sort_values("percent").iloc[0]
            text = (
                f"{info.label}: {info.show(worst['amount'])} of {info.show(worst['minimum'])} "
                f"({worst['percent']:.0f} %)"
            )
            if span == "week":
                days = ", ".join(str(day) for day in found["day"])
                text += f" at least, on day{'s' if len(found) > 1 else ''} {days}"
            yield from screen.wrap(text, indent="  ")


def is_notable(row: dict[Any, Any], knowledge: Knowledge) -> bool:
    """Say whether a nutrient beyond the first ten is missed or stands at one of its limits."""
    if row["status"] not in {"met", "no limit"}:
        return True
    if row["nutrient"] == knowledge.energy_id:
        return False
    low, high, amount = row["minimum"], row["maximum"], row["amount"]
    at_low = not math.isnan(low) and amount <= low * (1 + NEAR)
    return at_low or (not math.isnan(high) and amount >= high * (1 - NEAR))


def show_nutrient(row: dict[Any, Any], knowledge: Knowledge, screen: Screen) -> str:
    """Return the line of one nutrient: amount, bar, share of its limit, and what that means in words."""
    info = knowledge.nutrients[row["nutrient"]]
    low, high, amount = row["minimum"], row["maximum"], row["amount"]
    if math.isnan(amount):
        word = screen.style(WORDS[row["status"]], COLOURS[row["status"]], bold=True)
        return "  ".join(("  " + fit(info.label, 20), fit("?", 10, right=True), bar(0.0, BAR), word)).rstrip()
    # of two limits the nearer one is shown, by proportion
    capped = math.isnan(low) or (not math.isnan(high) and high * low < amount * amount)
    limit = high if capped else low
    if math.isnan(limit):
        share, said = 0.0, "no limit"
    else:
        share = amount / limit if limit else 1.0
        said = f"{share * 100:4.0f} % of {'max' if capped else 'min'} {info.show(limit)}"
    status = row["status"]
    word = WORDS.get(status, "")
    drawn = screen.style(bar(share, BAR), COLOURS.get(status))
    return "  ".join(
        (
            "  " + fit(info.label, 20),
            fit(info.show(amount), 10, right=True),
            drawn,
            f"{said} {screen.style(word, COLOURS.get(status), bold=True)}".rstrip(),
        )
    ).rstrip()


def show_drivers(plan: Plan, screen: Screen) -> Iterator[str]:
    """Yield the limits that cost most, as sentences."""
    yield screen.rule("What drives the cost")
    for row in plan.drivers.head(TOP_DRIVERS).to_dict("records"):
        yield from screen.wrap(str(row["sentence"]), indent="  ")


def say_proof(plan: Plan) -> str:
    """Say what was proved."""
    proof = plan.proof
    known = not math.isnan(plan.cost_per_day)
    if plan.rules.portions == "exact":
        return f"Proved: no plan that meets these targets scores better (gap {proof.duality_gap:.0e})."
    if plan.meals:
        return (
            "Meals people had, found by a search, every must checked; not proved to be the best of such. "
            f"The proved optimum over single foods, portions broken, costs ${proof.money_bound:.2f} a day; "
            "what drives the cost is told of that."
        )
    return (
        f"Proved: at most {proof.gap * 100:.1f} % above the best any plan could do, "
        f"broken portions included{f' (${proof.money_bound:.2f} a day there)' if known else ''}."
    )
