"""`{% levels_map countries site %}`: the world by level, each country with a link to its page."""

from django import template

from advisories.worldmap import world_map

register = template.Library()


@register.simple_tag
def levels_map(countries, site):
    shown = {
        country.numeric or country.alpha2: (
            country.level,
            country.get_absolute_url(),
            country.name,
        )
        for country in countries
    }
    return world_map(shown, hidden=site.hidden_map_areas)
