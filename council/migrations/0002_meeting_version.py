from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("council", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="minutes",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
    ]
