"""How long a visitor waits: the first plan, another answer, the whole week, a new meal, a swap.

    python bench/page_times.py [--times 5]

Serves the page and drives it with Chromium (Playwright). Times are of the clock, from the click until the
page stands still with the answer on it; the first load is that of a server that has just come up.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from statistics import median
from typing import TYPE_CHECKING, Any

from crowd import FLAGS, PATIENCE, serve_page

if TYPE_CHECKING:
    from collections.abc import Callable


READING = 2000  # ms that a visitor looks at a page that has just come, before they touch it


def settle(page: Any) -> None:
    """Wait until the page stands still, whole weeks that are being made included."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.get_by_text("Turning it into").wait_for(state="hidden")


def load(browser: Any, address: str) -> Any:
    """Open the page until its first plan is shown, in exact amounts or whole ones."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address, wait_until="commit")
    page.get_by_role("heading", level=1).filter(has_text="a day").wait_for()
    return page


def answer_age(page: Any, age: int) -> None:
    """Give another age, and wait for its plan."""
    field = page.get_by_label("Age", exact=True)
    field.fill(str(age))
    field.press("Enter")
    page.get_by_text(f"of {age}").first.wait_for()


def ask_dinner(page: Any) -> None:
    """Ask for another dinner on the first day, and wait until it is said what changed."""
    page.locator(".st-key-new-1-dinner button").locator("visible=true").first.click()
    page.get_by_text("Day 1, dinner").first.wait_for()
    settle(page)


def ask_swap(page: Any, number: int) -> None:
    """Swap the first food of a day's dinner that can be, and wait until it is said what came."""
    page.locator("[class*=st-key-do-whole-dinner] button").locator("visible=true").nth(number).click()
    page.get_by_text("Swap …").click()
    page.get_by_text("in place of").or_(page.get_by_text("in the place of")).first.wait_for()
    settle(page)


def measure(times: int) -> dict[str, list[float]]:
    """Return the seconds of each wait."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("This needs Chromium on the path.")
    seconds: dict[str, list[float]] = {}

    def clock(name: str, work: Callable[..., Any], *asked: object) -> Any:
        begun = time.perf_counter()
        found = work(*asked)
        seconds.setdefault(name, []).append(time.perf_counter() - begun)
        return found

    server, address = serve_page()
    try:
        with sync_playwright() as player:
            browser = player.chromium.launch(executable_path=chromium, args=list(FLAGS))
            page = clock("first plan, a server just up", load, browser, address)
            clock("its week of meals", settle, page)
            for number in range(times):
                page.context.close()  # one visitor at a time: a page that stays open works on
                page = clock("first plan, others were here", load, browser, address)
                settle(page)
                page.wait_for_timeout(READING)
                clock("another age: its exact answer", answer_age, page, 41 + number)
                clock("its week of meals", settle, page)
                clock("a new dinner", ask_dinner, page)
                clock("a food swapped", ask_swap, page, number % 3)
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=30)
    return seconds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=5)
    print("| from the click to | median s | longest s | times |\n|---|---|---|---|")
    for name, found in measure(parser.parse_args().times).items():
        print(f"| {name} | {median(found):.1f} | {max(found):.1f} | {len(found)} |")


if __name__ == "__main__":
    main()
