"""Phrases related to verbs: who does what to whom, with which adjuncts, and under which other verb.

For every verb group one ``Predicate``: subject, object, prepositional and time phrases, the verb that
governs it, and how (complement of saying, infinitive, participle, relative, coordination, adjunct).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.extract.events.phrases import Phrase, read_phrases
from pipeline.extract.events.tokens import Token
from pipeline.lexicon.grammar import Grammar

Relation = Literal["main", "complement", "infinitive", "participle", "relative", "coordinate", "adjunct"]


@dataclass(slots=True, eq=False)
class Predicate:
    """A verb group with its arguments.

    Attributes:
        index: Position of the verb group among the sentence's phrases.
        verb: The verb group.
        subject: Noun phrase (or pp for "of" complements) that is the grammatical subject, or ``None``.
        object: Direct object, or ``None``.
        second_object: Of "gave Pakistan aid", or ``None``.
        pps: Prepositional phrases of its clause.
        times: Bare time phrases of its clause.
        parent: The predicate that governs it, or ``None`` for a main clause.
        relation: How it hangs on ``parent``.
        link: Subordinator or relative that opens its clause, or "".
        passive: Its grammatical subject is the one acted on.
        antecedent: Of a relative clause: the noun phrase it tells about.
        antecedents: All phrases that may be meant, nearest first ("an agreement on trade that ...").
        existential: "There was a third round": the subject is what exists.
        first: Index of the first phrase of its clause.
        last: Index after the last phrase of its clause.
        gaps: Further objects (or subjects) with dates of their own, the verb left out: "took Lachin in
            May, Kalbajar in June and Agdam in July".
    """

    index: int
    verb: Phrase
    subject: Phrase | None = None
    object: Phrase | None = None
    second_object: Phrase | None = None
    pps: list[Phrase] = field(default_factory=list)
    times: list[Phrase] = field(default_factory=list)
    parent: Predicate | None = None
    relation: Relation = "main"
    link: str = ""
    passive: bool = False
    antecedent: Phrase | None = None
    antecedents: list[Phrase] = field(default_factory=list)
    existential: bool = False
    first: int = 0
    last: int = 0
    gaps: list[tuple[Phrase, list[Phrase]]] = field(default_factory=list)

    @property
    def lemma(self) -> str:
        """Lemma of the main verb."""
        return self.verb.verb

    @property
    def finite(self) -> bool:
        """Whether the verb group is finite."""
        return self.verb.form == "finite"


@dataclass(slots=True)
class Analysis:
    """A sentence's phrases and predicates, in text order."""

    phrases: list[Phrase]
    predicates: list[Predicate]

    def predicate_of(self, index: int) -> Predicate | None:
        """The predicate in whose clause the phrase at ``index`` stands."""
        owner: Predicate | None = None
        for predicate in self.predicates:
            if predicate.first <= index < predicate.last and (
                owner is None or predicate.last - predicate.first <= owner.last - owner.first
            ):
                owner = predicate
        return owner


def _settle_existential(phrases: list[Phrase], predicate: Predicate) -> None:
    """ "There was a third round in May": what stands behind the verb is its subject."""
    before = phrases[predicate.index - 1] if predicate.index else None
    if predicate.lemma == "be" and before is not None and before.tokens[-1].lower == "there":
        predicate.subject, predicate.object = predicate.object, None
        predicate.existential = True


def _cut_cycles(predicates: list[Predicate]) -> None:
    """Make sure that going up the parents ends: a clause that governs its own governor is a main clause."""
    for predicate in predicates:
        above, seen = predicate.parent, {id(predicate)}
        while above is not None and id(above) not in seen:
            seen.add(id(above))
            above = above.parent
        if above is not None:
            predicate.parent, predicate.relation = None, "main"


def _control(predicate: Predicate, grammar: Grammar) -> None:
    """Give an infinitive the subject that its governing verb prescribes."""
    governor = predicate.parent
    if governor is None:
        return
    by_object = governor.lemma in grammar.control_object
    if by_object and not governor.passive:
        target = governor.object or next(
            (p for p in governor.pps if p.preposition in ("on", "upon") and p.actors), None
        )
        predicate.subject = target or governor.subject
    else:
        predicate.subject = governor.subject


