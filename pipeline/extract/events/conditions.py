"""The conditions that trigger rules may ask for under ``needs``: one small function each, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.core.records import ActorMention
from pipeline.extract.events.clauses import Analysis, Predicate
from pipeline.extract.events.nouns import has_word
from pipeline.extract.events.phrases import Phrase


@dataclass(slots=True)
class Situation:
    """What a condition may look at: the sentence, the verb, the noun phrase of the rule and its tail."""

    analysis: Analysis
    predicate: Predicate | None
    phrase: Phrase | None
    tail: list[Phrase]

    @property
    def agent(self) -> Phrase | None:
        """Who acts: the subject, or the "by" phrase of a passive."""
        if self.predicate is None:
            return None
        if self.predicate.passive:
            return next((p for p in self.predicate.pps if p.preposition.endswith("by")), None)
        return self.predicate.subject

    @property
    def patient(self) -> Phrase | None:
        """Who is acted on: the object, or the subject of a passive."""
        if self.predicate is None:
            return None
        return self.predicate.subject if self.predicate.passive else self.predicate.object

    @property
    def everything(self) -> list[Phrase]:
        """All argument phrases of the clause."""
        phrases: list[Phrase] = list(self.tail)
        if self.phrase is not None:
            phrases.append(self.phrase)
        if self.predicate is not None:
            phrases += [p for p in (self.predicate.subject, self.predicate.object, self.predicate.second_object) if p]
            phrases += self.predicate.pps
        return phrases


def members(mentions: Iterable[ActorMention]) -> list[ActorMention]:
    """Actor mentions with groups opened."""
    return [member for mention in mentions for member in (mention.group or (mention,))]


def actors_near(phrase: Phrase | None, analysis: Analysis) -> list[ActorMention]:
    """Actors of a noun phrase; when it has none, those of the "of" phrases behind it."""
    if phrase is None:
        return []
    if phrase.actors:
        return members(phrase.actors)
    position = next((i for i, p in enumerate(analysis.phrases) if p is phrase), None)
    if position is None:
        return []
    for following in analysis.phrases[position + 1 : position + 4]:
        if following.kind != "pp" or following.preposition not in ("of", "from", "led by", "headed by"):
            break
        if following.actors:
            return members(following.actors)
    return []


_MILITARY = frozenset(
    "troop force soldier serviceman servicemen army unit fighter general colonel major officer peacekeeper militant"
    " militia garrison detachment tank personnel commando contingent military lieutenant captain sergeant".split()
)
_PEACE = frozenset("peacekeeper peacekeeping observer monitor mission contingent monitoring".split())
_PEOPLE = frozenset(
    "people civilian resident refugee person family population inhabitant villager armenian azerbaijani townspeople"
    " idp woman child settler thousand dozens hundreds displaced half million azerbaijanis armenians citizen evacuee".split()
)
_THING = frozenset("plane aircraft helicopter jet train bus airliner ship vehicle drone bomb mine bridge building earthquake".split())
_DOCUMENT = frozenset(
    "agreement accord treaty memorandum memoranda protocol declaration deal contract pact document statement communique".split()
)
_PROJECT = frozenset(
    "railway pipeline road route corridor airport plant embassy centre center line bridge flight station terminal consulate".split()
)
_CEREMONIAL = frozenset(
    "anniversary day victory holiday independence birthday jubilee centenary memory martyr fallen victim nowruz eid occasion".split()
)
_OFFICE = frozenset(
    "president minister ambassador chairman speaker secretary chief head commander governor leader premier chancellor"
    " envoy mayor chair king director".split()
)
_SUMMIT = frozenset("summit session meeting conference forum assembly talks gathering".split())


def _person(actors: Iterable[ActorMention]) -> bool:
    return any(a.kind == "person" or a.found_by == "office" for a in actors)


def _place_in(phrase: Phrase | None, *, countries: bool = True) -> bool:
    if phrase is None:
        return False
    if any(countries or place.kind != "country" for place in phrase.places):
        return True
    return countries and any(a.kind == "state" for a in members(phrase.actors))


def _pp(s: Situation, prepositions: Iterable[str]) -> list[Phrase]:
    if s.predicate is None:
        return []
    wanted = frozenset(prepositions)
    return [p for p in s.predicate.pps if p.preposition in wanted]


def _distinct(actors: Iterable[ActorMention]) -> set[str]:
    return {actor.actor_id for actor in actors}


def _all_actors(s: Situation) -> list[ActorMention]:
    return [a for p in s.everything for a in members(p.actors)]


def _two_actors(s: Situation) -> bool:
    counterparts = [a for p in (s.agent, s.patient) for a in actors_near(p, s.analysis)]
    counterparts += [a for p in _pp(s, ("with", "between", "among", "of", "alongside")) for a in members(p.actors)]
    return len(_distinct(counterparts)) >= 2


def _plural_subject(s: Situation) -> bool:
    if s.predicate is None or s.predicate.subject is None or s.predicate.object is not None and s.predicate.object.actors:
        return False
    subject = s.predicate.subject
    if len(_distinct(actors_near(subject, s.analysis))) >= 2:
        return True
    head = subject.head
    return head is not None and head.lower.endswith("s") and bool(actors_near(subject, s.analysis))


def _territory(phrase: Phrase | None) -> bool:
    """A place that can change hands: a town or district, or words for territory."""
    if phrase is None:
        return False
    if any(place.kind not in ("country", "venue") for place in phrase.places):
        return True
    words = frozenset("territory district town village settlement height city region land area position territories".split())
    return has_word([phrase], words)


def _military(phrase: Phrase | None) -> bool:
    return phrase is not None and has_word([phrase], _MILITARY)


def _speech_or_past(s: Situation) -> bool:
    """Keeps standing situations out: "supports" alone is no event, unless somebody says so."""
    if s.predicate is None:
        return False
    if s.predicate.parent is not None and s.predicate.relation in ("complement", "infinitive"):
        return True
    return s.predicate.verb.past or s.predicate.verb.form == "ing" or bool(s.predicate.times) or len(s.analysis.predicates) > 1


def _no_person_object(s: Situation) -> bool:
    patient = s.patient
    return patient is None or not any(a.kind == "person" for a in members(patient.actors)) or has_word(
        [patient], frozenset("proposal statement claim report demand decision election step words".split())
    )


CONDITIONS: dict[str, Callable[[Situation], bool]] = {
    "subject_actor": lambda s: bool(actors_near(s.agent, s.analysis)),
    "object_actor": lambda s: bool(actors_near(s.patient, s.analysis)),
    "object_person": lambda s: _person(actors_near(s.patient, s.analysis)) or has_word([s.patient], frozenset({"delegation"})),
    "object_person_any": lambda s: s.patient is not None,
    "person_subject": lambda s: _person(actors_near(s.agent or s.patient, s.analysis))
    or has_word([s.agent], frozenset("delegation minister president leader team mission envoy".split())),
    "object_place": lambda s: _place_in(s.patient),
    "object_territory": lambda s: _territory(s.patient),
    "object_district": lambda s: s.patient is not None and any(p.kind not in ("country", "venue") for p in s.patient.places),
    "subject_side": lambda s: s.agent is None
    or not any(a.kind == "person" for a in actors_near(s.agent, s.analysis)),
    "subject_territory": lambda s: s.predicate is not None and _territory(s.predicate.subject)
    and not any(a.kind == "person" for a in members(s.predicate.subject.actors if s.predicate.subject else ())),
    "territory_any": lambda s: any(_territory(p) for p in (s.patient, s.phrase, s.predicate.subject if s.predicate else None)),
    "of_territory": lambda s: any(_territory(p) for p in s.tail if p.preposition in ("of", "to")),
    "actor": lambda s: bool(_all_actors(s)),
    "two_actors": _two_actors,
    "plural_subject": _plural_subject,
    "infinitive": lambda s: any(p.parent is s.predicate and p.relation == "infinitive" for p in s.analysis.predicates),
    "no_infinitive": lambda s: not any(p.parent is s.predicate and p.relation == "infinitive" for p in s.analysis.predicates)
    or _person([a for p in _pp(s, ("on",)) for a in members(p.actors)]) and not any(a.kind == "state" for p in _pp(s, ("on",)) for a in members(p.actors)),
    "no_object": lambda s: s.predicate is not None and s.predicate.object is None,
    "no_actor_object": lambda s: s.predicate is None or not actors_near(s.predicate.object, s.analysis),
    "no_person_object": _no_person_object,
    "on_actor": lambda s: any(p.actors for p in _pp(s, ("on", "upon"))),
    "on_person": lambda s: _person([a for p in _pp(s, ("on",)) for a in members(p.actors)]),
    "to_place": lambda s: any(_place_in(p) for p in _pp(s, ("to", "in", "at", "for", "into")))
    or has_word(_pp(s, ("to", "in")), frozenset({"capital", "country", "town", "city", "region", "republic"})),
    "in_place": lambda s: any(_place_in(p) for p in _pp(s, ("in", "at"))),
    "from_place": lambda s: any(_place_in(p) for p in _pp(s, ("from",))),
    "with_actor": lambda s: any(p.actors for p in _pp(s, ("with",))),
    "finite": lambda s: s.predicate is not None and s.predicate.finite,
    "against_noun": lambda s: bool(_pp(s, ("against",))),
    "call_demand": lambda s: bool(_pp(s, ("for",)))
    or any(p.parent is s.predicate and p.relation == "infinitive" for p in s.analysis.predicates),
    "to_ceasefire": lambda s: has_word(_pp(s, ("to", "on")), frozenset({"ceasefire", "cease-fire", "truce", "armistice"})),
    "at_summit": lambda s: has_word(_pp(s, ("at", "in", "on")) + [p for p in [s.phrase, s.predicate.object if s.predicate else None] if p], _SUMMIT),
    "of_document": lambda s: has_word([s.phrase, *[p for p in s.tail if p.preposition == "of"]], _DOCUMENT),
    "of_project": lambda s: has_word([p for p in s.tail if p.preposition == "of"], _PROJECT),
    "anniversary_object": lambda s: s.patient is not None
    and (has_word([s.patient, *[p for p in s.predicate.pps if p.preposition == "of"]] if s.predicate else [s.patient], _CEREMONIAL)),
    "arrival_context": lambda s: has_word(s.everything, frozenset("airport palace arrival guard honour honor tarmac base residence entrance".split())),
    "military_object": lambda s: _military(s.patient) or bool(actors_near(s.patient, s.analysis)),
    "military_subject": lambda s: _military(s.predicate.subject if s.predicate else None),
    "object_military_or_peace": lambda s: s.patient is not None and has_word([s.patient], _MILITARY | _PEACE),
    "withdraw_actor": lambda s: _military(s.agent) or _military(s.patient)
    or any(a.kind in ("state", "military", "armed_group", "organisation") for a in actors_near(s.agent or s.patient, s.analysis)),
    "people": lambda s: has_word([s.agent, s.patient], _PEOPLE) or bool(actors_near(s.patient, s.analysis)),
    "people_of": lambda s: has_word([s.phrase, *s.tail], _PEOPLE),
    "displaced_subject": lambda s: has_word([s.predicate.subject if s.predicate else None], _PEOPLE),
    "thing_subject": lambda s: has_word([s.predicate.subject if s.predicate else None], _THING),
    "office_object": lambda s: has_word([s.predicate.object if s.predicate else None, s.predicate.second_object if s.predicate else None], _OFFICE)
    or any(a.found_by == "office" for a in members(s.predicate.object.actors if s.predicate and s.predicate.object else ())),
    "object_state_or_independence": lambda s: any(a.kind == "state" for a in actors_near(s.patient, s.analysis))
    or has_word([s.patient], frozenset({"independence", "it", "republic", "sovereignty"})),
    "state_any": lambda s: any(a.kind in ("state", "organisation") for a in _all_actors(s)),
    "state_of": lambda s: any(a.kind == "state" for p in [s.phrase, *s.tail] if p for a in members(p.actors)),
    "speech_or_past": _speech_or_past,
    "subject_any": lambda s: s.predicate is not None and s.predicate.subject is not None,
}  # fmt: skip
