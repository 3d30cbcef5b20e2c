"""FoodData Central's downloads as published: a zip of CSV files, or the folder it unpacks to."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mealopt.errors import BadInputError, Problem
from mealopt.importers.account import NO_FOOD, NOT_USED
from mealopt.importers.cells import CONVERTED, READ, REFUSED, parse_amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Self

    from mealopt.importers.account import Account
    from mealopt.importers.store import Amounts, FoodStore
    from mealopt.importers.units import Code, Units
    from mealopt.knowledge.nutrients import Nutrients

# what people eat; the others of `food.csv` are the samples these were measured in
FOODS = {"foundation_food", "sr_legacy_food", "survey_fndds_food", "branded_food"}
NEEDED = ("food.csv", "food_nutrient.csv", "nutrient.csv")
# what zipfile raises for a damaged archive, or one packed in a way it cannot unpack (RuntimeError and
# its kinds: a password, another compression)
ZIP_ERRORS = (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError)
MILLILITRES = {"ml", "mlt"}
UNDETERMINED = {"undetermined", ""}
FileRow = tuple[int, dict[str, str]]


class Download:
    """The CSV files of a release, by their names."""

    def __init__(self, path: Path) -> None:
        self.path, self.where = path, str(path)
        self.archive: zipfile.ZipFile | None = None
        self.members: dict[str, tuple[str, int]] = {}
        try:
            if path.is_dir():
                files = [(str(file), file.stat().st_size) for file in sorted(path.rglob("*.csv"))]
            else:
                self.archive = zipfile.ZipFile(path)
                files = [(one.filename, one.file_size) for one in self.archive.infolist()]
        except FileNotFoundError:
            raise BadInputError(Problem(self.where, "There is no such file. Check the path.")) from None
        except ZIP_ERRORS as error:
            raise BadInputError(Problem(self.where, f"No zip file we can read: {error}.")) from None
        for name, size in files:
            self.members.setdefault(PurePosixPath(name.replace("\\", "/")).name, (name, size))
        missing = [name for name in NEEDED if name not in self.members]
        if missing:
            text = f"No release of FoodData Central in CSV: {', '.join(missing)} is not in it."
            raise BadInputError(Problem(self.where, text))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.archive:
            self.archive.close()

    @contextmanager
    def open_text(self, member: str) -> Iterator[io.TextIOWrapper]:
        """Open a file of the release."""
        name, _ = self.members[member]
        file = self.archive.open(name) if self.archive else Path(name).open("rb")  # noqa: SIM115 - closed below
        with file:
            yield io.TextIOWrapper(file, encoding="utf-8-sig", newline="")

    def rows(
        self, member: str, wanted: tuple[str, ...], told: Callable[[int, int], None]
    ) -> Iterator[FileRow]:
        """Yield the rows of a file by column with their lines; none where the release has no such file."""
        if member not in self.members:
            return
        size = self.members[member][1]
        where = f"{self.path.name} [{member}]"
        line = 1
        try:
            with self.open_text(member) as text:
                reader = csv.DictReader(text)
                check_columns(reader.fieldnames or (), wanted, where)
                for row in reader:
                    line = reader.line_num
                    yield line, {name: row.get(name) or "" for name in reader.fieldnames or ()}
                    if not line % 5000:
                        told(min(size, line * 60), size)
        except BadInputError:
            raise
        except (csv.Error, zlib.error, *ZIP_ERRORS) as error:
            raise BadInputError(Problem(where, f"The file is damaged: {error}.", line)) from None


def check_columns(columns: Iterable[str], wanted: Iterable[str], where: str) -> None:
    """Raise which of the columns a file needs are missing."""
    missing = [name for name in wanted if name not in columns]
    if missing:
        raise BadInputError(Problem(where, f"The columns {', '.join(missing)} are missing.", 1))


def read_download(
    path: Path,
    store: FoodStore,
    account: Account,
    units: Units,
    nutrients: Nutrients,
    told: Callable[[str, int, int], None] = lambda *_: None,
) -> None:
    """Read a release into the store: its foods, their portions, and their amounts, which are per 100 g."""
    with Download(path) as download:

        def telling(name: str) -> Callable[[int, int], None]:
            return lambda done, size: told(name, done, size)

        read_foods(download, store, account, telling("food.csv"))
        read_portions(download, store, telling("food_portion.csv"))
        known = read_nutrients(download, units, nutrients)
        read_amounts(download, store, account, known, nutrients, telling("food_nutrient.csv"))


def read_foods(
    download: Download, store: FoodStore, account: Account, told: Callable[[int, int], None]
) -> None:
    """Read the foods, without the samples they were measured in."""
    categories = {
        row["id"]: row["description"]
        for _, row in download.rows("food_category.csv", ("id", "description"), told)
    }
    for line, row in download.rows("food.csv", ("fdc_id", "data_type", "description"), told):
        where, food_id = "food.csv", row["fdc_id"].strip()
        if row["data_type"] not in FOODS:
            account.count_row(where, f"no food: {row['data_type']}", line, food_id)
            continue
        category = row.get("food_category_id", "")
        facts = {"name": row["description"].strip(), "category": categories.get(category, category)}
        new = bool(food_id) and store.add(food_id, {n: v for n, v in facts.items() if v}, {})
        account.count_row(where, "foods" if new else "a food_id for the second time", line, food_id)
    for line, row in download.rows("branded_food.csv", ("fdc_id",), told):
        weight = parse_amount(row.get("serving_size", "")).value
        facts = {"category": row.get("branded_food_category", "")}
        # a millilitre of a drink weighs about a gram: told as the portion, never used on amounts
        unit = row.get("serving_size_unit", "").casefold()
        if weight and unit in {"g", "grm", *MILLILITRES}:
            facts |= {"portion_g": f"{weight:g}", "portion": row.get("household_serving_fulltext", "")}
        if store.has(row["fdc_id"]):
            store.add(row["fdc_id"], {n: v for n, v in facts.items() if v}, {})
        else:
            account.count_row("branded_food.csv", "of no food in food.csv", line, row["fdc_id"])


def read_portions(download: Download, store: FoodStore, told: Callable[[int, int], None]) -> None:
    """Read the first portion with a weight of each food."""
    names = {row["id"]: row["name"] for _, row in download.rows("measure_unit.csv", ("id", "name"), told)}
    for _, row in download.rows("food_portion.csv", ("fdc_id", "gram_weight"), told):
        weight = parse_amount(row["gram_weight"]).value
        if not weight or not store.has(row["fdc_id"]):
            continue
        unit = names.get(row.get("measure_unit_id", ""), "")
        parts = (
            row.get("amount", "").removesuffix(".0"), "" if unit in UNDETERMINED else unit,
            row.get("portion_description", ""), row.get("modifier", ""),
        )  # fmt: skip
        said = " ".join(part for part in parts if (part and not part.isdigit()) or part == parts[0]).strip()
        store.add(row["fdc_id"], {"portion": said, "portion_g": f"{weight:g}"}, {})


def read_nutrients(
    download: Download, units: Units, nutrients: Nutrients
) -> dict[str, tuple[Code, float, str]]:
    """Return by the release's own number: the nutrient, its unit in ours, and what the release calls it."""
    found = {}
    for _, row in download.rows("nutrient.csv", ("id", "name", "unit_name", "nutrient_nbr"), lambda *_: None):
        number = row["nutrient_nbr"].removesuffix(".0")
        code = units.codes.get(number)
        if code is None:
            continue
        factor = units.find_factor(row["unit_name"], code.nutrient, nutrients)
        if factor is not None:
            found[row["id"]] = (code, factor, row["name"])
            found.setdefault(number, found[row["id"]])
    return found


