"""A folder of generated news articles: python benchmarks/corpus.py FOLDER N [--seed S]

Articles report events of a generated world in the words of news desks, with talk around them that reports
nothing. An event is told by one to a few articles, one article in thirty is an agency copy. Equal arguments
give equal bytes, and the first N articles of a larger corpus are those of a smaller one.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FIRST_DAY = date(1992, 1, 6)
DAYS = 33 * 365
A_FOLDER = 500
"""Articles in one folder, as archives are laid out."""

SIDES = {
    "Azerbaijan": ("President Ilham Aliyev", "Foreign Minister Jeyhun Bayramov", "Baku"),
    "Pakistan": ("Prime Minister Shehbaz Sharif", "Foreign Minister Ishaq Dar", "Islamabad"),
    "Armenia": ("Prime Minister Nikol Pashinyan", "Foreign Minister Ararat Mirzoyan", "Yerevan"),
    "Turkey": ("President Recep Tayyip Erdogan", "Foreign Minister Hakan Fidan", "Ankara"),
    "Russia": ("President Vladimir Putin", "Foreign Minister Sergey Lavrov", "Moscow"),
}
PLACES = ("Shusha", "Agdam", "Lachin", "Kalbajar", "Fuzuli", "Jabrayil", "Khankendi", "Zangilan", "Gubadli", "Hadrut")
REPORTS = (
    "{a_head} of {a} met {b_head} of {b} in {city} on {day}.",
    "{a} and {b} signed an agreement on trade in {city} on {day}.",
    "{a_minister} of {a} visited {city} on {day} for talks with {b_minister}.",
    "On {day}, {a} welcomed the statement of {b} on Karabakh.",
    "{a} and {b} held joint military exercises near {city} from {day}.",
    "Fighting broke out near {place} on {day}, {a} said.",
    "{a_head} opened a new school in {place} on {day}.",
    "The foreign ministry of {a} condemned the attack near {place} on {day}.",
)
TALK = (
    "analysts residents traders observers officials teachers farmers engineers students drivers doctors miners",
    "expect noted recalled doubt explained repeated hoped denied learned regretted stressed understood",
    "that this year",
    "{n}",
    "wooden modern private rural costly small narrow public northern empty seasonal distant",
    "schools bridges markets factories orchards libraries warehouses hotels clinics workshops tunnels farms",
    "need lack offer store import repair sell finance insure replace measure display",
    "rice textiles gas medicines cement fruit machinery leather cotton fertiliser copper honey",
    "in around beyond outside near above",
    "{place}",
    "before after despite without during because of",
    "winter harvest rain traffic taxes repairs elections holidays drought strikes storms exams",
)
"""Words to choose one of, in the order of a sentence: any five in a row are rarely met again."""
_MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


@dataclass(frozen=True)
class _Happening:
    when: date
    words: str


def generate(count: int, seed: int = 6) -> Iterator[tuple[str, str]]:
    """Path below the corpus and text of each article, in order."""
    before = ""
    for number in range(count):
        choose = random.Random(f"{seed} {number}")
        copied = number % 30 == 29
        before = f"(Agency)\n\n{before}" if copied else _article(number, choose, seed)
        yield f"{number // A_FOLDER:05d}/{number:07d}.txt", before


def _article(number: int, choose: random.Random, seed: int) -> str:
    happenings = [_happening(choose.randrange(1 + number // 2), seed) for _ in range(choose.choice((1, 2, 2, 3, 4)))]
    published = max(one.when for one in happenings) + timedelta(1)
    sentences = [one.words for one in happenings]
    while len(sentences) < 12:
        sentences.insert(choose.randrange(1, len(sentences) + 1), _filler(choose))
    paragraphs = [" ".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3)]
    return "\n\n".join([_spell(published), sentences[0].rstrip("."), *paragraphs]) + "\n"


def _happening(number: int, seed: int) -> _Happening:
    choose = random.Random(f"{seed} happening {number}")
    a, b = choose.sample(sorted(SIDES), 2)
    when = FIRST_DAY + timedelta(choose.randrange(DAYS))
    words = choose.choice(REPORTS).format(
        a=a, a_head=SIDES[a][0], a_minister=SIDES[a][1], b=b, b_head=SIDES[b][0], b_minister=SIDES[b][1],
        city=SIDES[b][2], place=choose.choice(PLACES), day=_spell(when),
    )  # fmt: skip
    return _Happening(when, words)


def _filler(choose: random.Random) -> str:
    words = " ".join(choose.choice(one.split()) for one in TALK)
    return words.format(place=choose.choice(PLACES), n=choose.randrange(2, 900)).capitalize() + "."


def _spell(when: date) -> str:
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def write_corpus(folder: Path, count: int, seed: int = 6) -> None:
    """Write the articles as files; those that are there already with the same length are left alone."""
    for path, text in generate(count, seed):
        target = folder / path
        if not target.exists() or target.stat().st_size != len(text.encode()):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")


def main() -> None:
    """Write the corpus that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=6)
    options = parser.parse_args()
    write_corpus(options.folder, options.count, options.seed)


if __name__ == "__main__":
    main()
