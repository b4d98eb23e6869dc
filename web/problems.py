"""What went wrong, told to a program (RFC 9457)."""

from http import HTTPStatus

from django.http import JsonResponse


class ProblemError(Exception):
    """A request that cannot be answered; `parameter` names what is wrong in it."""

    def __init__(self, detail, *, parameter=None, status=HTTPStatus.BAD_REQUEST):
        super().__init__(detail)
        self.detail, self.parameter, self.status = detail, parameter, status


def problem(status, detail, **more):
    status = HTTPStatus(status)
    body = {"title": status.phrase, "status": status.value, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def answer_to(error):
    more = {"parameter": error.parameter} if error.parameter else {}
    return problem(error.status, error.detail, **more)
