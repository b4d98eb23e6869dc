"""What has to happen before Django reads a request."""

from django.utils.http import parse_header_parameters

from .middleware import UNREADABLE, is_utf8


class PlainEncoding:
    """WSGI middleware: no header chooses how Django decodes, before any code of ours runs.

    Django decodes the query while it builds the request. With `charset=base64`, which is no
    encoding of text, that fails outside of every middleware. The name is taken away here,
    and web.middleware.refuse_unreadable answers 400.
    """

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        content_type = environ.get("CONTENT_TYPE", "")
        if "charset" in content_type.lower():
            kind, parameters = parse_header_parameters(content_type)
            if not is_utf8(parameters.get("charset")):
                environ["CONTENT_TYPE"] = kind
                environ[UNREADABLE] = True
        return self.application(environ, start_response)
