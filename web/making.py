"""Rows of models from what a database answered, as Django makes them but without its preparations.

A statement is asked at every visit, always for the same columns. Which of them belong to which
model is found out once, and a row is filled directly, as one that was pickled is: going through
the model's __init__ takes up to four times as long.
"""

from operator import itemgetter

from django.db.models.base import ModelState
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable


def maker_of(queryset, compiler):
    """A function from the values of one answered row to what the queryset would give for it."""
    kind = queryset._iterable_class
    if compiler.has_extra_select:
        raise ValueError("A statement answers with what it is asked for, and nothing to sort by.")
    if kind is ValuesListIterable:
        return tuple
    if kind is FlatValuesListIterable:
        return itemgetter(0)
    if kind is not ModelIterable:
        raise ValueError("A statement gives rows or tuples.")
    made = RowMaker(compiler.klass_info, compiler.select, queryset.db).made
    annotated = list((compiler.annotation_col_map or {}).items())

    def made_with_annotations(values):
        row = made(values)
        for name, place in annotated:
            setattr(row, name, values[place])
        return row

    return made_with_annotations if annotated else made


class RowMaker:
    """Makes rows of one model, each with those that select_related() brought along."""

    def __init__(self, found, select, database):
        if found.get("from_parent"):
            raise ValueError("A statement knows no models that inherit a table.")
        self.model, self.database = found["model"], database
        places = found["select_fields"]
        self.own = slice(places[0], places[-1] + 1)
        self.names = [select[place][0].target.attname for place in places]
        self.key = places[self.names.index(self.model._meta.pk.attname)]
        self.related = [
            (RowMaker(other, select, database), other["local_setter"], other["remote_setter"])
            for other in found.get("related_klass_infos", [])
        ]

    def made(self, values):
        row = self.model.__new__(self.model)
        state = ModelState()
        state.adding, state.db = False, self.database
        columns = vars(row)
        columns["_state"] = state
        columns.update(zip(self.names, values[self.own], strict=True))
        for maker, name_there, name_back in self.related:
            other = None if values[maker.key] is None else maker.made(values)
            name_there(row, other)
            if other is not None:
                name_back(other, row)
        return row
