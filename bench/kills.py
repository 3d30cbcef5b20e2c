"""Kill a batch at random moments, let it go on, and compare every byte with a batch nobody disturbed.

    python bench/kills.py [--kills 50] [--count 150] [--seed 1] [--jobs 2]

Each batch is started as a command of its own, killed with SIGKILL at a random moment, of half of them after
the first people are safe, and started again, killed again with a chance of one in three, until it has come
to its end. Half of them write CSV, half Parquet.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

DIETS = ("omnivore", "vegan", "vegetarian", "pescatarian")
SHAPES = ("csv", "parquet")
EVERY = 10  # a line for so many kills
LATE = 1 / 2  # the share of batches killed only when somebody is safe
AGAIN = 1 / 3  # the chance that a batch which goes on is killed again


def write_people(path: Path, count: int) -> None:
    """Write people of every diet, some of whom may be given no plan or are not understood."""
    rows = ["id,age,sex,energy_kcal,diet,conditions\n"]
    for number in range(count):
        condition = "kidney_disease" if number % 9 == 5 else "warfarin" if number % 9 == 7 else ""
        sex = "femail" if number % 50 == 49 else ("female", "male")[number % 2]
        diet = DIETS[number // 2 % len(DIETS)]
        rows.append(f"p{number:05},{20 + number % 55},{sex},{1700 + number * 37 % 900},{diet},{condition}\n")
    path.write_text("".join(rows), encoding="utf-8")


def start(people: Path, out: Path, shape: str, jobs: int) -> subprocess.Popen[str]:
    """Start a batch of exact days."""
    options = ["--portions", "exact", "--days", "1", "--jobs", str(jobs), "--format", shape, "--quiet"]
    return subprocess.Popen(
        [sys.executable, "-m", "mealopt", "batch", str(people), "-o", str(out), *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file in a folder and the folders in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def count_done(out: Path) -> int:
    """Return how many people the journal of a batch says are safe."""
    done = 0
    journal = out / "journal.jsonl"
    for line in journal.read_bytes().splitlines()[1:] if journal.exists() else ():
        try:
            done = json.loads(line)["people"]
        except ValueError:  # the line the kill has torn
            break
    return done


def run_undisturbed(people: Path, out: Path, shape: str, jobs: int) -> tuple[dict[str, bytes], float]:
    """Run a batch to its end; return its files and the seconds it took after its journal was there."""
    process = start(people, out, shape, jobs)
    while not (out / "journal.jsonl").exists() and process.poll() is None:
        time.sleep(0.01)
    begun = time.monotonic()
    said = process.communicate()[0]
    if process.returncode:
        sys.exit(f"The undisturbed batch failed:\n{said}")
    return read_folder(out), time.monotonic() - begun


def kill_once(process: subprocess.Popen[str], out: Path, wait: float, *, late: bool) -> bool:
    """Kill a batch some seconds after its journal is there, or after somebody more is safe.

    Say whether it was still running.
    """
    before = count_done(out)
    while process.poll() is None:
        if count_done(out) > before if late else (out / "journal.jsonl").exists():
            break
        time.sleep(0.01)
    end = time.monotonic() + wait
    while time.monotonic() < end and process.poll() is None:
        time.sleep(0.005)
    running = process.poll() is None
    process.kill()
    process.communicate()
    return running


def main() -> None:
    """Kill, go on, compare, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--count", type=int, default=150, help="people of each batch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    kills = batches = different = 0
    reached: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people = folder / "people.csv"
        write_people(people, options.count)
        whole = {
            shape: run_undisturbed(people, folder / f"whole-{shape}", shape, options.jobs) for shape in SHAPES
        }
        seconds = ", ".join(f"{whole[shape][1]:.1f} s as {shape}" for shape in SHAPES)
        print(f"{options.count} people, undisturbed: {seconds}", flush=True)
        while kills < options.kills:
            shape = SHAPES[batches % len(SHAPES)]
            out = folder / f"{batches}"
            batches += 1
            jobs = chance.randint(1, options.jobs)
            while kills < options.kills and (not out.exists() or chance.random() < AGAIN):
                late = chance.random() < LATE
                wait = chance.uniform(0.0, whole[shape][1] * (1 - LATE if late else 1))
                if kill_once(start(people, out, shape, jobs), out, wait, late=late):
                    kills += 1
                    reached.append(count_done(out) / options.count)
                    if kills % EVERY == 0:
                        print(
                            f"{kills} kills of {batches} batches, with a median {median(reached):.0%} done: "
                            f"{different} of {batches - 1} that came to their end differ",
                            flush=True,
                        )
            process = start(people, out, shape, chance.randint(1, options.jobs))
            said = process.communicate()[0]
            if process.returncode or read_folder(out) != whole[shape][0]:
                different += 1
                print(f"batch {batches} ({shape}) differs, exit {process.returncode}: {said}", flush=True)
    middle = sum(0 < share < 1 for share in reached)
    print(
        f"{kills} kills of {batches} batches, {middle} of them with some people safe and others not: "
        f"{different} batches differ from the undisturbed ones in any byte"
    )
    sys.exit(different > 0)


if __name__ == "__main__":
    main()