def read_clauses(tokens: list[Token], grammar: Grammar) -> Analysis:
    """Analyse one sentence."""
    phrases = read_phrases(tokens, grammar)
    predicates = [Predicate(i, p, first=i, last=i + 1) for i, p in enumerate(phrases) if p.kind == "verb"]
    _settle_participles(phrases, predicates)
    for number, predicate in enumerate(predicates):
        _attach(phrases, predicates, number)
        predicate.passive = predicate.verb.voice == "passive" or (
            predicate.verb.form == "participle" and not predicate.verb.perfect
        )
    _cut_cycles(predicates)
    claimed: set[int] = set()
    for number, predicate in enumerate(predicates):
        _collect(phrases, predicates, number, claimed)
        if predicate.relation == "infinitive":
            _control(predicate, grammar)
        _settle_existential(phrases, predicate)
    return Analysis(phrases, predicates)


_NO_PASSIVE = frozenset({"stand", "abide", "go", "come", "sit", "arrive", "fall", "rise"})  # "stood by Azerbaijan"


def _settle_participles(phrases: list[Phrase], predicates: list[Predicate]) -> None:
    """Tell "the talks held in Baku ended" (participle) from "the sides held talks" (finite)."""
    for number, predicate in enumerate(predicates):
        verb = predicate.verb
        if not (verb.form == "finite" and len(verb.tokens) == 1 and verb.tokens[0].may_be_participle):
            continue
        before = phrases[predicate.index - 1] if predicate.index else None
        after = next((p for p in phrases[predicate.index + 1 :] if p.kind != "adverb"), None)
        if before is None or (before.kind == "comma" and _clause_has_verb(phrases, predicate.index - 1)):
            if after is not None and after.kind == "pp":
                verb.form = "participle"
            continue
        by_agent = after is not None and after.kind == "pp" and after.preposition == "by" and not after.timexes
        if by_agent and verb.verb not in _NO_PASSIVE:
            verb.form = "participle"
            continue
        if before.kind in ("np", "pp") and _reduced_relative(phrases, predicates, number):
            verb.form = "participle"


def _clause_has_verb(phrases: list[Phrase], index: int) -> bool:
    for phrase in reversed(phrases[:index]):
        if phrase.kind in ("stop", "link"):
            return False
        if phrase.kind == "verb" and phrase.form == "finite":
            return True
    return False


def _reduced_relative(phrases: list[Phrase], predicates: list[Predicate], number: int) -> bool:
    """A past form after a noun phrase is a participle when that phrase already serves another verb."""
    index = predicates[number].index
    after = phrases[index + 1] if index + 1 < len(phrases) else None
    if after is not None and after.kind == "np":
        return False  # an object follows: active
    position = index - 1
    while position >= 0 and phrases[position].kind in ("pp", "time", "adverb"):
        position -= 1
    before_np = phrases[position - 1] if position > 0 else None
    if (
        before_np is not None
        and before_np.kind == "verb"
        and phrases[position].kind == "np"
        and before_np.form == "finite"
    ):
        return True  # object of the verb before: "signed a statement prepared in Moscow"
    if phrases[index - 1].kind == "pp" and position >= 0 and phrases[position].kind == "verb":
        return True
    for later in predicates[number + 1 :]:
        between = phrases[index + 1 : later.index]
        if any(p.kind in ("and", "link", "stop", "comma") for p in between):
            return False
        return later.verb.form == "finite"
    return False


def _attach(phrases: list[Phrase], predicates: list[Predicate], number: int) -> None:
    """Find the subject, the governing verb and the relation of one predicate."""
    predicate = predicates[number]
    previous = predicates[number - 1] if number else None
    if predicate.verb.form == "infinitive":
        predicate.relation, predicate.parent = "infinitive", previous  # its subject: see _control
    elif predicate.verb.form in ("ing", "participle"):
        _attach_participle(phrases, predicates, number)
    else:
        _attach_finite(phrases, predicates, number)


