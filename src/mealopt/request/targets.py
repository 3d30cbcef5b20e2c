"""From a person to limits: every minimum and maximum that holds for them, each with its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError
from mealopt.request.energy import EnergyNeed, derive_energy, derive_need
from mealopt.request.limit import Limit, limit_name
from mealopt.request.own_limits import OWN_KIND, give_way, list_own

if TYPE_CHECKING:
    from mealopt.knowledge.intakes import Adjustment, Intake
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules

RECOMMENDED = ("RDA", "PRI")  # what nearly everybody's need lies below, in America and in Europe
FAR_BELOW = 0.75  # a plan below three quarters of the need is a diet nobody should start alone


@dataclass(frozen=True)
class Targets:
    """All limits of a person, by name; their energy; and what they should be told."""

    energy: EnergyNeed
    limits: dict[str, Limit]
    reports: tuple[Limit, ...]
    warnings: tuple[str, ...]
    unmeasured: tuple[str, ...] = ()  # nutrients with a must or an aim for which the table has no column
    refusal: str = ""

    def minimum(self, nutrient: str) -> float | None:
        """Return the minimum of a nutrient from all sources, `None` where there is none."""
        limit = self.limits.get(limit_name("minimum", nutrient))
        return None if limit is None else limit.value

    def maximum(self, nutrient: str) -> float | None:
        """Return the maximum of a nutrient from all sources, `None` where there is none."""
        limit = self.limits.get(limit_name("maximum", nutrient))
        return None if limit is None else limit.value


def derive_targets(person: Person, rules: Rules, knowledge: Knowledge) -> Targets:
    """Return every limit that holds for a person under their rules.

    Of several published values for one side of one nutrient (a protein RDA and the AMDR, say) the
    strictest counts. Values the food table cannot measure are left out and named in `unmeasured`; EARs and
    the n-6 and n-3 ranges are reports. A person's own `minimums` replace the published ones; their own
    `maximums` can only be stricter: a limit that is there for safety is not a person's to lift. A published
    recommendation on the other side gives way to them (`give_way`). With some conditions a published minimum
    is the most, or more is asked.
    """
    energy, weight = derive_energy(person, knowledge), find_weight(person, knowledge.figures.healthy_bmi)
    gathered: dict[str, list[Limit]] = {}
    capped = {limit_name("minimum", n) for c in person.conditions for n in knowledge.conditions[c].at_most}
    reports: list[Limit] = []
    for row in knowledge.find_intakes(person.age, person.sex, person.life_stage):
        for limit in limits_of(row, rules, knowledge, energy.kcal, weight):
            if row.strength == "report":
                reports.append(limit)
            else:
                holds = turn_round(limit) if limit.name in capped else ask_more(limit, person, knowledge)
                gathered.setdefault(holds.name, []).append(holds)
    gathered, given_way = give_way(gathered, list_own(rules, gathered), knowledge, energy.kcal)
    published = {name: strictest(found) for name, found in gathered.items()}
    limits = dict(published)
    for side, own in (("minimum", rules.minimums), ("maximum", rules.maximums)):
        for nutrient, value in own.items():
            limit = Limit(nutrient, side, value, value, OWN_KIND, "must", "total", "your own limit", "")
            known = published.get(limit.name)
            if side == "minimum" or known is None or value < known.value:
                limits[limit.name] = limit
    if rules.strict:
        limits = {n: replace(limit, must=limit.value, strength="must") for n, limit in limits.items()}
    for side in ("minimum", "maximum"):
        limit = Limit(
            knowledge.energy_id, side, energy.kcal, energy.kcal, "EER", "must", "total", energy.source,
            energy.link,
        )  # fmt: skip
        limits[limit.name] = limit
    ordered = dict(
        sorted(limits.items(), key=lambda item: (knowledge.nutrients.rank(item[1].nutrient), item[0]))
    )
    warnings, refusal = derive_warnings(person, rules, knowledge, energy, published)
    warnings = (*warnings, *given_way, *knowledge.notes)
    return Targets(energy, ordered, tuple(reports), warnings, find_unmeasured(person, knowledge), refusal)


def ask_more(limit: Limit, person: Person, knowledge: Knowledge) -> Limit:
    """Return a published RDA with what a person's conditions ask beside it; any other limit as it is."""
    more = sum(knowledge.conditions[name].more.get(limit.nutrient, 0.0) for name in person.conditions)
    if not more or limit.own or limit.side == "maximum" or not limit.kind.startswith(RECOMMENDED):
        return limit
    must = None if limit.must is None else limit.must + more
    return replace(limit, value=limit.value + more, must=must, kind=f"{limit.kind} + {more:g}")


def turn_round(limit: Limit) -> Limit:
    """Return a published minimum as the most there may be."""
    kind = f"{limit.kind}, at most"
    return replace(limit, side="maximum", must=limit.value, strength="must", kind=kind, daily_share=1.0)


