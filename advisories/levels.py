"""What a history of level changes says: the present level, since when, and what was before."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from web.statements import statement

from .models import Country, LevelChange


@dataclass(frozen=True)
class Period:
    """A time in which the level of a place stayed the same, however often it was reviewed."""

    changes: list[LevelChange]  # newest first
    until: datetime | None  # None: to today

    @property
    def newest(self):
        return self.changes[0]

    @property
    def level(self):
        return self.newest.level

    @property
    def since(self):
        return self.changes[-1].in_force_from

    @property
    def reviewed_on(self):
        return self.newest.reviewed_on


def periods(changes):
    """The history of one place, newest first, from its changes, newest first."""
    history, until = [], None
    for _level, group in groupby(changes, key=lambda change: change.level):
        period = Period(list(group), until)
        history.append(period)
        until = period.since
    return history


@dataclass(frozen=True)
class Standing:
    """The level of a country today and before, and those of its parts."""

    history: list[Period]  # of the whole country
    parts: list[Period]  # parts with another level than the whole, the worst first

    @property
    def now(self):
        return self.history[0] if self.history else None

    @property
    def level(self):
        return self.now.level if self.now else None


def standing_of(changes):
    """Read all changes in force of one country, newest first."""
    by_area: dict = {}
    for change in changes:
        by_area.setdefault(change.area_id, []).append(change)
    history = periods(by_area.pop(None, []))
    level = history[0].level if history else None
    parts = [periods(of_area)[0] for of_area in by_area.values()]
    different = [part for part in parts if part.level != level]
    return Standing(
        history, sorted(different, key=lambda part: (-part.level, part.newest.area.name))
    )


def present_levels():
    """The level of each country that has one, by the country's id."""
    return dict(levels_now())


@statement()
def levels_now(at):
    newest = Country.objects.with_level(at).exclude(level_change_id=None).values("level_change_id")
    changes = LevelChange.objects.filter(pk__in=newest)
    return changes.values_list("country_id", "level").order_by("pk")


def present_level(country):
    change = country.level_change if country else None
    return change.level if change else None
