"""What two verbs joined by "and" share."""

from __future__ import annotations

from pipeline.extract.events.phrases import Phrase
from pipeline.lexicon.grammar import Grammar


def share_auxiliaries(verb: Phrase, other: Phrase, following: Phrase | None) -> None:
    """Give the second of two coordinated verbs what it shares: "was arrested and taken", "will meet and sign"."""
    main = verb.tokens[-1]
    has_object = following is not None and following.kind in ("np", "link")
    if main.form == "base":
        if other.form == "infinitive":
            verb.form = "infinitive"
        verb.modality = other.modality
    elif main.may_be_participle:
        if other.form == "participle" and not has_object:
            verb.form = "participle"
        elif other.voice == "passive" and not has_object:
            verb.form, verb.voice, verb.past, verb.modality = other.form, "passive", other.past, other.modality
        elif other.perfect:
            verb.form, verb.perfect, verb.past = other.form, True, other.past


def goes_outside(verb: Phrase, other: Phrase, grammar: Grammar) -> bool:
    """ "said Baku would host the talks and thanked Moscow": the speaker thanks."""
    main = verb.tokens[-1]
    if main.form != "past" or len(verb.tokens) > 1:
        return False
    if other.modality != "none":
        return True
    return other.perfect and (not main.may_be_participle or verb.verb in grammar.speech_acts)