def read_amounts(
    download: Download,
    store: FoodStore,
    account: Account,
    known: dict[str, tuple[Code, float, str]],
    nutrients: Nutrients,
    told: Callable[[int, int], None],
) -> None:
    """Read what 100 g hold, food by food as the rows come; each amount is counted."""
    where, food, is_food = "food_nutrient.csv", "", False
    amounts: Amounts = {}
    for line, row in download.rows(where, ("fdc_id", "nutrient_id", "amount"), told):
        if row["fdc_id"] != food:
            if amounts:
                store.add(food, {}, amounts)
            food, amounts = row["fdc_id"], {}
            is_food = store.has(food)
        meant = known.get(row["nutrient_id"])
        column = account.column(
            where, meant[2] if meant else "other nutrients", meant[0].nutrient if meant else ""
        )
        if not is_food:
            column.count(NO_FOOD, line, row["amount"], "of a sample, or of a food that is not in food.csv")
            continue
        if meant is None:
            column.count(NOT_USED, line, row["amount"], "a nutrient mealopt does not know")
            continue
        code, factor, _ = meant
        found = parse_amount(row["amount"])
        if found.value is None:
            column.count(found.state, line, row["amount"], found.reason)
            continue
        value = found.value * factor
        if value > nutrients[code.nutrient].most_per_100g:
            column.count(REFUSED, line, row["amount"], "more than 100 g can hold: another unit?")
            continue
        better = code.nutrient not in amounts or code.rank < amounts[code.nutrient][1]
        if better:
            amounts[code.nutrient] = (value, code.rank)
        state = found.state if found.state != READ or factor == 1.0 else CONVERTED
        column.count(
            state if better else NOT_USED, line, row["amount"], "" if better else "another row says it"
        )
    if amounts:
        store.add(food, {}, amounts)
