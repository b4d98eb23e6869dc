"""Search behind one function: `search(user, question, page)`; see docs/decisions/0012-search.md."""

from .query import Question
from .results import search

__all__ = ["Question", "search"]
