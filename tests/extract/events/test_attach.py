"""Clauses of news English: sentence shapes in which a subject, an object or a governor is easily missed."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.intervals import day
from pipeline.core.records import ActorMention, Sentence, Timex
from pipeline.extract.events.clauses import Analysis, Predicate, read_clauses
from pipeline.extract.events.phrases import Phrase
from pipeline.extract.events.tokens import Token, read_tokens
from pipeline.lexicon.grammar import Grammar, load_grammar
from pipeline.lexicon.load import load_lexicon

_PERSONS = r"Minister Karim|President Odil|Odil|Karim|Selma Aksoy|Aksoy"
_STATES = r"Norland|Sudland|Ostland|Norlanders"
_TIMES = r"on Monday|on Tuesday|Wednesday|4 March|yesterday|two days later"


def _grammar() -> Grammar:
    grammar = load_grammar(load_lexicon(), "en")
    assert grammar is not None
    return grammar


def tokens_of(text: str) -> list[Token]:
    actors = [
        ActorMention(m.start(), m.end(), m.group(), m.group(), kind)
        for names, kind in ((_PERSONS, "person"), (_STATES, "state"))
        for m in re.finditer(rf"\b(?:{names})\b", text)
    ]
    timexes = [
        Timex(m.start(), m.end(), m.group(), "DATE", "x", interval=day(date(2020, 1, 1)))
        for m in re.finditer(rf"\b(?:{_TIMES})\b", text)
    ]
    return read_tokens(text, Sentence(0, 0, len(text), 0), _grammar(), actors=actors, places=[], timexes=timexes)


def analyse(text: str) -> Analysis:
    return read_clauses(tokens_of(text), _grammar())


def words(phrase: Phrase | None, text: str) -> str | None:
    return None if phrase is None else text[phrase.start : phrase.end]


def predicate(text: str, lemma: str) -> Predicate:
    found = [p for p in analyse(text).predicates if p.lemma == lemma]
    assert found, f"no {lemma} in {text}"
    return found[0]


@pytest.mark.parametrize(
    ("text", "lemma", "subject", "target"),
    [
        # Headlines and telegraphic style
        ("Norland, Sudland sign transit accord", "sign", "Norland, Sudland", "transit accord"),
        ("Norlanders capture last hill of the enemy", "capture", "Norlanders", "last hill"),
        ("Sudland plans talks with Norland", "plan", "Sudland", "talks"),
        ("NORLAND AND SUDLAND HOLD JOINT DRILLS", "hold", "NORLAND AND SUDLAND", "JOINT DRILLS"),
        ("Minister Karim meet with his colleague in the capital.", "meet", "Minister Karim", None),
        ("Fighting erupts along the river", "erupt", "Fighting", None),
        # Long subjects
        ("The only bridge linking Norland to Sudland was shut.", "shut", "The only bridge", None),
        ("A ceremony to honour the pilots was held.", "hold", "A ceremony", None),
        ("A third party of medics of the Red Cross left for Norland.", "leave", "A third party", None),
        ("The officer whose men stormed the fort was promoted.", "promote", "The officer", None),
        ("Officials who watch the border said Norland had fired.", "say", "Officials", None),
        ("Norland, along with Sudland and Ostland, condemned the raid.", "condemn", "Norland", "the raid"),
        ("Karim, who is in Norland, and Odil attended the parade.", "attend", None, "the parade"),
        ("More than 3,000 soldiers marched past.", "march", "More than 3,000 soldiers", None),
        # Fronted phrases
        ("In that letter Norland undertook to pay.", "undertake", "Norland", None),
        ("When shells fell on Tuesday the army answered.", "answer", "the army", None),
        ("Days before the vote, which monitors watched, the senate adopted a text.", "adopt", "the senate", "a text"),
        ("A close ally, Norland backed Sudland.", "back", "Norland", "Sudland"),
        ("Having met Odil, Karim left for home.", "leave", "Karim", None),
        ("Behind the quarrel are the raids on a shop.", "be", "the raids", None),
        # Asides
        ("The talks, held in secret, ended on Monday.", "end", "The talks", None),
        ("The bill, first drafted in May, was put off.", "put", "The bill", None),
        ("The port - which closed in May - reopened on Monday.", "reopen", "The port", None),
        ("The Trade Union (TU) was banned.", "ban", "The Trade Union", None),
        ("Karim said the talks, which began on Monday, would continue.", "continue", "the talks", None),
        # Coordination
        ("Karim met Odil and Aksoy flew home.", "fly", "Aksoy", None),
        ("Karim met Odil and Aksoy in the palace.", "meet", "Karim", "Odil and Aksoy"),
        ("The house passed on Tuesday a law and a budget.", "pass", "The house", "a law and a budget"),
        ("Odil held talks with Karim and, after a lunch with bankers, left for home.", "leave", "Odil", None),
        ("Karim and Odil will meet on Monday and attend a parade.", "attend", "Karim and Odil", "a parade"),
        ("Norland denied that its troops had fired and accused Sudland of lying.", "accuse", "Norland", "Sudland"),
        ("Karim said Norland would pay and thanked Odil.", "thank", "Karim", "Odil"),
        ("Norland said Sudland had apologised and would pay.", "pay", "Sudland", None),
        # Speech
        ('"We are ready," said Minister Karim.', "say", "Minister Karim", None),
        ('"We are ready," Karim told reporters.', "tell", "Karim", "reporters"),
        ("Norland will pay, the minister said on Monday.", "say", "the minister", None),
        # Relatives
        ("Karim praised the aid Norland has given to Sudland.", "give", "Norland", "the aid"),
        ("Norland began what it called a drill on Monday.", "call", "it", "a drill"),
        ("It was on Monday that Karim visited Norland.", "visit", "Karim", "Norland"),
        ("Each blamed the other.", "blame", "Each", "the other"),
        ("Those observers left Norland.", "leave", "Those observers", "Norland"),
    ],
)
def test_subject_and_object(text: str, lemma: str, subject: str | None, target: str | None) -> None:
    """The table would name the wrong agent, or none."""
    found = predicate(text, lemma)
    if subject is not None:
        assert words(found.subject, text) == subject
    assert words(found.object, text) == target


def test_joint_subject_around_an_aside_has_both_actors() -> None:
    found = predicate("Karim, who is in Norland, and Odil attended the parade.", "attend")
    assert found.subject is not None
    assert [actor.name for actor in found.subject.actors] == ["Karim", "Odil"]


@pytest.mark.parametrize(
    ("text", "lemma", "relation", "parent"),
    [
        ("Karim said at a briefing that Norland had paid.", "pay", "complement", "say"),
        ("Karim told the deputy that Norland had paid.", "pay", "complement", "tell"),
        ("Karim praised the deal that Norland signed.", "sign", "relative", "praise"),
        ("Karim said that Norland had paid and that Sudland had not answered.", "answer", "complement", "say"),
        ("Norland urged Sudland to withdraw and stop the raids.", "stop", "infinitive", "urge"),
        ("Soldiers stationed on the hill opened fire.", "open", "main", None),
        ("After signing the deal, Karim left.", "sign", "participle", "leave"),
        ("Norland waited until the guns were silent.", "be", "adjunct", "wait"),
        ("Norland sent aid, but Sudland refused it.", "refuse", "main", None),
        ("The law was passed by the house and signed by Odil.", "sign", "coordinate", None),
    ],
)
def test_governor(text: str, lemma: str, relation: str, parent: str | None) -> None:
    """Status and voice follow the governor."""
    found = predicate(text, lemma)
    assert found.relation == relation
    assert (found.parent.lemma if found.parent else None) == parent


@pytest.mark.parametrize(
    ("text", "lemma", "passive"),
    [
        ("Town of Arvin liberated.", "liberate", True),
        ("Protocol with maps signed", "sign", True),
        ("17 prisoners freed", "free", True),
        ("Odil elected president", "elect", False),
        ("The commission signed on Monday.", "sign", False),
        ("Norland accepted on Monday.", "accept", False),
        ("The statement signed in Norland says nothing.", "sign", True),
        ("The man was arrested and taken to court.", "take", True),
        ("Karim was received by Odil and flew home.", "fly", False),
        ("A truce followed two days later.", "follow", False),
    ],
)
def test_who_is_acted_on(text: str, lemma: str, passive: bool) -> None:
    assert predicate(text, lemma).passive is passive


@pytest.mark.parametrize(
    ("text", "lemma", "times"),
    [
        ("Norland fell silent after the truce of 4 March.", "fall", []),
        ("Norland withdrew, watched by monitors, on Tuesday.", "withdraw", ["on Tuesday"]),
        ("Karim said on Monday Norland had paid on Tuesday.", "say", ["on Monday"]),
        ("Karim said on Monday Norland had paid on Tuesday.", "pay", ["on Tuesday"]),
        ("The deal reached on Monday was praised yesterday by Odil.", "praise", ["yesterday"]),
        ("Karim met Odil on Monday and on Tuesday flew home.", "fly", ["on Tuesday"]),
        ("Norland attacked on Monday, and on Tuesday the truce began.", "begin", ["on Tuesday"]),
        ("Norland freed two men (on Monday).", "free", ["on Monday"]),
    ],
)
def test_times_of_a_clause(text: str, lemma: str, times: list[str]) -> None:
    """A date belongs to one clause."""
    found = predicate(text, lemma)
    dated = [*found.times, *(p for p in found.pps if p.timexes)]
    assert [words(p, text) for p in dated] == times


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("Family members saw the weekly briefing.", "family"),
        ("No hearing was given.", "hear"),
        ("Norland forces met Sudland troops.", "force"),
        ("Arrest of Karim", "arrest"),
        ("Karim accused Norland of ethnic cleansing on Monday.", "cleanse"),
        ("The resolution on the Occupied Territories was adopted.", "occupy"),
        ("Both sides agreed.", "side"),
        ("Norland visit to Sudland", "visit"),
    ],
)
def test_word_is_no_verb(text: str, noun: str) -> None:
    assert noun not in {p.lemma for p in analyse(text).predicates}


@pytest.mark.parametrize(
    ("text", "lemma"),
    [("Norland revoked it.", "revoke"), ("Karim grabbed it.", "grab"), ("It could harm Norland.", "harm")],
)
def test_lemma_of_a_verb_that_may_be_unlisted(text: str, lemma: str) -> None:
    assert predicate(text, lemma).finite


def test_modal_reaches_the_second_verb() -> None:
    assert predicate("Karim will visit Norland and sign a deal.", "sign").verb.modality == "future"


_WORDS = re.findall(
    r"\S+",
    """the a Norland Karim he they who which that what when after said met held signed sign visits to and , . : ; ( )
    - " of in by with was were has will not been meeting talks last 12 early there it Monday 's""",
)
_SOUP = st.lists(st.sampled_from([*_WORDS, "on Monday"]), max_size=40)


@settings(max_examples=300, deadline=None)
@given(_SOUP)
def test_any_row_of_words_is_read(parts: list[str]) -> None:
    """No input breaks the analysis; its phrases are the tokens in order, and governors end."""
    tokens = tokens_of(" ".join(parts))
    starts = [token.start for token in tokens]
    analysis = read_clauses(tokens, _grammar())
    assert [token.start for phrase in analysis.phrases for token in phrase.tokens] == starts
    for found in analysis.predicates:
        seen: list[Predicate] = []
        above: Predicate | None = found
        while above is not None:
            assert above not in seen
            seen.append(above)
            above = above.parent


def test_work_grows_with_the_length_of_the_sentence() -> None:
    """A run-on page costs about as much a word as a sentence: counted in phrases looked at, not seconds."""
    clause = "Karim said that Norland, which hosted the talks, met Odil and signed a deal after "
    short, long = (read_clauses(tokens_of(clause * n), _grammar()) for n in (10, 130))
    assert len(long.predicates) == 13 * len(short.predicates)
