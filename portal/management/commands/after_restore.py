import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from alerts.restored import after_restore


class Command(BaseCommand):
    help = (
        "Makes a database ready that was restored from a backup: its tables as this version wants "
        "them, sending paused, files made from its content gone, and the search up to date."
    )

    def handle(self, **options):
        call_command("migrate", verbosity=0)
        after_restore()
        shutil.rmtree(Path(settings.VAR_DIR) / "data", ignore_errors=True)
        call_command("index_search", verbosity=0)
        self.stdout.write(
            "Ready. Sending is paused: look at what waits, then resume on the page of an alert."
        )
