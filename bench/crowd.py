"""A million people, filled in by the database itself: what is measured comes afterwards."""

from datetime import timedelta

from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone

LANDS = 200


def fill(model, count, first=1, **columns):
    """So many rows of a model: SQL in `n` for these columns, its defaults for all others."""
    row, names, values, parts = model(), [], [], []
    for field in model._meta.concrete_fields:
        names.append(field.column)
        if field.attname in columns:
            parts.append(columns[field.attname].replace("%", "%%"))
        elif field.primary_key:
            parts.append("n")
        else:
            parts.append("%s")
            values.append(field.get_db_prep_save(field.pre_save(row, add=True), connection))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(names)})"
            f" SELECT {', '.join(parts)} FROM {numbers(first, count)}",
            values,
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def numbers(first, count):
    last = first + count - 1
    if connection.vendor == "postgresql":
        return f"generate_series({first}, {last}) AS numbers(n)"
    return (
        f"(WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers"
        f" WHERE n < {last}) SELECT n FROM numbers) AS numbers"
    )


def new_uuid():
    return "gen_random_uuid()" if connection.vendor == "postgresql" else "hex(randomblob(16))"


def day(offset):
    """The date so many days from now, as SQL."""
    text = f"'{timezone.now().date() + timedelta(days=offset)}'"
    return f"DATE {text}" if connection.vendor == "postgresql" else text


def lands():
    """Countries with the keys 1 to LANDS."""
    from advisories.models import Country, Region

    region = Region.objects.create(name="World", slug="world")
    return Country.objects.bulk_create(
        Country(
            pk=number,
            region=region,
            name=f"Land {number}",
            slug=f"land-{number}",
            alpha2=f"{number // 26}{chr(65 + number % 26)}",
            alpha3=f"X{number:03}"[-3:] if number < 100 else f"{number}",
        )
        for number in range(1, LANDS + 1)
    )


def people(count, first=1, **columns):
    """Everybody confirmed: person-1@example.org and so on, their keys the numbers."""
    from django.contrib.auth import get_user_model

    fill(
        get_user_model(),
        count,
        first,
        email="'person-' || n || '@example.org'",
        name="'Person ' || n",
        email_confirmed_at=now(),
        **columns,
    )


def trips(count, first=1):
    """One confirmed trip for each of these people, under their number."""
    from travelers.models import Trip

    fill(
        Trip,
        count,
        first,
        form_id=new_uuid(),
        reference="'T-' || n",
        user_id="n",
        confirmed_at=now(),
    )


def now():
    return moment_of(timezone.now())


def moment_of(moment):
    """That moment, as SQL."""
    if connection.vendor == "sqlite":
        moment = moment.replace(tzinfo=None)
    return (
        f"CAST('{moment}' AS timestamptz)" if connection.vendor == "postgresql" else f"'{moment}'"
    )


def stops(count, country, starts, ends, first=1, key="n"):
    """A stop for each of these trips: SQL for the country's key and for both days."""
    from travelers.models import Stop

    fill(
        Stop, count, first, id=key, trip_id="n", country_id=country, starts_on=starts, ends_on=ends
    )


def analyzed():
    """As the database keeps itself in daily life."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
