"""What is only eaten with something: it comes with it, at the same meal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mealopt.rules.family import CAPS, PAIRED, Ask, Family, Member, Stage, relax_rows

if TYPE_CHECKING:
    from mealopt.knowledge.choices import Pairing
    from mealopt.knowledge.foods import FoodTable
    from mealopt.linear.layout import Layout
    from mealopt.rules.program import Program, Slot


class Pairings(Family):
    """A spread with its bread, a dressing with its salad."""

    id = "pairings"
    group = CAPS

    def add(self, stage: Stage) -> None:
        """Add a row for each pairing and meal."""
        add_pairings(stage.layout, stage.foods, stage.knowledge.pairings, stage.slots)

    def list_members(self, program: Program, ask: Ask) -> list[Member]:
        """Return all pairings together."""
        drop = relax_rows(program.layout.rows_of(self.id))
        return [Member("pairings", "what is eaten together", "pairings", drop, rank=PAIRED)]


def add_pairings(
    layout: Layout, table: FoodTable, pairings: tuple[Pairing, ...], slots: dict[str, list[Slot]]
) -> None:
    """Let what is only eaten with something come with it, helping for helping, at the same meal."""
    names = [{kind, food_id} for kind, food_id in zip(table.categories, table.ids, strict=True)]
    for pairing in pairings:
        dependents, bases = set(pairing.dependents), set(pairing.bases)
        for meal, found in slots.items():
            pairs = []
            for column, food, unit in found:
                if not dependents.isdisjoint(names[food]):
                    pairs.append((column, pairing.helpings_per_helping * unit / float(table.helping[food])))
                elif not bases.isdisjoint(names[food]):
                    pairs.append((column, -unit / float(table.helping[food])))
            if any(value > 0 for _, value in pairs):
                layout.giving_way.add(layout.add_row(f"pairing:{pairing.id}:{meal}", pairs, upper=0.0))
