"""Nothing on the page shuts anybody out, by axe-core's rules: at three widths, light and dark."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_journeys import VIEWS, WHOLE, settle

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDTHS = (390, 768, 1440)
GRAVE = {"serious", "critical"}
SETTLED = 700  # milliseconds: what a click asks for has begun, and colours are there


def find_axe() -> str:
    """Return the rules' program, which comes with a package of the tests: nothing is fetched."""
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def find_barriers(page: Page) -> list[str]:
    """Return what axe-core finds that is grave: its rule, and the first place of each."""
    page.wait_for_timeout(SETTLED)
    settle(page)
    page.wait_for_function("!document.querySelector('[data-stale=true]')")  # what is being redone is paler
    page.wait_for_timeout(SETTLED)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found if rule["impact"] in GRAVE]


def open_at(browser: Browser, address: str, width: int, scheme: str, asked: str = "") -> Page:
    """Open the page at a width, light or dark."""
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    page.goto(f"{address}/{asked}")
    page.get_by_role("heading", level=1).first.wait_for(timeout=WHOLE)
    page.evaluate(find_axe())
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_is_open_to_everybody(browser: Browser, address: str, scheme: str):
    page = open_at(browser, address, WIDTHS[0], scheme)
    page.get_by_text("Day 1", exact=True).first.wait_for(timeout=WHOLE)
    for view in VIEWS:
        page.get_by_role("tab", name=view, exact=True).click()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert find_barriers(page) == [], (view, width)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_refused_is_open_to_everybody_too(browser: Browser, address: str, scheme: str):
    page = open_at(browser, address, 390, scheme, "?portions=exact&budget=0.5")
    page.get_by_role("heading", name="Nothing fits all of this").wait_for(timeout=WHOLE)
    assert find_barriers(page) == []
    page.context.close()


def test_an_opened_menu_and_an_opened_guide_are_open_to_everybody(browser: Browser, address: str):
    page = open_at(browser, address, 768, "light", "?portions=exact")
    page.get_by_role("button", name="About calcium").click()
    assert find_barriers(page) == []
    page.keyboard.press("Escape")
    page.locator("[class*=st-key-do-] button").locator("visible=true").first.click()
    assert find_barriers(page) == []
    page.context.close()
