"""The parameters of a request by a program: each is understood, or named as wrong."""

import re
from datetime import UTC, date, datetime, time
from http import HTTPStatus

from django.utils import timezone

from .problems import ProblemError

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


class Query:
    """The query of a request in which only the parameters `known` may stand, each once."""

    def __init__(self, request, known):
        self.request = request
        self.values = request.GET
        for name, values in self.values.lists():
            if name not in known:
                options = ", ".join(known) or "none"
                self.refuse(name, f"There is no such parameter here. Known: {options}.")
            if len(values) > 1:
                self.refuse(name, "Give this parameter once.")

    def refuse(self, name, detail):
        raise ProblemError(detail, parameter=name[:60])

    def miss(self, name, detail):
        """The value is well formed, and names nothing that readers may see."""
        raise ProblemError(detail, parameter=name, status=HTTPStatus.NOT_FOUND)

    def text(self, name):
        return self.values.get(name)

    def number(self, name, *, lowest, highest, default=None):
        value = self.values.get(name)
        if value is None:
            return default
        if not NUMBER.fullmatch(value) or not lowest <= int(value) <= highest:
            self.refuse(name, f"Give a whole number from {lowest} to {highest}.")
        return int(value)

    def flag(self, name):
        """True, False, or None where nothing is said."""
        value = self.values.get(name)
        if value not in (None, "true", "false"):
            self.refuse(name, "Give true or false.")
        return None if value is None else value == "true"

    def moment(self, name):
        """The end of that day in UTC; now for today, for days to come and where none is given."""
        value = self.values.get(name)
        if value is None:
            return timezone.now()
        try:
            day = date.fromisoformat(value if DAY.fullmatch(value) else "")
        except ValueError:
            self.refuse(name, "Give a date as YYYY-MM-DD.")
        return min(datetime.combine(day, time.max, UTC), timezone.now())

    def one_of(self, name, find, what):
        """The row that `find(value)` knows, or None where no value is given."""
        value = self.values.get(name)
        if value is None:
            return None
        row = find(value)
        if row is None:
            self.miss(name, f"There is no {what} of that name.")
        return row
