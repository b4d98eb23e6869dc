from django.core.management.base import BaseCommand

from portal.search.index import refresh
from portal.search.shelves import ARCHIVE, CURRENT


class Command(BaseCommand):
    help = "Brings the search index up to date at once, as after reading in many reports."

    def handle(self, **options):
        for shelf in (CURRENT, ARCHIVE):
            refresh(shelf, most=None)
