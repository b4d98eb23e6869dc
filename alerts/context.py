"""What pages of every app show of alerts."""

from django.utils.functional import SimpleLazyObject

from .models import Alert


def called_back(request):
    """Alerts that were sent to the public by mistake within the last day."""
    return {"called_back_alerts": SimpleLazyObject(find)}


def find():
    rows = Alert.objects.lately_retracted().with_places().order_by("-retracted_at")
    return list(rows)