def _attach_participle(phrases: list[Phrase], predicates: list[Predicate], number: int) -> None:
    predicate = predicates[number]
    predicate.relation = "participle"
    before = phrases[predicate.index - 1] if predicate.index else None
    if before is not None and before.kind == "adverb" and before.preposition:
        predicate.link = before.preposition  # "after meeting", "by signing"
        before = phrases[predicate.index - 2] if predicate.index > 1 else None
    elif before is not None and before.kind == "link":
        predicate.link = before.link
    previous = next((p for p in reversed(predicates[:number]) if p.finite or p.subject is not None), None)
    following = next((p for p in predicates[number + 1 :] if p.finite), None)
    if before is not None and before.kind in ("np", "pp") and not predicate.link:
        head = _noun_before(phrases, predicate.index)
        predicate.subject = predicate.antecedent = head
        predicate.parent = previous
    elif (
        before is not None
        and before.kind == "and"
        and number
        and predicates[number - 1].verb.form == predicate.verb.form
    ):
        predicate.subject = predicates[number - 1].subject
        predicate.parent = predicates[number - 1].parent
        predicate.relation = "coordinate"
    elif previous is not None:
        predicate.parent = previous
        predicate.subject = previous.subject
        if before is not None and before.kind == "comma" and predicate.verb.form == "participle":
            predicate.subject = predicate.antecedent = _noun_before(phrases, predicate.index - 1) or previous.subject
    elif following is not None:
        predicate.parent = following
        predicate.relation = "participle"
        predicate.subject = _subject_of_following(phrases, following)


def _subject_of_following(phrases: list[Phrase], following: Predicate) -> Phrase | None:
    for phrase in reversed(phrases[: following.index]):
        if phrase.kind == "np":
            return phrase
        if phrase.kind in ("comma", "verb", "stop"):
            return None
    return None


def _noun_before(phrases: list[Phrase], index: int) -> Phrase | None:
    """The noun phrase that ends just before ``index``; an "of" phrase leads to its head."""
    position = index - 1
    while position >= 0 and phrases[position].kind in ("time", "adverb", "close", "quote"):
        position -= 1
    while (
        position >= 0 and phrases[position].kind == "pp" and position > 0 and phrases[position - 1].kind in ("np", "pp")
    ):
        position -= 1
    if position >= 0 and phrases[position].kind in ("np", "pp"):
        return phrases[position]
    return None


def _attach_finite(phrases: list[Phrase], predicates: list[Predicate], number: int) -> None:
    predicate = predicates[number]
    position = predicate.index - 1
    while position >= 0:
        phrase = phrases[position]
        if phrase.kind in ("adverb", "time", "quote", "pp", "close", "open"):
            position -= 1
        elif phrase.kind == "comma":
            position = _before_aside(phrases, predicates, position)
        elif phrase.kind == "np":
            _take_subject(phrases, predicates, number, position)
            return
        elif phrase.kind == "link":
            _take_link(phrases, predicates, number, position)
            return
        elif phrase.kind in ("and", "verb"):
            after_comma = position > 0 and phrases[position - 1].kind == "comma"
            _coordinate(predicates, number, phrase, after_comma=after_comma)
            return
        else:
            break
    if number and position >= 0 and phrases[position].kind == "stop":
        return
    before_first = [p for p in phrases[: predicate.index] if p.kind == "pp" and p.actors]
    if number == 0 and before_first and not predicate.subject:
        predicate.subject = before_first[-1] if before_first[-1].preposition == "of" else None


