"""What the log leaves out: a link from a mail opens somebody's choices to who reads it there."""

import logging
import re

TOKEN = re.compile(r"/(u|choices|confirm)/[^/\s?#'\"]+")


class WithoutTokens(logging.Filter):
    """Django names the address that was not found or refused; the token in it stays unsaid."""

    def filter(self, record):
        said = record.getMessage()
        if TOKEN.search(said):
            record.msg, record.args = TOKEN.sub(r"/\1/...", said), ()
        return True
