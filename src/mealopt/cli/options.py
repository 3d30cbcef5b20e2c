"""The options that commands share, and their words on the way to a person and rules."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mealopt.cli.formats import FORMATS
from mealopt.errors import BadInputError, Problem

if TYPE_CHECKING:
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.asked import Asked, Given

LISTED = {"diet": "diets.csv", "goal": "goals.csv"}  # options whose help lists a table's first column
Command = TypeVar("Command", bound=Callable[..., Any])
SPANS = {"1": 1, "7": 7}  # the days of a plan, as they are written
PLACE = "options"
EXAMPLE = "Age and sex are needed: a target depends on both. For example: mealopt week --age 34 --sex female"

# option, the field it fills, whether it may be repeated, what it means. Values are words here: they are
# read together, so that all problems are shown at once, each with the nearest name that is known.
PERSON = (
    ("--age", "age", False, "YEARS", "Age in years, 4 and up."),
    ("--sex", "sex", False, "SEX", "female or male."),
    ("--weight", "weight_kg", False, "KG", "Weight in kg; with height it gives your own energy need."),
    ("--height", "height_cm", False, "CM", "Height in cm."),
    ("--activity", "activity", False, "LEVEL", "inactive, low_active (default), active or very_active."),
    ("--life-stage", "life_stage", False, "STAGE", "general (default), pregnancy or lactation."),
    ("--pregnancy-week", "pregnancy_week", False, "WEEK", "Week of the pregnancy."),
    ("--weight-before", "weight_before_kg", False, "KG", "Weight before the pregnancy in kg."),
    ("--lactation-month", "lactation_month", False, "MONTH", "Months since the birth."),
    ("--energy", "energy_kcal", False, "KCAL", "Energy a day in kcal, in place of an estimate."),
    ("--condition", "conditions", True, "NAME", "Kidney disease, a medicine, … (see `mealopt targets -h`)."),
)
TARGET_RULES = (
    ("--diet", "diet", False, "DIET", "{diet} (default: omnivore)."),
    ("--min", "min", True, "NUTRIENT=VALUE", "A minimum of your own a day, for example magnesium_mg=400."),
    ("--max", "max", True, "NUTRIENT=VALUE", "A maximum of your own a day."),
)
MEAL_RULES = (
    ("--max-per-meal", "meal_max", True, "NUTRIENT=VALUE",
     "The most of a nutrient at each meal, for example carbohydrate_g=60."),
)
RULES = (
    ("--without", "without", True, "TAG", "Leave out peanuts, tree-nuts, gluten, dairy, soy, …"),
    ("--exclude", "exclude", True, "FOOD", "Leave out a food, by its id or name, or all of a word."),
    ("--like", "like", True, "FOOD", "Have this food often, by its id or name, or all of a word."),
    (
        "--include",
        "include",
        True,
        "FOOD[=GRAMS]",
        "Have this food every day: one helping, or so many grams.",
    ),
    ("--ate", "ate", True, "FOOD=GRAMS", "You ate this already: plan the rest around it."),
    ("--budget", "budget", False, "USD", "The most a day may cost."),
    ("--goal", "goal", False, "GOAL", "{goal} (default: balanced)."),
    ("--quality", "quality", False, "POINTS", "The HEI-2020 score to reach, 0 for none."),
    (
        "--portions",
        "portions",
        False,
        "KIND",
        "whole (default), or exact: the proved optimum, broken portions.",
    ),
    ("--meals", "meals", True, "MEAL", "The meals of a day: breakfast,dinner. All by default."),
    ("--seed", "seed", False, "NUMBER", "Another week, for other likes, among equally good ones."),
    ("--only-measured", "only_measured", True, "NUTRIENT", "Only foods in which this nutrient was measured."),
    ("--allow-unknown", "allow_unknown", True, "TAG", "Take in foods whose TAG (vegan, …) is unknown."),
)
FLAGS = (
    ("--supplements", "supplements", "Allow supplements."),
    ("--strict", "strict", "Make every aim a must."),
    ("--every-day", "every_day", "Ask every target of every day, none over the week."),
    ("--cook-once", "cook_once", "Fewer dishes, each cooked for two or three days of the week."),
)
TABLES = (
    ("--foods", "Your own food table in place of ours."),
    ("--targets", "Your own targets over ours: nutrient,minimum,maximum (or as `targets` writes)."),
    ("--prices", "Your own prices: food_id,price_per_100g."),
)
# what belongs to one meal plan and not to the defaults of many people
SINGLE = {"exclude", "like", "include", "ate", "min", "max", "diet", "without", "budget"}


class ListingOption(click.Option):
    """An option whose help lists the names of its table; they are read when the help is asked for."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help with the names in it."""
        from mealopt.tables.places import find_data

        record = super().get_help_record(ctx)
        if record is None:
            return None
        with (find_data() / LISTED[str(self.name)]).open(encoding="utf-8", newline="") as file:
            names = [row[0].replace("_", "-") for row in csv.reader(file)][1:]
        listed = f"{', '.join(names[:-1])} or {names[-1]}"
        return record[0], record[1].replace(f"{{{self.name}}}", listed)