def _before_aside(phrases: list[Phrase], predicates: list[Predicate], comma: int) -> int:
    """Skip back over ", who heads the committee," or ", hosted by X," or ", the defence minister,".

    Returns the index to go on from; always less than ``comma``.
    """
    opening = next((i for i in range(comma - 1, -1, -1) if phrases[i].kind in ("comma", "stop")), None)
    if opening is None or phrases[opening].kind == "stop":
        return comma - 1
    inside = phrases[opening + 1 : comma]
    before = phrases[opening - 1] if opening else None
    if before is None or not inside:
        return comma - 1
    verbs = [p for p in inside if p.kind == "verb"]
    opens_aside = (
        (inside[0].kind == "link" and inside[0].relative)
        or (inside[0].kind == "adverb" and len(inside) > 1 and inside[1].kind == "link" and inside[1].relative)
        or (inside[0].kind == "np" and len(inside) > 1 and inside[1].kind == "link" and inside[1].relative)
        or (bool(verbs) and verbs[0] is inside[0] and verbs[0].form != "finite")
    )
    if opens_aside or (not verbs and before.kind in ("np", "pp") and inside[0].kind == "np"):
        return opening - 1
    if not verbs:
        return opening
    return comma - 1


def _before_modifier(phrases: list[Phrase], position: int) -> int:
    """Step over a non-finite clause inside the subject: "A ceremony to welcome the crews was held"."""
    verb = position - 1
    while verb > 0 and phrases[verb].kind in ("pp", "adverb", "time"):
        verb -= 1
    if verb < 1 or phrases[verb].kind != "verb" or phrases[verb].form == "finite":
        return position
    head = verb - 1
    while head > 0 and phrases[head].kind in ("pp", "adverb") and phrases[head - 1].kind in ("np", "pp"):
        head -= 1
    opens = head == 0 or phrases[head - 1].kind in ("stop", "link", "and", "comma", "time", "pp")
    return head if phrases[head].kind == "np" and opens else position


def _take_subject(phrases: list[Phrase], predicates: list[Predicate], number: int, position: int) -> None:
    predicate = predicates[number]
    position = _before_modifier(phrases, position)
    subject = phrases[position]
    predicate.subject = subject
    predicate.first = position
    before = phrases[position - 1] if position else None
    while before is not None and before.kind in ("adverb", "time", "comma") and position > 1:
        position -= 1
        before = phrases[position - 1]
    if before is not None and before.kind == "pp" and position > 1:
        opener = next(
            (p for p in reversed(phrases[:position]) if p.kind not in ("pp", "time", "adverb", "comma")), None
        )
        if opener is not None and opener.kind == "link":
            before, position = opener, phrases.index(opener) + 1
    if before is None:
        return
    if before.kind == "link":
        _open_clause(phrases, predicates, number, position - 1)
        bare = position < 2 or not (phrases[position - 2].kind == "adverb" and phrases[position - 2].preposition)
        if before.relative and predicate.antecedent is not None and bare:
            predicate.object = predicate.antecedent  # "the election that the authorities held"
    elif before.kind == "verb" and number:
        predicate.parent, predicate.relation = predicates[number - 1], "complement"  # "said Baku would ..."
    elif before.kind == "and" and number:
        predicate.relation = "coordinate" if predicates[number - 1].parent else "main"
        predicate.parent = predicates[number - 1].parent
        predicate.link = predicates[number - 1].link if predicate.parent else ""


def _chain_before(phrases: list[Phrase], index: int) -> list[Phrase]:
    """The noun phrase before ``index`` with the prepositional phrases that hang on it, nearest first."""
    chain: list[Phrase] = []
    for phrase in reversed(phrases[:index]):
        if phrase.kind not in ("np", "pp"):
            break
        chain.append(phrase)
        if phrase.kind == "np":
            break
    return chain


def _person_before(phrases: list[Phrase], index: int) -> Phrase | None:
    """The nearest phrase with a person just before "who"."""
    for phrase in reversed(phrases[max(0, index - 4) : index]):
        if phrase.kind in ("np", "pp") and any(a.kind == "person" for a in phrase.actors):
            return phrase
        if phrase.kind == "verb":
            return None
    return None


def _take_link(phrases: list[Phrase], predicates: list[Predicate], number: int, position: int) -> None:
    predicate = predicates[number]
    predicate.first = position
    _open_clause(phrases, predicates, number, position)
    predicate.subject = predicate.antecedent


