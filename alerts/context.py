"""What pages of every app show of alerts."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import SimpleLazyObject

from web.statements import statement

from .models import Alert, AlertPlace


def called_back(request):
    """Alerts that were sent to the public by mistake within the last day."""
    return {"called_back_alerts": SimpleLazyObject(find)}


def find():
    alerts = lately_retracted()
    if alerts:
        prefetch_related_objects(alerts, Prefetch("places", AlertPlace.objects.named()))
    return alerts


@statement()
def lately_retracted(at):
    return Alert.objects.lately_retracted(at).order_by("-retracted_at")
