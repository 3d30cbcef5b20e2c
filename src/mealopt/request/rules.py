"""What the person asks for: diet, exclusions, pins, budget, goal; and which foods that leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


PORTIONS = ("whole", "exact")
WEEK = 7  # days


@dataclass(frozen=True)
class Rules:
    """What a plan must respect.

    `like` names foods that should come often, in weeks of meals: nothing is asked of how often.
    `include` and `ate` give grams a day (`None` = one helping); what was eaten costs nothing.
    `minimums` and `maximums` are a person's own limits [unit of the nutrient per day], musts; `meal_maximums`
    are the most of a nutrient at each meal [unit], all snacks of a day being one; unknown values count high.
    `budget` [$ per day]. `allow_unknown` names tag columns or tags whose unknown counts as allowed;
    `only_measured` nutrients of which no food may be unknown.
    `quality` is the HEI-2020 score asked; blank leaves it to the goal, 0 asks for none.
    `every_day` asks every must of every day of a week; otherwise each holds by its period (see Intake).
    `meals` are those a day has, all by default: what the others would hold moves to them.
    `cook_once` asks for fewer dishes, each cooked for two or three days of a week.
    `larger_portions` multiplies the amounts of each food people eat, the caps of a day, a week and a meal.
    """

    diet: str = "omnivore"
    without: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include: Mapping[str, float | None] = field(default_factory=dict)
    ate: Mapping[str, float | None] = field(default_factory=dict)
    budget: float | None = None
    goal: str = "balanced"
    minimums: Mapping[str, float] = field(default_factory=dict)
    maximums: Mapping[str, float] = field(default_factory=dict)
    meal_maximums: Mapping[str, float] = field(default_factory=dict)
    supplements: bool = False
    portions: str = "whole"
    strict: bool = False
    seed: int = 0
    allow_unknown: tuple[str, ...] = ()
    quality: float | None = None
    larger_portions: float = 1.0
    every_day: bool = False
    cook_once: bool = False
    meals: tuple[str, ...] = ()
    only_measured: tuple[str, ...] = ()
    like: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("without", "allow_unknown", "meals", "only_measured"):
            tags = getattr(self, name)
            if not isinstance(tags, str):  # a text in place of a list is named by `check_rules`
                object.__setattr__(self, name, tuple(dict.fromkeys(map(normalise_tag, tags))))
        if isinstance(self.diet, str):
            object.__setattr__(self, "diet", normalise_tag(self.diet))


def normalise_tag(tag: str) -> str:
    """Return a tag as the tables write it: `tree-nuts` is `tree_nuts`."""
    return tag.strip().casefold().replace("-", "_").replace(" ", "_")