def _open_clause(phrases: list[Phrase], predicates: list[Predicate], number: int, position: int) -> None:
    """Set link, parent, relation and antecedent for a clause opened by the link at ``position``."""
    predicate, link = predicates[number], phrases[position]
    predicate.link = link.link
    predicate.first = position
    previous = next((p for p in reversed(predicates[:number]) if p.index < position), None)
    if link.relative:
        predicate.relation = "relative"
        before = position
        while before > 0 and phrases[before - 1].kind in ("comma", "adverb"):
            before -= 1
        predicate.antecedent = _noun_before(phrases, before)
        predicate.antecedents = _chain_before(phrases, before)
        if link.link in ("who", "whom"):
            predicate.antecedent = _person_before(phrases, before) or predicate.antecedent
        predicate.parent = previous
    elif link.link == "that":
        predicate.relation, predicate.parent = "complement", previous
    else:
        predicate.relation = "adjunct"
        later = next((p for p in predicates[number + 1 :] if p.finite), None)
        predicate.parent = previous if previous is not None and previous.index < position else later


def _coordinate(predicates: list[Predicate], number: int, phrase: Phrase, *, after_comma: bool) -> None:
    """ "landed in Baku and met Aliyev": the second verb shares the subject of the first."""
    predicate = predicates[number]
    if not number:
        return
    partner = next((p for p in reversed(predicates[:number]) if p.finite or p.verb.form == predicate.verb.form), None)
    if (
        partner is not None
        and after_comma
        and partner.relation in ("relative", "adjunct")
        and partner.parent is not None
    ):
        partner = partner.parent  # ", in which soldiers were killed, and offered condolences"
    if partner is None:
        return
    predicate.subject = partner.subject
    if partner.object is not None and partner.object is partner.antecedent:
        predicate.object = partner.object
    predicate.antecedent = partner.antecedent
    if phrase.kind == "and":
        predicate.relation, predicate.parent, predicate.link = "coordinate", partner.parent, partner.link
    else:
        predicate.relation, predicate.parent = "complement", partner


def _collect(phrases: list[Phrase], predicates: list[Predicate], number: int, claimed: set[int]) -> None:
    """Gather objects, prepositional and time phrases to the right, then unclaimed ones before the verb."""
    predicate = predicates[number]
    stop = _clause_end(phrases, predicates, number)
    predicate.last = stop
    seen_pp = False
    stop = _read_gaps(phrases, predicate, stop)
    own = [*phrases[predicate.index + 1 : stop], *_after_aside(phrases, predicates, number, stop)]
    for phrase in own:
        if phrase.kind == "np" and phrase is not predicate.subject:
            if predicate.object is None and not seen_pp:
                predicate.object = phrase
            elif predicate.second_object is None and not seen_pp and predicate.object is not predicate.antecedent:
                predicate.second_object = phrase
        elif phrase.kind == "pp":
            seen_pp = True
            predicate.pps.append(phrase)
        elif phrase.kind == "time":
            predicate.times.append(phrase)
    start = _clause_start(phrases, predicates, number)
    for phrase in phrases[start : predicate.index]:
        if id(phrase) in claimed:
            continue
        if phrase.kind == "pp" and phrase is not predicate.subject:
            predicate.pps.append(phrase)
        elif phrase.kind == "time":
            predicate.times.append(phrase)
    claimed.update(id(phrase) for phrase in (*predicate.pps, *predicate.times))


def _read_gaps(phrases: list[Phrase], predicate: Predicate, stop: int) -> int:
    """Collect "[, and] noun phrase + date" groups after a dated clause; return where the first begins."""
    first, position, dated = stop, predicate.index + 1, False
    while position < stop:
        phrase = phrases[position]
        if phrase.timexes and phrase.kind in ("pp", "time"):
            dated = True
        opens = dated and phrase.kind in ("comma", "and") and position + 2 < stop
        target = position + 2 if opens and phrases[position + 1].kind == "and" else position + 1
        if opens and target + 1 < stop and phrases[target].kind == "np" and _is_named(phrases[target]):
            times = _times_behind(phrases, target, stop)
            if times:
                predicate.gaps.append((phrases[target], times))
                first = min(first, position)
                position = target + 1 + len(times)
                continue
        position += 1
    return first


def _is_named(phrase: Phrase) -> bool:
    return bool(phrase.places or phrase.actors)


