"""How long a large table takes to come in, and how much room: made-up branded foods, a row each.

    python bench/import_rows.py [--rows 10000 100000 1000000]

Each import is a process of its own, so that its peak of memory is its own. The made-up foods have a serving,
sixteen columns, and a blank vitamin D in two of three.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEAD = (
    "gtin,product name,brand,category,serving size (g),Energy (kcal),Protein (g),Total Fat (g),"
    "Carbohydrates (g),Sugars (g),Fiber (g),Sodium (mg),Calcium (mg),Iron (mg),Potassium (mg),"
    "Vitamin D (µg)\n"
)


def write_rows(path: Path, count: int) -> None:
    """Write a table of so many made-up foods."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(count):
            protein, fat, carbohydrate = chance.randint(0, 9), chance.randint(0, 9), chance.randint(0, 15)
            energy = 4 * protein + 9 * fat + 4 * carbohydrate
            cells = (
                f"{number:013d}", f'"Product {number}, something"', f"Brand {number % 500}",
                f"Cat {number % 80}", chance.randint(60, 250), energy, protein, fat, carbohydrate,
                carbohydrate // 2, carbohydrate // 3, chance.randint(0, 900), chance.randint(0, 300),
                f"{chance.random() * 5:.2f}", chance.randint(0, 500),
                "" if number % 3 else chance.randint(0, 5),
            )  # fmt: skip
            file.write(",".join(map(str, cells)) + "\n")


def main() -> None:
    """Import tables of growing size and print seconds and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    options = parser.parse_args()
    print("| rows | seconds | peak memory [MB] |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        source, out = Path(place) / "made-up.csv", Path(place) / "foods.csv"
        for count in options.rows:
            write_rows(source, count)
            words = ["foods", "import", "table", str(source), "--guess", "-q", "-o", str(out)]
            begun = time.perf_counter()
            process = subprocess.Popen([sys.executable, "-m", "mealopt", *words], stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            if status:
                sys.exit(f"The import of {count:,} rows failed.")
            with out.open(encoding="utf-8") as file:
                kept = sum(1 for _ in file) - 1
            seconds = time.perf_counter() - begun
            print(f"| {kept:,} | {seconds:.0f} | {usage.ru_maxrss / 1024:.0f} |", flush=True)


if __name__ == "__main__":
    main()
