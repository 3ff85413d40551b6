"""Past forms that may be participles: "the talks held in Baku ended" against "the sides held talks"."""

from __future__ import annotations

from pipeline.extract.events.clause_state import AROUND, Clause, Walk
from pipeline.extract.events.phrases import Phrase
from pipeline.extract.events.tokens import Token
from pipeline.lexicon.grammar import Grammar


def is_ambiguous(verb: Phrase) -> bool:
    """Whether the verb group is one word that is a past tense or a participle."""
    return (
        verb.form == "finite"
        and verb.tokens[-1].may_be_participle
        and all(t.tag in ("verb", "adverb") for t in verb.tokens)
    )


def is_reduced(walk: Walk, top: Clause, index: int, grammar: Grammar) -> bool:
    """Whether the ambiguous verb at ``index`` is a participle, given the open clause ``top``."""
    verb, following = walk.phrases[index], walk.following(index)
    has_object = following is not None and following.kind == "np"
    before = walk.back(index, frozenset({"adverb", "quote"}))
    kind = walk.kind(before)
    if kind in ("", "stop", "open"):
        return _is_pp(following)
    if kind == "link":
        return not walk.phrases[before].relative and _is_pp(following)
    if kind == "and" or walk.kind(walk.opener(index)) == "and":
        if top.predicate is not None and top.predicate.verb.form == "participle" and not has_object:
            return any(clause.waits for clause in top.around())  # "captured in May and held since, was"
        return False  # decided by the verb that it stands beside
    if verb.verb in grammar.no_passive:
        return False
    if kind == "comma":
        return not has_object and _is_aside(walk, top, index)
    if _by_agent(following):
        return True
    if has_object or kind == "verb":
        return False
    if top.waits:
        return top.subject is not None and _verb_follows(walk, index)
    return _modifies(walk, top, index, grammar)


def lacks_object(walk: Walk, top: Clause, index: int, grammar: Grammar) -> bool:
    """Whether a past form without an object tells in telegraphic style what was done: "Protocol signed"."""
    verb = walk.phrases[index].verb
    if not top.waits or top.subject is None or top.relation != "main":
        return False
    subject = walk.phrases[top.subject]
    if subject.head is None or subject.head.tag == "pronoun":
        return False
    is_thing = not subject.actors and not _acts(subject.head, grammar)
    if verb not in grammar.suffered and not (is_thing and verb in grammar.transitive):
        return False
    for position in range(index + 1, len(walk.phrases)):
        kind = walk.kind(position)
        if kind not in ("pp", "time", "adverb"):
            return kind in ("stop", "comma", "and", "open", "close")
    return True


_AGENT_ENDINGS = ("er", "or", "ist", "ers", "ors", "ists")


def _acts(head: Token, grammar: Grammar) -> bool:
    """Whether the noun names somebody who acts."""
    return head.tag == "pronoun" or head.lower in grammar.agents or head.lower.endswith(_AGENT_ENDINGS)


def _is_aside(walk: Walk, top: Clause, index: int) -> bool:
    following = walk.following(index)
    if following is not None and following.kind == "link" and not following.relative:
        return False  # "..., the sides agreed that"
    if top.waits and top.subject is not None:
        return top.commas % 2 == 1 and any(_is_finite(p) for p in walk.phrases[index + 1 :])
    return True


def _by_agent(following: Phrase | None) -> bool:
    if following is None or following.kind != "pp" or following.preposition != "by":
        return False
    return not following.timexes and all(t.tag != "number" for t in following.tokens)


def _is_pp(phrase: Phrase | None) -> bool:
    return phrase is not None and phrase.kind == "pp"


def _is_finite(phrase: Phrase) -> bool:
    return phrase.kind == "verb" and phrase.form == "finite"


def _verb_follows(walk: Walk, index: int) -> bool:
    """Whether a finite verb without a subject of its own follows, so that this one need not be it."""
    infinitive = False
    for phrase in walk.phrases[index + 1 :]:
        if phrase.kind == "verb":
            if phrase.form == "finite":
                return True
            infinitive = True
        elif phrase.kind not in AROUND and not (phrase.kind == "np" and infinitive):
            return False
    return False


def _modifies(walk: Walk, top: Clause, index: int, grammar: Grammar) -> bool:
    """After a clause with a verb: whether the noun before belongs to that verb and not to this one."""
    assert top.predicate is not None
    if any(clause.waits for clause in top.around()) and not any(_is_finite(p) for p in walk.phrases[index + 1 :]):
        return False  # "lorries loaded with flour rolled across the bridge"
    noun = walk.back(index, AROUND | {"close"})
    if walk.kind(noun) != "np":
        return True
    front = walk.back(noun, AROUND)
    if walk.kind(front) == "and":
        return False
    if walk.kind(front) == "comma" and (walk.phrases[front - 1].timexes or not _is_pp(walk.following(index))):
        return False  # "..., a ceasefire followed a day later"
    between = walk.phrases[top.predicate.index + 1 : noun]
    content = all(p.kind in AROUND or p.kind == "np" for p in between)
    if top.predicate.lemma in grammar.clause_verbs and content:
        return False
    if any(clause.waits for clause in top.around()):
        return any(_is_finite(p) for p in walk.phrases[index + 1 :])
    return True