def _times_behind(phrases: list[Phrase], index: int, stop: int) -> list[Phrase]:
    times: list[Phrase] = []
    for phrase in phrases[index + 1 : stop]:
        if phrase.kind not in ("pp", "time"):
            break
        times.append(phrase)
    return times if any(p.timexes for p in times) else []


def _is_aside(phrases: list[Phrase], predicate: Predicate) -> bool:
    """Whether the verb stands in an aside between commas: ", backed by a regiment," or ", who heads it,"."""
    if predicate.relation == "participle" and not predicate.link:
        return predicate.index > 0 and phrases[predicate.index - 1].kind == "comma"
    if predicate.relation == "relative" and predicate.first < predicate.index:
        return predicate.first > 0 and phrases[predicate.first - 1].kind == "comma"
    return False


def _after_aside(phrases: list[Phrase], predicates: list[Predicate], number: int, stop: int) -> list[Phrase]:
    """Phrases that go on with this verb behind an aside that interrupts it."""
    if number + 1 >= len(predicates) or stop >= len(phrases):
        return []
    aside = predicates[number + 1]
    if not _is_aside(phrases, aside) or not (aside.first <= stop + 1 or aside.index <= stop + 1):
        return []
    closing = next((i for i in range(aside.index, len(phrases)) if phrases[i].kind == "comma"), None)
    if closing is None:
        return []
    rest: list[Phrase] = []
    for phrase in phrases[closing + 1 :]:
        if phrase.kind not in ("pp", "time", "adverb"):
            return rest if phrase.kind in ("stop", "comma", "link", "and") else []
        rest.append(phrase)
    return rest


def _clause_end(phrases: list[Phrase], predicates: list[Predicate], number: int) -> int:
    """Where the material of this verb ends: at a link, a stop, or the subject of the next finite verb."""
    predicate = predicates[number]
    limit = len(phrases)
    if _is_aside(phrases, predicate):
        limit = next((i for i in range(predicate.index, limit) if phrases[i].kind == "comma"), limit)
    for later in predicates[number + 1 :]:
        if later.subject is not None and later.finite and later.relation != "relative":
            position = next((i for i, p in enumerate(phrases) if p is later.subject), later.index)
            if position > predicate.index:
                limit = min(limit, _before_fronted(phrases, position, predicate.index))
        limit = min(limit, later.index)
        break
    for position in range(predicate.index + 1, limit):
        phrase = phrases[position]
        if phrase.kind == "stop" or (phrase.kind == "link" and _opens(phrases, predicates, position)):
            return position
    return limit


def _before_fronted(phrases: list[Phrase], subject: int, floor: int) -> int:
    """Step back over "and since last Sunday" before the subject of the next clause, to its "and"."""
    position = subject
    while position - 1 > floor and phrases[position - 1].kind in ("pp", "time", "adverb", "comma"):
        position -= 1
        if phrases[position - 1].kind in ("and", "stop", "link"):
            return position - 1
    return subject


def _opens(phrases: list[Phrase], predicates: list[Predicate], position: int) -> bool:
    """Whether the link starts a clause (a verb follows) rather than a phrase ("after the talks")."""
    for phrase in phrases[position + 1 :]:
        if phrase.kind == "verb":
            return True
        if phrase.kind in ("comma", "stop"):
            return False
    return False


def _clause_start(phrases: list[Phrase], predicates: list[Predicate], number: int) -> int:
    """First phrase that may belong to this verb on its left."""
    predicate = predicates[number]
    if predicate.relation in ("infinitive", "coordinate", "participle") and number != 0:
        return predicate.index
    if predicate.link and predicate.relation in ("relative", "complement", "adjunct"):
        return predicate.first
    previous_stop = 0
    for position in range(predicate.index - 1, -1, -1):
        phrase = phrases[position]
        if phrase.kind == "stop":
            previous_stop = position + 1
            break
        if phrase.kind == "verb" and phrase.form == "finite" and position > 0:
            previous_stop = position + 1 if predicate.first <= position else predicate.first
            break
    return previous_stop