def find_unmeasured(person: Person | None, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the nutrients a person has a must or an aim for and the table no column, the core five first.

    Without a person those that anybody has.
    """
    rows = knowledge.intakes
    if person is not None:
        rows = knowledge.find_intakes(person.age, person.sex, person.life_stage)
    lacking = {
        row.measured_as
        for row in rows
        if row.strength != "report"
        and row.measured_as
        and row.measured_as not in knowledge.foods.nutrient_ids
    }
    return tuple(sorted(lacking, key=knowledge.nutrients.rank))


def find_weight(person: Person, healthy_bmi: float) -> float | None:
    """Return the weight that needs go by [kg], `None` where it is not known.

    In pregnancy the weight before it; of who weighs more than a healthy BMI the weight of that BMI, where the
    height is known: the reference values are of healthy weights.
    """
    weight = person.weight_before_kg or person.weight_kg
    if weight is None or person.height_cm is None or person.age < ADULT_AGE:
        return weight
    return min(weight, healthy_bmi * (person.height_cm / 100.0) ** 2)


def limits_of(
    row: Intake, rules: Rules, knowledge: Knowledge, energy_kcal: float, weight_kg: float | None
) -> list[Limit]:
    """Return the limits one published row makes, in the unit of the column that measures it."""
    measured = row.measured_as
    if not measured or measured not in knowledge.foods.nutrient_ids:
        return []
    if row.basis == "kg_weight" and weight_kg is None:
        return []  # the value for a reference body stands beside it
    scope = "supplements" if row.applies_to == "supplements" else "total"
    scale = 1.0
    if row.basis == "percent_energy":
        scale = energy_kcal / 100.0 / (row.kcal_per_unit or 1.0)
    elif row.basis == "kg_weight":
        scale = weight_kg or 0.0
    elif row.basis == "1000_kcal":
        scale = energy_kcal / 1000.0
    limits = []
    for side, value in (("minimum", row.minimum), ("maximum", row.maximum)):
        if value is None:
            continue
        change = find_adjustment(row, rules, knowledge) if side == "minimum" else None
        beside = change is not None and change.strength == "aim"
        amount = value * scale
        if change is None or beside:
            limits.append(make_limit(row, side, amount, row.kind, scope))
        if change is not None:
            factor = change.factor or 1.0
            kind = row.kind if factor == 1.0 else f"{row.kind} × {factor:g}"
            changed = replace(row, strength="aim") if beside and row.strength == "must" else row
            limits.append(make_limit(changed, side, amount * factor, kind, scope))
    return limits


def make_limit(row: Intake, side: str, amount: float, kind: str, scope: str) -> Limit:
    """Return one side of a published row as a limit of this amount."""
    must = row.strength == "must"
    return Limit(
        row.measured_as, side, amount, amount if must else None, kind, row.strength, scope, row.source,
        row.link, row.own, row.daily_share if side == "minimum" and must else 1.0,
    )  # fmt: skip


def find_adjustment(row: Intake, rules: Rules, knowledge: Knowledge) -> Adjustment | None:
    """Return what a diet changes in a published value, `None` where it changes nothing."""
    for change in knowledge.adjustments:
        if (
            change.factor is not None
            and change.diet == rules.diet
            and change.life_stage in {"", row.life_stage}
            and change.nutrient == row.nutrient
            and change.kind == row.kind
        ):
            return change
    return None


def strictest(limits: list[Limit]) -> Limit:
    """Return the limit that binds first among several for one side, with the strictest must."""
    pick = max if limits[0].side == "minimum" else min
    # of equal values the must speaks: a tie is never softened
    lead = pick(limits, key=lambda limit: limit.value)
    for limit in limits:
        if limit.value == lead.value and limit.strength == "must":
            lead = limit
    musts = [limit.must for limit in limits if limit.must is not None]
    if not musts:
        return lead
    must = pick(musts)
    daily = max(limit.daily or 0.0 for limit in limits)
    share = daily / must if lead.side == "minimum" and must else 1.0
    if (must, share) == (lead.must, lead.daily_share):
        return lead
    return replace(lead, must=must, daily_share=share)


def derive_warnings(
    person: Person,
    rules: Rules,
    knowledge: Knowledge,
    energy: EnergyNeed,
    published: dict[str, Limit],
) -> tuple[tuple[str, ...], str]:
    """Return what a person must be told, and the reason no plan may be given (blank where one may)."""
    warnings = []
    refusal = ""
    asked = [*person.conditions, *({person.life_stage} & set(knowledge.conditions))]
    if person.age < ADULT_AGE and "under_19" in knowledge.conditions:
        asked.append("under_19")
    if "energy_far_below_need" in knowledge.conditions:
        try:
            need = derive_need(replace(person, energy_kcal=None), knowledge).kcal
        except BadInputError:  # without a need to compare with there is nothing to warn of
            need = 0.0
        if energy.kcal < FAR_BELOW * need:
            asked.append("energy_far_below_need")
    for name in asked:
        condition = knowledge.conditions[name]
        if condition.plan == "none":
            refusal = f"{refusal} {condition.message}".strip()
        else:
            warnings.append(condition.message)
    for nutrient, value in rules.maximums.items():
        low = rules.minimums.get(nutrient)
        if low is not None and low == value:
            warnings.append(f"{knowledge.nutrients[nutrient].label} is fixed at {value:g}.")
    for nutrient, value in rules.minimums.items():
        ceiling = published.get(limit_name("maximum", nutrient))
        if ceiling is not None and value > ceiling.value:
            label = knowledge.nutrients[nutrient].label
            warnings.append(f"Your minimum of {label} is above its upper limit: no plan can meet both.")
    for nutrient, value in rules.maximums.items():
        ceiling = published.get(limit_name("maximum", nutrient))
        if ceiling is not None and value > ceiling.value:
            info = knowledge.nutrients[nutrient]
            warnings.append(
                f"Your maximum of {info.label} is above the published one: {info.show(ceiling.value)} "
                "holds all the same, because it is there for safety."
            )
    return tuple(warnings), refusal


ADULT_AGE = 19
