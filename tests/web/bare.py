"""The page's modules in a browser, without the page: for tests of a module alone."""

from playwright.sync_api import Page

from tests.web.browser import Visitor

LOAD = r"""
  const [, told] = document.body.innerText.match(/release = (.*);/);
  const root = JSON.parse(told).assets;
  const load = (path) => import(root + path);
"""
"""Defines `root` and `load(path)` for a function that is evaluated in a bare page."""


def bare_page(visitor: Visitor) -> Page:
    """A document that runs nothing, under the page's policy."""
    visitor.expect("favicon.ico")  # asked for where a document names no icon
    page = visitor.page()
    page.goto("/sw.js")
    return page
