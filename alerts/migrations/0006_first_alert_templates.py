"""The first templates, to be changed in the administration."""

import json
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parent.parent / "data" / "alert_templates.json"


def load(apps, schema_editor):
    templates = apps.get_model("alerts", "AlertTemplate")
    for row in json.loads(TEXTS.read_text(encoding="utf-8")):
        templates.objects.get_or_create(name=row["name"], defaults=row)


def unload(apps, schema_editor):
    names = [row["name"] for row in json.loads(TEXTS.read_text(encoding="utf-8"))]
    apps.get_model("alerts", "AlertTemplate").objects.filter(name__in=names).delete()


class Migration(migrations.Migration):
    dependencies = [("alerts", "0005_emergency_path")]

    operations = [migrations.RunPython(load, unload)]
