"""Many at once: plans from many threads against plans made alone, and many visitors of one page.

    python bench/crowd.py --panel FOLDER [--threads 16] [--people 200] [--questions 20] [--visitors 20]

The first part plans exact weeks in so many threads and compares each, byte for byte, with the one made alone
after it. The second asks what the page asks for so many different visitors at once, twice, without a browser:
what the server itself takes. The third serves the page, lets so many browsers in at once, each with an age of
its own, and reads the memory of the server from /proc until all have their week in whole portions. 0 leaves a
part out; the last needs Chromium and Playwright.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from panel_raw import read_rows

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu")
START = 60  # seconds the page has to come up
PATIENCE = 600_000  # milliseconds the last visitor may wait for a week
AGES = range(20, 80, 3)
DIETS = ("omnivore", "vegan", "vegetarian", "pescatarian")


def plan_text(row: dict[str, str]) -> str:
    """Return the exact week of a person of the panel as text, or why there is none."""
    from mealopt import NoPlanError, Person, Rules, plan_week

    tags = tuple(tag.replace("-", "_") for tag in row["without"].split(";") if tag)
    person = Person(float(row["age"]), row["sex"], energy_kcal=float(row["energy_kcal"]))
    try:
        plan = plan_week(person, Rules(diet=row["diet"], without=tags, portions="exact"))
    except NoPlanError as error:
        return str(error)
    return plan.portions.to_csv() + plan.totals.to_csv() + plan.drivers.to_csv()


def try_threads(rows: list[dict[str, str]], threads: int) -> int:
    """Plan for everyone in many threads and then alone; say how many differ."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        together = list(pool.map(plan_text, rows))
    took = time.perf_counter() - begun
    other = [row["id"] for row, text in zip(rows, together, strict=True) if plan_text(row) != text]
    print(
        f"{threads} threads, {len(rows)} exact weeks in {took:.0f} s: {len(other)} differ from the plan alone"
    )
    return len(other)


def try_questions(count: int) -> None:
    """Ask for so many visitors at once what the page asks, twice, and say what they wait for."""
    from mealopt import Person
    from mealopt.desk import answers
    from mealopt.desk.question import Question

    def ask(number: int, begun: float) -> tuple[float, float]:
        age, sex = float(AGES[number % len(AGES)] + number // len(AGES)), "female" if number % 2 else "male"
        asked = Question(Person(age, sex), DIETS[number % len(DIETS)], "balanced")
        answers.find_exact(asked.exact)
        exact = time.perf_counter() - begun
        answers.start_whole(asked).result()
        return exact, time.perf_counter() - begun

    for name, first in (("just up", 0), ("asked before", count)):
        begun = time.perf_counter()
        with ThreadPoolExecutor(count) as pool:
            waits = list(pool.map(ask, range(first, first + count), [begun] * count))
        exact, whole = (sorted(part) for part in zip(*waits, strict=True))
        print(
            f"{count} questions at once, a server {name}: exact answers after {median(exact):.1f} s, weeks "
            f"after {median(whole):.1f} s (medians), the last after {whole[-1]:.1f} s; at most "
            f"{sum(read_memory(process, 'VmHWM') for process in find_family(os.getpid())):.0f} MiB"
        )


def find_family(process: int) -> list[int]:
    """Return a process and those it started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(other for child in children for other in find_family(int(child)))]


def read_memory(process: int, word: str) -> float:
    """Return what a process holds, now (`VmRSS`) or at most so far (`VmHWM`) [MiB]."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(word):
            return int(line.split()[1]) / 1024
    return 0.0


def serve_page() -> tuple[subprocess.Popen[bytes], str]:
    """Start the page on a free port and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.headless", "true",
        "--server.address", "127.0.0.1", "--server.port", str(port), "--server.fileWatcherType", "none",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(START * 5):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return server, address
        except OSError:
            time.sleep(0.2)
    server.kill()
    sys.exit("The page did not come up.")


def try_visitors(count: int) -> None:
    """Let many visitors onto one page at once and say what the server held."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("The visitors need Chromium on the path.")
    server, address = serve_page()
    try:
        before = read_memory(server.pid, "VmRSS")
        with sync_playwright() as player:
            browser = player.chromium.launch(executable_path=chromium, args=list(FLAGS))
            pages = [browser.new_context().new_page() for _ in range(count)]
            begun, seconds = time.perf_counter(), []
            for page in pages:
                page.set_default_timeout(PATIENCE)
                page.goto(address, wait_until="commit")
            for number, page in enumerate(pages):
                field = page.get_by_label("Age", exact=True)
                field.fill(str(AGES[number % len(AGES)] + number // len(AGES)))
                field.press("Enter")
            for number, page in enumerate(pages):
                age = AGES[number % len(AGES)] + number // len(AGES)
                page.get_by_text(f"of {age}").first.wait_for()
                page.get_by_text("Day 1", exact=True).first.wait_for()
                page.get_by_text("Turning it into").wait_for(state="hidden")
                seconds.append(time.perf_counter() - begun)
            browser.close()
        most = sum(read_memory(process, "VmHWM") for process in find_family(server.pid))
        print(
            f"{count} visitors at once, each a week of their own: the server held at most {most:.0f} MiB "
            f"({before:.0f} MiB at the start); all had their week in whole portions after {seconds[-1]:.0f} s"
        )
    finally:
        server.terminate()
        server.wait(timeout=30)


def main() -> None:
    """Run both parts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--panel", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--threads", type=int, default=16)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--visitors", type=int, default=20)
    options = parser.parse_args()
    differ = try_threads(read_rows(options.panel / "people.csv")[: options.people], options.threads)
    if options.questions:
        try_questions(options.questions)
    if options.visitors:
        try_visitors(options.visitors)
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
