"""The report on a panel: a table by diet for the README, and a line for everything else."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from panel_checks import ALL_DAYS, Checked, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from panel_raw import Raw

MAIN_MEALS = ("breakfast", "lunch", "dinner")
LEAST_FOODS, MOST_FOODS = 3, 7
OFTEN = 2
SHOWN = 10
HEADS = (
    "diet", "people", "planned", "explained", "musts off", "HEI-2020 (5 %)", "cost / eaten (95 %)",
    "2017/18 $ a day", "foods (5 %)", "plants", "gap (95 %)", "money gap (95 %)", "CPU s (95 %)",
    "wall s (95 %)",
)  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """A person with a plan: what was kept, what it is when recomputed, and what the person ate."""

    kept: Result
    checked: Checked
    eaten: dict[str, str]

    @property
    def cost_share(self) -> float:
        """Return the plan's cost against what was eaten, both in dollars of 2017/18."""
        return self.checked.cost / float(self.eaten["cost"])


def quantile(values: Sequence[float], share: float) -> float:
    """Return a quantile by the nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered) - 1e-9) - 1)]


def say_spread(values: Sequence[float], share: float, form: str) -> str:
    """Return a median, and the quantile that was asked for in brackets."""
    return f"{median(values):{form}} ({quantile(values, share):{form}})" if values else "–"


def say_table(results: list[Result], planned: list[Planned]) -> Iterator[str]:
    """Yield the table by diet."""
    yield "| " + " | ".join(HEADS) + " |"
    yield "|" + "---|" * len(HEADS)
    diets = sorted({r["row"]["diet"] for r in results})
    for diet in [*diets, "all"]:
        group = [r for r in results if diet in {"all", r["row"]["diet"]}]
        done = [p for p in planned if diet in {"all", p.kept["row"]["diet"]}]
        checks = [p.checked for p in done]
        kept = [p.kept for p in done]
        cells = (
            diet, len(group), len(done), sum(is_explained(r) for r in group),
            sum(bool(c.musts) for c in checks),
            say_spread([c.score for c in checks], 0.05, ".1f"),
            say_spread([p.cost_share for p in done], 0.95, ".0%"),
            f"{median(c.cost for c in checks):.2f}" if checks else "–",
            say_spread([c.foods for c in checks], 0.05, ".0f"),
            f"{median(c.plants for c in checks):.0f}" if checks else "–",
            say_spread([k["gap"] for k in kept], 0.95, ".1%"),
            say_spread([k["money_gap"] for k in kept], 0.95, ".1%"),
            say_spread([k["seconds"] for k in kept], 0.95, ".1f"),
            say_spread([k["wall"] for k in kept], 0.95, ".1f"),
        )  # fmt: skip
        yield "| " + " | ".join(map(str, cells)) + " |"


def is_explained(result: Result) -> bool:
    """Say whether a person has no plan because none exists, exact portions included."""
    return "error" in result and bool(result.get("explained"))


def say_failures(results: list[Result]) -> Iterator[str]:
    """Yield who has no plan, and whether the exact linear program has one."""
    failed = [r for r in results if "error" in r]
    lost = [r for r in failed if r.get("exact") == "plan"]
    yield f"- without a plan: {len(failed)}; of these the exact linear program has a plan for {len(lost)}"
    apart = [r["id"] for r in results if r.get("meals") is False and r.get("portions") == "whole"]
    if apart:
        yield f"- of foods put together one by one, not of meals: {len(apart)}: {', '.join(apart)}"
    for result in failed:
        row = result["row"]
        yield (
            f"  - {result['id']} ({row['diet']}, {row['without'] or '-'}, {row['energy_kcal']} kcal): "
            f"{' '.join(result['error'].split())[:300]} [exact: {' '.join(result['exact'].split())[:100]}]"
        )


def say_wrong(title: str, planned: list[Planned], pick: Callable[[Checked], list[str]]) -> Iterator[str]:
    """Yield how many things are wrong in whose plans, the first of them in words."""
    wrong = [(p.kept["id"], line) for p in planned for line in pick(p.checked)]
    yield f"- {title}: {len(wrong)}, in the plans of {len({person for person, _ in wrong})} people"
    yield from (f"  - {person}: {line}" for person, line in wrong[:SHOWN])
    if len(wrong) > SHOWN:
        yield f"  - and {len(wrong) - SHOWN} more"


def say_worth(planned: list[Planned]) -> Iterator[str]:
    """Yield quality and cost against what was eaten, and how far the plans' own figures are off."""
    checks = [p.checked for p in planned]
    scores = [c.score for c in checks]
    yield (
        f"- HEI-2020 of the week from FPED and FNDDS: median {median(scores):.1f}, 5 %: "
        f"{quantile(scores, 0.05):.1f}, least {min(scores):.1f}; largest difference from the plan's own "
        f"score {max(c.score_off for c in checks):.2g} points; what the same people ate: median "
        f"{median(float(p.eaten['hei2020']) for p in planned):.0f}"
    )
    shares = [p.cost_share for p in planned]
    yield (
        f"- cost from PP-NAP in dollars of 2017/18: median {median(c.cost for c in checks):.2f} a day, "
        f"{median(shares):.0%} of what the same person ate (95 %: {quantile(shares, 0.95):.0%}, most "
        f"{max(shares):.0%}); largest difference from the plan's own cost "
        f"{max(c.cost_off for c in checks):.2g} of it"
    )
    core = sum(int(p.eaten["core_met"]) == 5 for p in planned)
    yield f"- all five core targets met by what people ate: {core} of {len(planned)}"


