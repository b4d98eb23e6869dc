"""Reports as mail servers send them, put into a Maildir as a mail server would."""

from itertools import count

serial = count(1)


def dsn(path, status="5.1.1", action="failed", diagnostic="smtp; 550 5.1.1 no such mailbox"):
    """A delivery status notification (RFC 3464), sent to the return path of the mail."""
    return f"""\
Return-Path: <>
Delivered-To: {path}
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

It could not be delivered to follower@example.org.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; Follower@Example.ORG
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--b1
Content-Type: text/rfc822-headers

Subject: Warning: Kazakhstan
--b1--
""".encode()


def complaint(path, kind="abuse"):
    """A feedback report (RFC 5965): it comes to the mailbox itself, and quotes the mail."""
    return f"""\
From: feedback@mail.example.net
To: complaints@example.org
Subject: FW: Warning
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain

Somebody pressed the button.

--b2
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Example/1.0
Version: 1
Original-Mail-From: <{path}>

--b2
Content-Type: message/rfc822

From: alerts@example.org
Subject: Warning: Kazakhstan

Text.
--b2--
""".encode()


def put(maildir, raw):
    """Deliver these bytes to the Maildir; the file's name."""
    name = f"{next(serial)}.test"
    (maildir / "new" / name).write_bytes(raw)
    return name