def add_options(command: Command, specs: tuple[tuple[str, str, bool, str, str], ...]) -> Command:
    """Add options whose values stay words."""
    for name, field, many, unit, text in reversed(specs):
        kind = ListingOption if field in LISTED else click.Option
        command = click.option(name, field, multiple=many, metavar=unit, help=text, cls=kind)(command)
    return command


def person_options(command: Command) -> Command:
    """Add who the plan is for."""
    command = click.option(
        "--person", "person_file", metavar="FILE", help="A TOML file with these answers; options go first."
    )(command)
    return add_options(command, PERSON)


def flag_options(command: Command) -> Command:
    """Add the rules that are just asked for."""
    for name, field, text in reversed(FLAGS):
        command = click.option(name, field, is_flag=True, help=text)(command)
    return command


def table_options(command: Command) -> Command:
    """Add a person's own tables."""
    command = click.option(
        "--standard", metavar="NAME", help="Whose targets: us (default), or eu (EFSA)."
    )(command)
    command = click.option(
        "--absorbed", "absorbed", is_flag=True, help="Ask of calcium and iron what the body takes in, too."
    )(command)
    command = click.option(
        "--only-targets", "only_targets", is_flag=True, help="Ask the targets of --targets and none of ours."
    )(command)
    for name, text in reversed(TABLES):
        command = click.option(name, f"{name[2:]}_file", metavar="FILE", help=text)(command)
    return command


def rule_options(command: Command) -> Command:
    """Add everything a plan must respect."""
    return add_options(
        flag_options(table_options(command)), (*TARGET_RULES[:1], *RULES, *TARGET_RULES[1:], *MEAL_RULES)
    )


def target_rule_options(command: Command) -> Command:
    """Add the rules that change targets."""
    return add_options(flag_options(table_options(command)), TARGET_RULES)


def default_options(command: Command) -> Command:
    """Add the rules that may hold for many people at once."""
    specs = tuple(spec for spec in RULES if spec[1] not in SINGLE)
    return add_options(flag_options(table_options(command)), specs)


def format_option(command: Command) -> Command:
    """Add the choice of format."""
    return click.option("--format", "shape", metavar="FORMAT", help="table, csv or json.")(command)


def quiet_option(command: Command) -> Command:
    """Add -q."""
    return click.option("-q", "--quiet", is_flag=True, help="No progress and no notes; warnings stay.")(
        command
    )


