"""Whom a number reaches: the words for roles, from the vocabulary."""

import re
from functools import cache

from .vocabulary import Vocabulary, alternatives


def role_in(text: str, vocabulary: Vocabulary, *, first: bool = False) -> str:
    """The role whose word stands last in the text (or first)."""
    pattern, roles = roles_of(vocabulary)
    # A sign such as the Turkish dotless i matches in any case and still folds to another word.
    found = [roles.get(match.group().casefold(), "") for match in pattern.finditer(text)]
    return found[0 if first else -1] if found else ""


@cache
def roles_of(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, str]]:
    roles = {
        word.casefold(): row["role"]
        for row in vocabulary.data["contacts"]["roles"]
        for word in row["words"]
    }
    return re.compile(rf"\b(?:{alternatives(roles)})\b", re.IGNORECASE), roles


@cache
def national_roles(vocabulary: Vocabulary) -> frozenset[str]:
    """Services of the whole country, which belong to no post."""
    rows = vocabulary.data["contacts"]["roles"]
    return frozenset(row["role"] for row in rows if row.get("national"))
