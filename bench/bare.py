"""The least a WSGI application can do: the bytes of a file, with the headers of another page."""

import os
import pickle
from pathlib import Path

HEADERS, BODY = pickle.loads(Path(os.environ["BARE_PAGE"]).read_bytes())


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]
