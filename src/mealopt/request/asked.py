"""From words to a `Person` and `Rules`: options, a person file and the rows of people.csv all pass here.

Every value comes with the place it was written, so that each problem, whoever finds it, names that place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.energy import ACTIVITIES
from mealopt.knowledge.intakes import LIFE_STAGES, SEXES
from mealopt.request.checking import check_rules
from mealopt.request.energy import derive_energy
from mealopt.request.food_names import find_stems, resolve_food, resolve_foods
from mealopt.request.person import Person, check_person
from mealopt.request.rules import Rules, normalise_tag
from mealopt.tables.values import parse_number

if TYPE_CHECKING:
    from mealopt.knowledge.library import Knowledge

PERSON_NUMBERS = (
    "age", "weight_kg", "height_cm", "energy_kcal", "pregnancy_week", "weight_before_kg", "lactation_month",
)  # fmt: skip
PERSON_CHOICES = {"sex": SEXES, "activity": ACTIVITIES, "life_stage": LIFE_STAGES}
RULE_NUMBERS = ("budget", "quality", "seed")
RULE_CHOICES = ("diet", "goal", "portions")
FLAGS = ("supplements", "strict", "every_day", "cook_once")
TAG_LISTS = ("conditions", "without", "allow_unknown", "meals", "only_measured")
FOOD_LISTS = {"exclude": "leaves out", "like": "stands for"}  # what a word of several foods does
FOOD_AMOUNTS = ("include", "ate")
LISTS = (*TAG_LISTS, *FOOD_LISTS, *FOOD_AMOUNTS)
FIELDS = (*PERSON_NUMBERS, *PERSON_CHOICES, *RULE_CHOICES, *RULE_NUMBERS, *FLAGS, *LISTS)
SIDES = {"min": "minimums", "max": "maximums", "meal_max": "meal_maximums"}
SHOWN = 3  # foods named of those that a word stands for
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True)
class Given:
    """One value as it was written, and where: an option, or a file with its line and column."""

    text: str
    where: str
    line: int | None = None
    column: str = ""

    def problem(self, message: str) -> Problem:
        """Return a problem with this value."""
        return Problem(self.where, message, self.line, self.column, self.text)


Words = Mapping[str, Sequence[Given]]


@dataclass
class Asked:
    """What was understood, and every problem with the rest; nothing may be planned while there is one.

    `notes` say how a word was understood that stands for several foods.
    """

    person: Person
    rules: Rules
    words: Words
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def replace_places(error: BadInputError, words: Words) -> BadInputError:
    """Return an error whose problems name the places where the person wrote what is wrong."""
    return BadInputError(place_problems(error.problems, words))


def split_list(text: str) -> list[str]:
    """Split a list written in one cell: `peanuts; tree-nuts`."""
    return [part.strip() for part in text.split(";") if part.strip()]


def split_amount(text: str) -> tuple[str, str]:
    """Split `FOOD=GRAMS` or `NUTRIENT=VALUE` at its last equals sign; the second part may be blank."""
    name, mark, amount = text.rpartition("=")
    return (name.strip(), amount.strip()) if mark else (text.strip(), "")


def read_asked(words: Words, knowledge: Knowledge, missing: Given, needed: str) -> Asked:
    """Return the person and rules these words make, with every problem met.

    Keys are the names in `FIELDS`, and `min:NUTRIENT` and the like of `SIDES`. `missing` is the place to
    name, and `needed` the sentence to say, where age or sex is not given at all.
    """
    reader = WordReader(words, knowledge)
    person, rules = reader.person(), reader.rules()
    problems = reader.problems
    lost = {name for name in ("age", "sex") if name not in reader.understood}
    absent = [name for name in ("age", "sex") if not words.get(name)]
    if absent:
        problems.insert(0, replace(missing, column=", ".join(absent)).problem(needed))
    found = [p for p in check_person(person, knowledge) if p.column not in lost | reader.failed]
    if lost:  # whether a life stage is possible cannot be judged without them
        found = [p for p in found if p.column != "life_stage" or person.life_stage not in LIFE_STAGES]
    found += [p for p in check_rules(rules, knowledge) if p.column not in reader.failed]
    problems += place_problems(found, words)
    if not problems:
        try:
            derive_energy(person, knowledge)
        except BadInputError as error:
            for problem in error.problems:
                if words.get(problem.column):
                    problems += place_problems([problem], words)
                else:  # what is missing has no place but that of the whole
                    problems.append(replace(problem, where=missing.where, line=missing.line))
    return Asked(person, rules, words, problems, reader.notes)


def place_problems(problems: Iterable[Problem], words: Words) -> list[Problem]:
    """Return problems that name a field with the place where the field was written instead."""
    placed = []
    for problem in problems:
        given = find_given(problem, words)
        if given is None:
            placed.append(problem)
        else:
            placed.append(
                Problem(given.where, problem.message, given.line, given.column, problem.value or given.text)
            )
    return placed


def find_given(problem: Problem, words: Words) -> Given | None:
    """Return the written value a problem is about: in a list the one that it names, else the first."""
    sides = {long: short for short, long in SIDES.items()}
    if problem.column in sides:
        prefix = f"{sides[problem.column]}:"
        said = f"{problem.value} {problem.message}"
        return next(
            (
                given[0]
                for key, given in words.items()
                if key.startswith(prefix) and key.removeprefix(prefix) in said
            ),
            None,
        )
    written = list(words.get(problem.column, ()))
    wanted = normalise_tag(problem.value or "")
    parts = (replace(g, text=text) for g in written for text in (g.text, *re.split("[;,]", g.text)))
    named = (g for g in parts if normalise_tag(split_amount(g.text)[0]) == wanted)
    return next(named, written[0] if written else None)


class WordReader:
    """One reading of words: fields that were understood, those that failed, and the problems met."""

    def __init__(self, words: Words, knowledge: Knowledge) -> None:
        self.words = words
        self.knowledge = knowledge
        self.problems: list[Problem] = []
        self.understood: set[str] = set()
        self.failed: set[str] = set()
        self.notes: list[str] = []

    def person(self) -> Person:
        """Return the person, with stand-ins for an age or sex that was not understood."""
        values: dict[str, Any] = {"age": 30.0, "sex": SEXES[0]}
        values |= self.numbers(PERSON_NUMBERS)
        for name, known in PERSON_CHOICES.items():
            given = self.last(name)
            if given is not None:
                text = normalise_tag(given.text)
                initials = [choice for choice in known if name == "sex" and text == choice[0]]
                values[name] = initials[0] if initials else text
                self.understood.add(name)
        values["conditions"] = self.tags("conditions")
        return Person(**values)

    def rules(self) -> Rules:
        """Return the rules; what was not understood is left at its default."""
        values: dict[str, Any] = self.numbers(RULE_NUMBERS)
        for name in RULE_CHOICES:
            given = self.last(name)
            if given is not None:
                values[name] = normalise_tag(given.text)
        for name in FLAGS:
            given = self.last(name)
            if given is None:
                continue
            if given.text.casefold() in YES_NO:
                values[name] = YES_NO[given.text.casefold()]
            else:
                self.fail(name, given, "Write yes or no.")
        values["without"] = self.tags("without")
        values["meals"] = self.tags("meals")
        values["allow_unknown"] = self.tags("allow_unknown")
        values["only_measured"] = self.tags("only_measured")
        for name in FOOD_LISTS:
            values[name] = tuple(dict.fromkeys(self.named(name)))
        for name in FOOD_AMOUNTS:
            values[name] = dict(self.foods(name, amounts=True))
        for side, name in SIDES.items():
            values[name] = dict(self.limits(side))
        if "seed" in values:
            values["seed"] = int(values["seed"])
        return Rules(**values)

    def last(self, name: str) -> Given | None:
        """Return the value that counts of a field given once: the last."""
        written = self.words.get(name, ())
        return written[-1] if written else None

    def fail(self, name: str, given: Given, message: str) -> None:
        """Note a value that was not understood."""
        self.failed.add(name)
        self.problems.append(given.problem(message))

    def numbers(self, names: Iterable[str]) -> dict[str, float]:
        """Return the fields that are numbers."""
        values = {}
        for name in names:
            given = self.last(name)
            if given is None:
                continue
            value = parse_number(given.text)
            if isinstance(value, str):
                self.fail(name, given, value)
            elif name == "seed" and (value != int(value) or value < 0):
                self.fail(name, given, "Not a whole number from 0 up.")
            else:
                values[name] = value
                self.understood.add(name)
        return values

    def tags(self, name: str) -> tuple[str, ...]:
        """Return a list of tags as the tables write them, one or several to a value: `breakfast,dinner`."""
        parts = (part for given in self.words.get(name, ()) for part in re.split("[;,]", given.text))
        return tuple(dict.fromkeys(normalise_tag(part) for part in parts if part.strip()))

    def named(self, name: str) -> Iterator[str]:
        """Yield the foods of a list without amounts; a category, or words of names, may stand for several."""
        table = self.knowledge.foods
        written = self.words.get(name, ())
        for given in (replace(g, text=text) for g in written for text in split_list(g.text) or [g.text]):
            found = resolve_foods(given.text, table)
            if isinstance(found, Problem):
                self.problems.append(given.problem(found.message))
                continue
            if len(found) > 1:
                known = sorted(found, key=lambda food: (-table.popularity[table.position(food)], food))
                shown = "; ".join(table.names[table.position(food)] for food in known[:SHOWN])
                more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
                note = f"“{given.text}” {FOOD_LISTS[name]} {len(found)} foods: {shown}{more}."
                self.notes.append(note + (self.warn(given) if name == "exclude" else ""))
            yield from found

    def warn(self, given: Given) -> str:
        """Return what to ask for where a word is an allergen: names do not tell what is inside a dish."""
        for tag, known in self.knowledge.exclusions.items():
            if known.allergen and find_stems(known.label) & find_stems(given.text):
                asked = tag.replace("_", "-")
                return f" For an allergy ask for --without {asked}: it knows what is inside of dishes."
        return ""

    def foods(self, name: str, *, amounts: bool) -> Iterator[tuple[str, float | None]]:
        """Yield the foods of a list with their grams; a food may be named by its id or its whole name."""
        for given in self.words.get(name, ()):
            text, grams = given.text, None
            if amounts and "=" in text and isinstance(resolve_food(text, self.knowledge.foods), Problem):
                text, amount = split_amount(text)
                number = parse_number(amount.removesuffix("g").strip())
                if isinstance(number, str):
                    self.problems.append(given.problem("Write FOOD=GRAMS, for example 63107010=120."))
                    continue
                grams = number
            found = resolve_food(text, self.knowledge.foods)
            if isinstance(found, Problem):
                self.problems.append(given.problem(found.message))
            else:
                yield found, grams

    def limits(self, side: str) -> Iterator[tuple[str, float]]:
        """Yield a person's own limits of one side by nutrient."""
        ids = self.knowledge.foods.nutrient_ids
        for key, written in self.words.items():
            if not key.startswith(f"{side}:"):
                continue
            given, name = written[-1], key.removeprefix(f"{side}:")
            nutrient = normalise_tag(name)
            value = parse_number(given.text)
            if nutrient not in ids:
                hint = self.knowledge.nutrients.hint(name, ids)
                message = f"Unknown nutrient {name}.{hint} See `mealopt targets`."
                self.problems.append(given.problem(message))
            elif isinstance(value, str):
                self.problems.append(given.problem(value))
            else:
                yield nutrient, value
