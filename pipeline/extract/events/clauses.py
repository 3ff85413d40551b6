"""Phrases related to verbs: who does what to whom, with which adjuncts, and under which other verb.

For every verb group one ``Predicate``: subject, object, prepositional and time phrases, the verb that
governs it, and how (complement of saying, infinitive, participle, relative, coordination, adjunct).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.events.attach import Reader
from pipeline.extract.events.clause_state import Clause
from pipeline.extract.events.grouping import read_phrases
from pipeline.extract.events.phrases import Phrase
from pipeline.extract.events.predicates import Analysis, Predicate
from pipeline.extract.events.tokens import Token
from pipeline.lexicon.grammar import Grammar

__all__ = ["Analysis", "Predicate", "read_clauses"]


def read_clauses(tokens: list[Token], grammar: Grammar) -> Analysis:
    """Analyse one sentence."""
    phrases = read_phrases(tokens, grammar)
    reader = Reader(phrases, grammar)
    reader.read()
    clauses = sorted(reader.clauses, key=lambda clause: clause.predicate.index if clause.predicate else 0)
    predicates = [_fill(clause, phrases) for clause in clauses]
    for clause, predicate in zip(clauses, predicates, strict=True):
        predicate.parent = _governor(clause.host, predicate)
    _cut_cycles(predicates)
    for clause, predicate in zip(clauses, predicates, strict=True):
        if clause.inherits and predicate.subject is None:
            _inherit(predicate, grammar)
    for predicate in predicates:
        _settle_existential(phrases, predicate)
    return Analysis(phrases, predicates)


def _governor(host: Clause | None, predicate: Predicate) -> Predicate | None:
    """The verb of the clause that this one hangs on, or of the next one up that has a verb."""
    while host is not None:
        if host.predicate is not None and host.predicate is not predicate:
            return host.predicate
        host = host.host
    return None


def _cut_cycles(predicates: list[Predicate]) -> None:
    """Make sure that going up the parents ends: a clause that governs its own governor is a main clause."""
    for predicate in predicates:
        above, seen = predicate.parent, {id(predicate)}
        while above is not None and id(above) not in seen:
            seen.add(id(above))
            above = above.parent
        if above is not None:
            predicate.parent, predicate.relation = None, "main"


def _fill(clause: Clause, phrases: list[Phrase]) -> Predicate:
    """Arguments of one verb from the phrases of its clause."""
    predicate = clause.predicate
    assert predicate is not None
    predicate.relation, predicate.link = clause.relation, clause.link
    predicate.passive = predicate.verb.voice == "passive" or (
        predicate.verb.form == "participle" and not predicate.verb.perfect
    )
    if clause.subject is not None:
        predicate.subject = phrases[clause.subject]
        if clause.joined:  # "Sharif, who is in Baku, and Aliyev attended"
            tokens = [token for index in (clause.subject, *clause.joined) for token in phrases[index].tokens]
            predicate.subject = Phrase("np", tokens, head=phrases[clause.subject].head)
    if clause.noun is not None:
        predicate.antecedent = phrases[clause.noun]
        predicate.antecedents = _chain(phrases, clause.noun, clause.items)
    behind = [i for i in clause.items if i > predicate.index]
    behind = _read_gaps(phrases, predicate, behind)
    _take_objects(phrases, predicate, behind)
    before = [i for i in clause.items if i < predicate.index]
    for phrase in (phrases[i] for i in (*behind, *before)):
        if phrase.kind == "pp" and phrase is not predicate.subject:
            predicate.pps.append(phrase)
        elif phrase.kind == "time":
            predicate.times.append(phrase)
    if clause.relation == "relative" or (clause.noun is not None and clause.relation == "coordinate"):
        _take_gap(predicate, phrases)
    return predicate


def _chain(phrases: list[Phrase], noun: int, items: Sequence[int]) -> list[Phrase]:
    """The antecedent with the prepositional phrases that hang on it, nearest to the clause first."""
    last = noun
    while last + 1 < len(phrases) and phrases[last + 1].kind == "pp" and last + 1 not in items:
        last += 1
    return phrases[noun : last + 1][::-1]


def _take_objects(phrases: list[Phrase], predicate: Predicate, behind: Sequence[int]) -> None:
    """The noun phrases right behind the verb; what follows a comma or a place is no object."""
    previous = predicate.index
    for index in behind:
        phrase = phrases[index]
        if any(p.kind not in ("adverb", "quote") for p in phrases[previous + 1 : index]):
            return
        if phrase.kind == "np":
            if predicate.object is None:
                predicate.object = phrase
            else:
                predicate.second_object = phrase if previous == index - 1 else None
                return
        elif phrase.kind == "pp" and not phrase.timexes:
            return
        previous = index


def _take_gap(predicate: Predicate, phrases: list[Phrase]) -> None:
    """ "the election that the authorities held": what the relative clause tells about is its object."""
    antecedent = predicate.antecedent
    if antecedent is None or predicate.object is not None or predicate.passive or predicate.subject is antecedent:
        return
    if predicate.link in ("where", "when", "whose") or predicate.verb.form != "finite":
        return
    opener = next((i for i in range(predicate.index, 0, -1) if phrases[i].kind == "link"), 0)
    if not phrases[opener - 1].preposition or phrases[opener - 1].kind != "adverb":
        predicate.object = antecedent


def _inherit(predicate: Predicate, grammar: Grammar) -> None:
    """Give an infinitive or participle the subject that its governing verb prescribes."""
    governor = predicate.parent
    if governor is None:
        return
    if predicate.relation == "infinitive" and governor.lemma in grammar.control_object and not governor.passive:
        asked = next((p for p in governor.pps if p.preposition in ("on", "upon") and p.actors), None)
        predicate.subject = governor.object or asked or governor.subject
    else:
        predicate.subject = governor.subject


def _settle_existential(phrases: list[Phrase], predicate: Predicate) -> None:
    """ "There was a third round in May": what stands behind the verb is its subject."""
    before = phrases[predicate.index - 1] if predicate.index else None
    if predicate.lemma == "be" and before is not None and before.tokens[-1].lower == "there":
        predicate.subject, predicate.object = predicate.object, None
        predicate.existential = True
    elif predicate.lemma == "be" and predicate.subject is None and before is not None and before.kind == "pp":
        predicate.subject, predicate.object = predicate.object, None  # "Behind the quarrel are the raids"
        predicate.existential = True


def _read_gaps(phrases: list[Phrase], predicate: Predicate, behind: list[int]) -> list[int]:
    """Set apart "[, and] noun phrase + date" groups behind a dated clause; return the other phrases."""
    if not any(phrases[i].timexes for i in behind):
        return behind
    own, stop = set(behind), behind[-1] + 1
    first, position, dated = stop, predicate.index + 1, False
    while position < stop:
        phrase = phrases[position]
        if phrase.timexes and phrase.kind in ("pp", "time"):
            dated = True
        if dated and phrase.kind in ("comma", "and"):
            target = position + (2 if phrases[position + 1].kind == "and" else 1)
            if target in own and phrases[target].kind == "np" and (phrases[target].places or phrases[target].actors):
                times = _times_behind(phrases, target, stop)
                if times:
                    predicate.gaps.append((phrases[target], times))
                    first = min(first, position)
                    position = target + 1 + len(times)
                    continue
        position += 1
    return [i for i in behind if i < first]


def _times_behind(phrases: list[Phrase], index: int, stop: int) -> list[Phrase]:
    times: list[Phrase] = []
    for phrase in phrases[index + 1 : stop]:
        if phrase.kind not in ("pp", "time"):
            break
        times.append(phrase)
    return times if any(p.timexes for p in times) else []
