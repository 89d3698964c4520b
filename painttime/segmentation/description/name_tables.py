"""The words that names of parts are made of, a table a language: resources/part-names/LANGUAGE.json."""

import json
from functools import cache
from typing import Any

from painttime.files.shipped import shipped_folder

FALLBACK = "en"
"""Language of words that a table lacks."""

_FOLDER = "part-names"
_GROUPS = ("kinds", "places", "sizes", "colours", "patterns")


class NameTable:
    """Words of one language; those it lacks are English."""

    def __init__(self, words: dict[str, dict[str, str]]) -> None:
        self._words = words

    def kind(self, key: str) -> str:
        """Return the word for a kind of part; the key itself where no language has one."""
        return self._words["kinds"].get(key, key)

    def place(self, key: str) -> str:
        return self._words["places"].get(key, key)

    def size(self, key: str) -> str:
        return self._words["sizes"].get(key, key)

    def colour(self, key: str) -> str:
        return self._words["colours"].get(key, key)

    def phrase(self, pattern: str, name: str, **words: str) -> str:
        """Return a name put into a pattern, such as "{name}, {place}"."""
        return self._words["patterns"][pattern].format(name=name, **words)


def languages() -> tuple[str, ...]:
    """Return the languages there are tables for, English first."""
    found = {path.stem for path in (shipped_folder("resources") / _FOLDER).glob("*.json")}
    return FALLBACK, *sorted(found - {FALLBACK})


@cache
def name_table(language: str) -> NameTable:
    """Return the table of a language, by its code ("de", "de_AT"); English where there is none."""
    words = _read(FALLBACK)
    own = language.replace("-", "_").partition("_")[0].lower()
    if own != FALLBACK:
        translated = _read(own)
        words = {group: words[group] | translated.get(group, {}) for group in _GROUPS}
    return NameTable(words)


def _read(language: str) -> dict[str, dict[str, str]]:
    """Read a table; an empty one where the file is missing."""
    if language not in languages():
        return {}
    path = shipped_folder("resources") / _FOLDER / f"{language}.json"
    table: Any = json.loads(path.read_text(encoding="utf-8"))
    return {group: dict(table[group]) for group in _GROUPS if group in table}
