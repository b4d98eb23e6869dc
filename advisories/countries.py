"""The world as shipped: regions, countries and indicators, read from data/countries.json."""

import json
from collections import Counter
from pathlib import Path

from django.db import transaction

from .models import Country, Indicator, Region

DATA = Path(__file__).parent / "data" / "countries.json"
COLUMNS = ("alpha2", "alpha3", "name", "slug", "territory", "time_zone", "aliases")


@transaction.atomic
def load_countries(*, update=False, file=DATA):
    """Add what is missing and count it; with `update`, bring older rows up to the file as well.

    A council with other names for the countries, or other indicators, brings a file of its own.

    Staff rename countries and add other names for them, so rows that exist stay as they are
    unless asked, and even then keep their address and every name they were ever known by.
    """
    world = json.loads(Path(file).read_text(encoding="utf-8"))
    counts = Counter()
    counts += _load(Region, "slug", world["regions"], update)
    counts += _load(Indicator, "code", world["indicators"], update)
    counts += _load(Country, "alpha2", _countries(world), update)
    return counts


def _countries(world):
    regions = {region.slug: region for region in Region.objects.all()}
    for row in world["countries"]:
        facts = {column: row[column] for column in COLUMNS}
        yield facts | {"numeric": row["numeric"] or "", "region": regions[row["region"]]}


def _load(model, key, rows, update):
    """Match rows by `key`; the counts are named "country added" and "country updated"."""
    stored = {getattr(row, key): row for row in model.objects.all()}
    rows = list(rows)
    fresh = [model(**facts) for facts in rows if facts[key] not in stored]
    model.objects.bulk_create(fresh)
    changed = 0
    if update:
        changed = sum(_bring_up_to(stored[f[key]], f) for f in rows if f[key] in stored)
    noun = model._meta.model_name
    return Counter({f"{noun} added": len(fresh), f"{noun} updated": changed})


def _bring_up_to(row, facts):
    """Give the row the facts of the file; True if that changed anything."""
    wanted = {name: value for name, value in facts.items() if name != "slug"}
    if "aliases" in facts:
        names = [*facts["aliases"], *row.aliases, row.name]
        wanted["aliases"] = [n for n in dict.fromkeys(names) if n != facts["name"]]
    differences = {n: value for n, value in wanted.items() if getattr(row, n) != value}
    for name, value in differences.items():
        setattr(row, name, value)
    if differences:
        row.save(update_fields=list(differences))
    return bool(differences)
