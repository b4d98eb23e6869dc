"""Numbers from an address or a form that no column can hold are in no row.

Django answers so for `=`, `<` and `>`; for `IN` and for foreign keys SQLite raises OverflowError.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignKey, IntegerField
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.lookups import In


def fits(value, connection, field):
    """True unless `value` is a number beyond the range of this column."""
    if not isinstance(value, int):
        return True
    field = getattr(field, "target_field", field)
    lowest, highest = connection.ops.integer_field_range(field.get_internal_type())
    return (lowest is None or value >= lowest) and (highest is None or value <= highest)


class FittingIn:
    """`IN (...)` without the values that the column cannot hold."""

    rhs: Any

    def process_rhs(self, compiler, connection):
        if self.rhs_is_direct_value():
            field = self.lhs.output_field
            self.rhs = [value for value in self.rhs if fits(value, connection, field)]
        return super().process_rhs(compiler, connection)


@IntegerField.register_lookup
class IntegerIn(FittingIn, In):
    pass


@ForeignKey.register_lookup
class FittingRelatedIn(FittingIn, RelatedIn):
    pass


@ForeignKey.register_lookup
class FittingRelatedExact(RelatedExact):
    def process_rhs(self, compiler, connection):
        if not fits(self.rhs, connection, self.lhs.output_field):
            raise EmptyResultSet
        return super().process_rhs(compiler, connection)
