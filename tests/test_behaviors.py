"""Each promised behavior is named by a test (docs/behaviors.md).

The test files are read, not run, so that a letter whose last test went is missed at once.
"""

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

TESTS = Path(__file__).parent
# How many behaviors each letter has. A letter is added here once all of it is named.
PROMISED = {"A": 15, "B": 19, "C": 7, "D": 6, "E": 6, "F": 10, "I": 15, "J": 9, "P": 22}
# Measured by `make bench` and `make faults`, or not built yet: see docs/behaviors.md.
ELSEWHERE = {"P4", "P10", "P11", "P12", "P21"}


def names_in(source):
    """The names given to behavior() marks in one file, on tests, classes or whole modules."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "behavior":
            yield from (name.value for name in node.args)


def test_each_promised_behavior_is_named_by_a_test():
    named = {name for file in TESTS.rglob("test_*.py") for name in names_in(file.read_text())}
    promised = {f"{letter}{n}" for letter, last in PROMISED.items() for n in range(1, last + 1)}

    assert promised - named == ELSEWHERE


def test_mark_is_found_wherever_it_stands():
    source = """
import pytest
pytestmark = [pytest.mark.once, pytest.mark.behavior("B3")]
@pytest.mark.behavior("A4", "A6")
def test_one(): ...
"""
    assert sorted(names_in(source)) == ["A4", "A6", "B3"]
