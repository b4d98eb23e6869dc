"""Reads reports as people have them, plain text without markup, and loses nothing of them."""

from .parse import parse_report, read_report
from .parsed import ParsedReport
from .source import UnreadableReport, read_source
from .vocabulary import Vocabulary, current_vocabulary, load_vocabulary

__all__ = [
    "ParsedReport",
    "UnreadableReport",
    "Vocabulary",
    "current_vocabulary",
    "load_vocabulary",
    "parse_report",
    "read_report",
    "read_source",
]
