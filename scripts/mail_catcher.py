"""The development mail server: keeps every mail as a file that one can open.

    python scripts/mail_catcher.py SOCKET_NUMBER FOLDER

0007-member-example.org-security-alert.eml holds the mail as it was sent; the .html beside
it opens in a browser.
"""

import asyncio
import re
import signal
import socket
import sys
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.smtp import SMTP

CONTENT_POLICY = (
    b'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    b"style-src 'unsafe-inline'; img-src data:\">\n"
)


class Catcher:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.number = max(map(number_of, folder.glob("*.eml")), default=0)

    async def handle_DATA(self, server, session, envelope):
        self.number += 1
        message = message_from_bytes(envelope.content, policy=policy.default)
        subject = " ".join(str(message["Subject"] or "").split())
        to = ", ".join(envelope.rcpt_tos)
        path = self.folder / f"{self.number:04}-{words(to)}-{words(subject)}.eml"
        path.write_bytes(envelope.content)
        print(f"mail to {printable(to)}: {printable(subject)}\n     {write_html(message, path)}")
        return "250 2.0.0 kept"


def number_of(path):
    digits = path.name.partition("-")[0]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def words(text):
    """Letters, digits, dots and dashes only: safe in a file name on any machine."""
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")[:60] or "x"


def printable(text):
    """A mail must not move the terminal's cursor."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def write_html(message, path):
    """The part for reading as a page, with nothing in it allowed to run or to load."""
    body = message.get_body(("html",))
    if body is None:
        return path
    page = path.with_suffix(".html")
    page.write_bytes(b'<!doctype html><meta charset="utf-8">\n' + CONTENT_POLICY)
    with page.open("ab") as file:
        file.write(body.get_content().encode("utf-8", "replace"))
    return page


async def catch(listener, folder):
    loop = asyncio.get_running_loop()
    catcher = Catcher(folder)
    server = await loop.create_server(
        lambda: SMTP(catcher, loop=loop, hostname="localhost", enable_SMTPUTF8=True), sock=listener
    )
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await stop.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(catch(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2])))