def say_variety(planned: list[Planned]) -> Iterator[str]:
    """Yield foods, repeats, amounts and meals."""
    checks = [p.checked for p in planned]
    for name, counts in (
        ("different foods", [c.foods for c in checks]),
        ("plants", [c.plants for c in checks]),
    ):
        yield (
            f"- {name} a week (from half a median helping): median {median(counts):.0f}, 5 %: "
            f"{quantile(counts, 0.05):.0f}, least {min(counts)}"
        )
    yield from say_wrong("days eaten twice", planned, lambda c: c.twice)
    yield from say_wrong("foods above what 95 % of their eaters take in a day", planned, lambda c: c.too_much)
    yield (
        f"  - not judged, fewer than 20 reports: {sum(c.amounts_unjudged for c in checks)} foods of a day "
        f"in {sum(bool(c.amounts_unjudged) for c in checks)} plans"
    )
    yield from say_wrong(
        "foods at a meal with less than 10 % of their occasions", planned, lambda c: c.wrong_meal
    )
    yield (
        f"  - not judged, fewer than 20 reports: {sum(c.meals_unjudged for c in checks)} foods at a meal; "
        f"{sum(c.meals_borrowed for c in checks)} of them reach 10 % only by our borrowed shares"
    )
    yield from say_wrong("foods outside the diet, by the tags of our table", planned, lambda c: c.outside)
    for meal in MAIN_MEALS:
        sizes = [size for c in checks for size in c.sizes.get(meal, [])]
        if sizes:
            within = sum(LEAST_FOODS <= size <= MOST_FOODS for size in sizes) / len(sizes)
            yield (
                f"- foods at {meal}, drinks included: median {median(sizes):.0f}, from {min(sizes)} to "
                f"{max(sizes)}; {LEAST_FOODS} to {MOST_FOODS} at {within:.0%}"
            )


def say_dishes(planned: list[Planned], raw: Raw) -> Iterator[str]:
    """Yield how often the same main dish comes in a week."""
    most = max((p.checked.dish for p in planned), default=(0, ""))
    name = raw.ours[most[1]]["name"] if most[1] else "none"
    for label, times in (
        ("in any amount", [p.checked.dish[0] for p in planned]),
        ("in half a helping or more", [p.checked.dish_helpings for p in planned]),
    ):
        few = sum(count <= OFTEN for count in times) / len(times)
        yield (
            f"- the same main dish, {label}: at most {max(times)} times a week; "
            f"no more than {OFTEN} times in {few:.0%} of the weeks"
        )
    yield f"  - the most frequent one: {name}"


def say_aims(planned: list[Planned]) -> Iterator[str]:
    """Yield the aims missed, by day and for the week's average."""
    met = sum(not p.checked.aims for p in planned)
    average = sum(not any(day == ALL_DAYS for day, _, _ in p.checked.aims) for p in planned)
    differ = sum(p.checked.aims_differ for p in planned)
    yield (
        f"- every aim met on every day: {met} of {len(planned)} people; on the week's average: {average}; "
        f"aims that only the plan or only the raw files call missed: {differ}"
    )
    days: dict[str, list[float]] = defaultdict(list)
    weeks: dict[str, list[float]] = defaultdict(list)
    people: Counter[str] = Counter()
    for one in planned:
        for day, nutrient, percent in one.checked.aims:
            (weeks if day == ALL_DAYS else days)[nutrient].append(percent)
        people.update({nutrient for day, nutrient, _ in one.checked.aims if day != ALL_DAYS})
    yield ""
    yield (
        "| aim missed | people on some day | person-days | median % | least % "
        "| people on the week's average | median % | least % |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for nutrient in sorted({*days, *weeks}, key=lambda n: (-len(days[n]), n)):
        cells: list[Any] = [nutrient, people[nutrient], len(days[nutrient]), *say_reached(days[nutrient])]
        cells += [len(weeks[nutrient]), *say_reached(weeks[nutrient])]
        yield "| " + " | ".join(map(str, cells)) + " |"


def say_reached(percents: list[float]) -> tuple[str, str]:
    """Return the median and the least of what was reached, rounded down: 99.9 % is not 100 %."""
    if not percents:
        return "–", "–"
    return f"{math.floor(median(percents) * 10) / 10:g}", f"{math.floor(min(percents) * 10) / 10:g}"


def say_proof(planned: list[Planned]) -> Iterator[str]:
    """Yield gaps and seconds."""
    for label, key, form in (
        ("gap to the bound, objective", "gap", ".1%"), ("gap to the bound, money", "money_gap", ".1%"),
        ("processor seconds", "seconds", ".2f"), ("wall seconds", "wall", ".2f"),
    ):  # fmt: skip
        values = [p.kept[key] for p in planned]
        yield (
            f"- {label}: median {median(values):{form}}, 95 %: {quantile(values, 0.95):{form}}, "
            f"most {max(values):{form}}"
        )


def say_report(results: list[Result], planned: list[Planned], raw: Raw) -> Iterator[str]:
    """Yield the whole report, a line at a time."""
    yield from say_table(results, planned)
    yield ""
    yield from say_failures(results)
    if not planned:
        return
    states = len({r["code"] for r in results if "code" in r})
    if states > 1:
        yield f"- careful: these results come from {states} states of the program"
    yield from say_wrong("musts missed", planned, lambda c: c.musts)
    yield from say_worth(planned)
    yield from say_variety(planned)
    yield from say_dishes(planned, raw)
    yield from say_proof(planned)
    yield from say_aims(planned)
