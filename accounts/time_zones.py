"""The time zones to choose from."""

from .models import known_time_zones


def time_zone_choices():
    """Every zone with a region, as in "Asia/Almaty"; abbreviations left out."""
    zones = sorted(zone for zone in known_time_zones() if "/" in zone and "Etc/" not in zone)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in zones)]
