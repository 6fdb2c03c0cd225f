"""The page of published numbers is what the code makes of the shipped files."""

import pytest

from dealsim.scenario.files.shipped import PUBLISHED
from scripts.write_published import PAGE, page

pytestmark = pytest.mark.usefixtures("shipped_fits")


def test_page_and_code_agree() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make pages`"


def test_every_shipped_result_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in PUBLISHED.names():
        assert f"[`{name}`](../scenarios/published/{name}.yaml)" in text
