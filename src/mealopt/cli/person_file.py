"""Reading a person's TOML file: the same answers as the options, by the names of people.csv."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from mealopt.errors import BadInputError, Problem
from mealopt.request.asked import FIELDS, FOOD_AMOUNTS, LISTS, SIDES, Given
from mealopt.tables.reading import load_text
from mealopt.tables.values import nearest

if TYPE_CHECKING:
    from pathlib import Path


def load_person_words(path: Path) -> tuple[dict[str, list[Given]], list[Problem]]:
    """Return the words of a person file, and every problem with its keys and values.

    Lists may be lists or a single text; `min` and `max` are tables of nutrients; `include` and `ate` are
    lists of FOOD or tables of grams.
    """
    where = str(path)
    try:
        text = load_text(path)
        data = tomllib.loads(text)
    except BadInputError as error:
        return {}, list(error.problems)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        said = re.sub(r"\s*\(at .*\)", "", str(error))
        return {}, [
            Problem(
                where,
                f'This is not TOML: {said}. Write a line such as  sex = "female"  for each answer.',
                int(place[1]) if place else None,
                place[2] if place else "",
            )
        ]
    words: dict[str, list[Given]] = {}
    problems: list[Problem] = []
    for key, value in data.items():
        name = key.replace("-", "_")
        if name in SIDES:
            read_table(where, name, value, words, problems, prefix=f"{name}:")
        elif name not in FIELDS:
            problems.append(Problem(where, f"Unknown key.{nearest(name, [*FIELDS, *SIDES])}", column=key))
        elif name in FOOD_AMOUNTS and isinstance(value, dict):
            read_table(where, name, value, words, problems, prefix="")
        elif isinstance(value, list):
            if name not in LISTS:
                problems.append(Problem(where, "Give one value, not a list.", column=key))
                continue
            words[name] = [Given(write_value(item), where, column=key) for item in value]
        elif isinstance(value, dict):
            problems.append(Problem(where, "Give a value, not a table.", column=key))
        else:
            words[name] = [Given(write_value(value), where, column=key)]
    return words, problems


def read_table(
    where: str, name: str, value: Any, words: dict[str, list[Given]], problems: list[Problem], prefix: str
) -> None:
    """Read a table of numbers: nutrients under `min`, foods under `include`."""
    if not isinstance(value, dict):
        problems.append(
            Problem(where, f"Write a table: [{name}], then a line NAME = NUMBER each.", column=name)
        )
        return
    for key, number in value.items():
        column = f"{name}.{key}"
        if prefix:
            words[f"{prefix}{key}"] = [Given(write_value(number), where, column=column)]
        else:
            words.setdefault(name, []).append(Given(f"{key}={write_value(number)}", where, column=column))


def write_value(value: Any) -> str:
    """Return a TOML value as words: `true` is yes."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
