from django.db import migrations, models

import advisories.models.editions


class Migration(migrations.Migration):

    dependencies = [
        ("advisories", "0009_edition_pdf"),
    ]

    operations = [
        migrations.AlterField(
            model_name="edition",
            name="language",
            field=models.CharField(
                default=advisories.models.editions.site_language,
                max_length=12,
                verbose_name="language",
            ),
        ),
    ]
