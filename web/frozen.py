"""What readers saw stays as it was: rows that are frozen with their publication.

A published row keeps its CONTENT, whether one object is saved or a statement changes many;
what else it says (when it ended, who withdrew it) goes on changing. Its parts, rows of their
own that name it in WHOLE, do not change at all any more.
"""

from .errors import FrozenError
from .models import PublicFact, PublicFactQuerySet

PUBLISHED = "published_at__isnull"


class PublishedOnceQuerySet(PublicFactQuerySet):
    def drafts(self):
        return self.filter(published_at=None)

    def frozen(self):
        return self.filter(**{PUBLISHED: False})

    def update(self, **values):
        if self.model.CONTENT & values.keys() and self.frozen().exists():
            raise FrozenError(self.model.NO_CHANGE)
        return super().update(**values)

    update.alters_data = True

    def delete(self):
        if self.frozen().exists():
            raise FrozenError(self.model.NO_DELETION)
        return super().delete()

    delete.alters_data = True


class PublishedOnce(PublicFact):
    """A row with `published_at`, from which on its content stays."""

    CONTENT: frozenset[str]  # columns, a foreign key under both of its names
    NO_CHANGE: str
    NO_DELETION: str

    class Meta:
        abstract = True

    def delete(self, *args, **options):
        if self.is_frozen():
            raise FrozenError(self.NO_DELETION)
        return super().delete(*args, **options)

    def stored(self):
        return type(self)._base_manager.filter(pk=self.pk, **{PUBLISHED: False})

    def is_frozen(self):
        """By the database, whatever this object says."""
        return self.stored().exists()

    def refuse_other_content(self):
        """Compare with the row as stored; True if it is frozen and says the same."""
        columns = sorted(name for name in self.CONTENT if not name.endswith("_id"))
        stored = self.stored().values(*columns).first()
        if stored and any(
            self._meta.get_field(name).value_from_object(self) != stored[name] for name in columns
        ):
            raise FrozenError(self.NO_CHANGE)
        return stored is not None


class FrozenPartQuerySet(PublicFactQuerySet):
    def update(self, **values):
        self.refuse_frozen()
        return super().update(**values)

    update.alters_data = True

    def delete(self):
        self.refuse_frozen()
        return super().delete()

    delete.alters_data = True

    def bulk_create(self, rows, *args, **options):
        rows = list(rows)
        self.model.refuse_published(rows)
        return super().bulk_create(rows, *args, **options)

    def refuse_frozen(self):
        if self.filter(**{f"{self.model.WHOLE}__{PUBLISHED}": False}).exists():
            raise FrozenError(self.model.NO_CHANGE)


class FrozenPart(PublicFact):
    """A row of a PublishedOnce, named in the field WHOLE."""

    WHOLE: str
    NO_CHANGE: str

    class Meta:
        abstract = True

    def save(self, *args, **options):
        self.refuse_published([self])
        super().save(*args, **options)

    def delete(self, *args, **options):
        self.refuse_published([self])
        return super().delete(*args, **options)

    @classmethod
    def refuse_published(cls, rows):
        whole = cls._meta.get_field(cls.WHOLE)
        keys = {getattr(row, whole.attname) for row in rows}
        published = whole.related_model._base_manager.filter(pk__in=keys, **{PUBLISHED: False})
        if published.exists():
            raise FrozenError(cls.NO_CHANGE)
