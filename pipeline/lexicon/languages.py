"""What tells the languages of the lexicon apart: ``<language>/language.yml``, explained in the English one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.core.errors import LexiconError
from pipeline.lexicon.load import Lexicon


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Another script in which the language was written.

    Attributes:
        script: First word of the Unicode names of its letters, as ``Cyrillic``.
        signs: Sets of letters that no other language of the script has together.
        table: Code point -> the letter of the language's main script, for ``str.translate``.
    """

    script: str
    signs: tuple[frozenset[str], ...]
    table: Mapping[int, str]


@dataclass(frozen=True, eq=False)
class Language:
    """One language of the lexicon.

    Attributes:
        code: Folder name.
        script: Script of its letters.
        day_first: Whether 10/11/2020 is 10 November; ``None`` when its newspapers differ.
        own_letters: Letters that tell it from the other languages of its script.
        lacks: Letters of its script that it does not have; where they are given, one of ``own_letters`` is enough.
        function_words: Words too frequent to be missing from running text, and absent elsewhere.
        sure_words: Of these, words one of which settles the matter; empty where letters are the better sign.
        alphabet: Another script in which it was written, or ``None``.
    """

    code: str
    script: str
    day_first: bool | None
    own_letters: frozenset[str]
    lacks: frozenset[str]
    function_words: frozenset[str]
    sure_words: frozenset[str]
    alphabet: Alphabet | None

    def scripts(self) -> tuple[str, ...]:
        """Every script that it is written in, the main one first."""
        return (self.script, self.alphabet.script) if self.alphabet is not None else (self.script,)


@lru_cache(maxsize=16)
def load_languages(lexicon: Lexicon) -> Mapping[str, Language]:
    """Every language that has a folder, by its code, in alphabetical order.

    Raises:
        LexiconError: A folder's ``language.yml`` names no script.
    """
    return {code: _language(lexicon, code) for code in lexicon.languages()}


def _language(lexicon: Lexicon, code: str) -> Language:
    rules = lexicon.rules(f"{code}/language.yml")
    if not rules.get("script"):
        raise LexiconError(f"{code}/language.yml: needs script, e.g. Latin or Armenian")
    return Language(
        code=code,
        script=rules["script"],
        day_first={"yes": True, "no": False}.get(rules.get("day_first", "unknown")),
        own_letters=frozenset(rules.get("own_letters", "")),
        lacks=frozenset(rules.get("lacks", "")),
        function_words=frozenset(rules.get("function_words", [])),
        sure_words=frozenset(rules.get("sure_words", [])),
        alphabet=_alphabet(rules.get("alphabet"), code),
    )


def _alphabet(rules: Mapping[str, object] | None, code: str) -> Alphabet | None:
    if rules is None:
        return None
    letters, signs = rules.get("letters"), rules.get("signs")
    if (
        not isinstance(letters, dict)
        or not isinstance(signs, list)
        or any(len(k) != 1 != len(v) for k, v in letters.items())
    ):
        raise LexiconError(f"{code}/language.yml: alphabet needs script, signs and letters, one letter for each")
    table = {ord(old): new for old, new in letters.items()}
    table |= {ord(old.upper()): _upper(new) for old, new in letters.items() if len(old.upper()) == 1}
    return Alphabet(str(rules.get("script")), tuple(frozenset(sign) for sign in signs), table)


def _upper(letter: str) -> str:
    return "İ" if letter == "i" else letter.upper()
