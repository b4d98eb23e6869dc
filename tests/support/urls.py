"""Every address of the URLconf, so that no new one is forgotten."""

import re
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern, URLPattern


@dataclass(frozen=True)
class Address:
    name: str  # "council:meeting_detail"; an admin page without a name has its route
    route: str  # "councils/<slug:slug>/"
    view: Any

    def path(self, value_of):
        """A path; `value_of(kind, name)` gives what stands for each <kind:name>."""

        def fill(match):
            kind, _colon, name = match.group(1).rpartition(":")
            return str(value_of(kind or "str", name))

        return "/" + re.sub(r"<([^>]+)>", fill, self.route)


def every_address():
    return list(walk(get_resolver()))


def walk(resolver, prefix="", namespace=""):
    for entry in resolver.url_patterns:
        route = prefix + route_of(entry.pattern)
        if isinstance(entry, URLPattern):
            name = f"{namespace}:{entry.name}" if namespace and entry.name else entry.name
            yield Address(name or route, route, entry.callback)
        else:
            yield from walk(entry, route, entry.namespace or namespace)


def route_of(pattern):
    if isinstance(pattern, LocalePrefixPattern):
        return ""
    if isinstance(pattern, RoutePattern):
        return str(pattern)
    # The admin writes two of its addresses as regular expressions.
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", str(pattern))
    return route.replace("^", "").replace("$", "").replace("\\Z", "")