def gather_words(values: Mapping[str, Any]) -> dict[str, list[Given]]:
    """Return what the options say, as words with the option as their place."""
    from mealopt.request.asked import SIDES, Given, split_amount

    words: dict[str, list[Given]] = {}
    for name, field, many, _, _ in (*PERSON, *TARGET_RULES, *RULES, *MEAL_RULES):
        value = values.get(field)
        for text in (value or ()) if many else (() if value is None else (value,)):
            if field in SIDES:
                nutrient, amount = split_amount(text)
                words.setdefault(f"{field}:{nutrient}", []).append(Given(amount, f"{name} {text}"))
            else:
                words.setdefault(field, []).append(Given(text.strip(), name))
    for name, field, _ in FLAGS:
        if values.get(field):
            words[field] = [Given("yes", name)]
    return words


def open_tables(values: Mapping[str, Any], problems: list[Problem]) -> Knowledge:
    """Return our tables, with a person's own in place of ours; what is wrong with those is collected."""
    from mealopt.knowledge.absorption import ask_absorbed
    from mealopt.knowledge.library import customise_knowledge, load_knowledge
    from mealopt.knowledge.standards import choose_standard

    knowledge = load_knowledge()
    if values.get("standard") is not None:
        try:
            knowledge = choose_standard(knowledge, values["standard"])
        except BadInputError as error:
            problems += error.problems
    only = bool(values.get("only_targets"))
    if only and values.get("targets_file") is None:
        problems.append(Problem("--only-targets", "Name your targets: --targets FILE."))
    for name, _ in TABLES:
        path = values.get(f"{name[2:]}_file")
        if path is not None:
            try:
                given = {name[2:]: Path(path)}
                knowledge = customise_knowledge(knowledge, **given, only_targets=only)
            except BadInputError as error:
                problems += error.problems
    if values.get("absorbed"):
        try:
            knowledge = ask_absorbed(knowledge)
        except BadInputError as error:
            problems += error.problems
    return knowledge


def understand(values: Mapping[str, Any], problems: list[Problem]) -> tuple[Asked, Knowledge]:
    """Return the person, the rules and the tables of a command, or raise every problem with its options."""
    from mealopt.cli.person_file import load_person_words
    from mealopt.request.asked import FOOD_AMOUNTS, FOOD_LISTS, Given, read_asked

    knowledge = open_tables(values, problems)
    broken = bool(problems)
    words: dict[str, list[Given]] = {}
    if values.get("person_file") is not None:
        words, found = load_person_words(Path(values["person_file"]))
        problems += found
        broken = broken or bool(found)
    words |= gather_words(values)
    if broken:  # which foods there are is not known
        words = {name: given for name, given in words.items() if name not in {*FOOD_LISTS, *FOOD_AMOUNTS}}
    asked = read_asked(words, knowledge, Given("", PLACE), EXAMPLE)
    options = {field: name for name, field, _, _, _ in PERSON}
    for problem in asked.problems:
        if problem.message == EXAMPLE:
            problems.append(Problem(problem.where, EXAMPLE))
        elif problem.where == PLACE:  # an answer that is missing: name the option that gives it
            problems.append(replace(problem, where=options.get(problem.column, PLACE), column=""))
        else:
            problems.append(problem)
    if problems:
        raise BadInputError(problems)
    for note in () if values.get("quiet") else asked.notes:
        click.echo(note, err=True)
    return asked, knowledge


def choose_shape(shape: str | None, problems: list[Problem], default: str) -> str:
    """Return the format asked for."""
    if shape is None:
        return default
    if shape not in FORMATS:
        from mealopt.tables.values import nearest

        problems.append(
            Problem(
                "--format",
                f"Unknown format.{nearest(shape, FORMATS)} Known: {', '.join(FORMATS)}.",
                value=shape,
            )
        )
    return shape


def check_folder(out: str | None, days: str) -> list[Problem]:
    """Return what is wrong with the folder for results, and with the days of a plan."""
    problems = []
    if out is None:
        problems.append(Problem("-o", "Name the folder for the results: -o FOLDER."))
    elif Path(out).exists() and not Path(out).is_dir():
        problems.append(Problem("-o", "This is a file. Name a folder.", value=out))
    if days not in SPANS:
        problems.append(Problem("--days", "A plan has 1 or 7 days.", value=days))
    return problems
