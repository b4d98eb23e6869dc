"""Read-only JSON for other programs: open, cacheable, and never a page of HTML."""

from functools import wraps
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import Http404, JsonResponse

from .open_data import absolute, open_page
from .problems import ProblemError, answer_to, problem
from .query import Query

PAGING = ("page", "size")
SIZE, MOST, LAST_PAGE = 50, 200, 100_000


def api_page(*parameters):
    """Serve what `view(query, ...)` returns as JSON; it knows these parameters and no others."""

    def decorate(view):
        @open_page
        @wraps(view)
        def page(request, **kwargs):
            try:
                data = view(Query(request, parameters), **kwargs)
            except ProblemError as error:
                return answer_to(error)
            except Http404:
                return problem(HTTPStatus.NOT_FOUND, "There is nothing at this address.")
            return JsonResponse(data, json_dumps_params={"ensure_ascii": False})

        return page

    return decorate


def page_of(query, rows, shape, **more):
    """One page of rows, as many as there are in all, and where the next page is."""
    size = query.number("size", lowest=1, highest=MOST, default=SIZE)
    number = query.number("page", lowest=1, highest=LAST_PAGE, default=1)
    start, count = (number - 1) * size, rows.count()
    if number > 1 and start >= count:
        raise ProblemError("There are fewer pages.", parameter="page", status=HTTPStatus.NOT_FOUND)
    found = shape(list(rows[start : start + size]))
    following = address_of(query, page=number + 1) if start + size < count else None
    return {**more, "count": count, "next": following, "results": found}


def address_of(query, **changed):
    values = {**query.values.dict(), **changed}
    return absolute(f"{query.request.path}?{urlencode(values)}")
