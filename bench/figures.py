"""How a bench script says what it found."""

import statistics
import time


def figure(name, value, bound, unit="", digits=0, least=False):
    """Print one line; `least` turns the bound from a ceiling into a floor."""
    held = value >= bound if least else value <= bound
    sign = ">=" if least else "<="
    print(f"{name} | {shown(value, unit, digits)} | {sign} {shown(bound, unit)} | {word(held)}")


def for_comparison(name, value, unit="", digits=0):
    """A figure that nothing is held against."""
    print(f"{name} | {shown(value, unit, digits)} | for comparison | ok")


def missing(name, what, bound):
    """The figure could not be taken, which is never good news."""
    print(f"{name} | {what} | {bound} | over")


def word(held):
    return "ok" if held else "over"


def shown(value, unit, digits=None):
    number = f"{value:,}" if digits is None else f"{value:,.{digits}f}"
    return f"{number} {unit}".strip()


def seconds(deed):
    """How long one call takes."""
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def alternating(*deeds, rounds=30):
    """Medians of deeds run in turn, so that a busy moment of the machine hits all alike."""
    for deed in deeds:
        deed()
    taken = [[seconds(deed) for deed in deeds] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]
