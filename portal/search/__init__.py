"""Search behind one function: `search(user, question, page)`; see docs/decisions/0013-search.md."""

from .query import Question
from .results import search

__all__ = ["Question", "search"]
