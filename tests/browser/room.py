"""Whether what a page shows has room."""

from playwright.sync_api import Page


def fits(page: Page) -> bool:
    """Nothing is to be scrolled sideways: neither the document nor the frame in which a page scrolls."""
    return page.evaluate(
        "[document.documentElement, ...document.querySelectorAll('.page')]"
        ".every((one) => one.scrollWidth <= one.clientWidth)"
    )
