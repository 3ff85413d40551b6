"""The clauses of a sentence, read from left to right with a stack of open clauses.

Each phrase goes to the clause that is open when it is read. A verb fills the open clause that still
waits for one, or opens a clause of its own: below the verb before it, beside it, or instead of it. So
"The road that links A to B was closed" needs no rule: the relative clause has its verb, the main clause
still waits for one.
"""

from __future__ import annotations

from pipeline.extract.events.clause_state import AROUND, Clause, Walk
from pipeline.extract.events.participles import is_ambiguous, is_reduced, lacks_object
from pipeline.extract.events.phrases import Phrase
from pipeline.extract.events.predicates import Predicate
from pipeline.extract.events.sharing import goes_outside, share_auxiliaries
from pipeline.lexicon.grammar import Grammar


class Reader(Walk):
    """Reads the phrases of one sentence (or of one pair of brackets) into clauses.

    Attributes:
        clauses: Every clause with a verb, in text order.
    """

    def __init__(self, phrases: list[Phrase], grammar: Grammar) -> None:
        super().__init__(phrases)
        self.grammar = grammar
        self.clauses: list[Clause] = []
        self.top = Clause()

    def read(self, begin: int = 0, end: int | None = None) -> None:
        """Read the phrases from ``begin`` to ``end``."""
        index, stop = begin, len(self.phrases) if end is None else end
        while index < stop:
            index = self._step(index, stop)

    def _step(self, index: int, stop: int) -> int:
        kind = self.kind(index)
        if kind == "adverb" and self.phrases[index].kind == "link":
            return self._link_phrase(index)
        if kind == "verb":
            return self._verb(index)
        if kind == "np":
            self._noun(index)
        elif kind in ("pp", "time"):
            self.top.items.append(index)
        elif kind == "link":
            self._link(index)
        elif kind == "comma":
            self._comma()
        elif kind == "stop":
            self.top = Clause()
        elif kind == "open":
            return self._brackets(index, stop)
        return index + 1

    def _link_phrase(self, index: int) -> int:
        """ "after the truce of May 1994": the date in it dates the truce, not the clause."""
        position = index + 1
        if not self.phrases[position].timexes:
            self.top.items.append(position)
        position += 1
        while self.kind(position) == "pp" and self.phrases[position].preposition == "of":
            position += 1
        return position

    def _brackets(self, index: int, stop: int) -> int:
        """Read what stands in brackets apart; a date there still belongs to the clause outside."""
        close = next((i for i in range(index + 1, stop) if self.phrases[i].kind == "close"), None)
        if close is None:
            return index + 1
        inside = range(index + 1, close)
        if any(self.phrases[i].kind == "verb" for i in inside):
            outside, self.top = self.top, Clause()
            self.read(index + 1, close)
            self.top = outside
        else:
            self.top.items += [i for i in inside if self.phrases[i].kind in ("pp", "time") and self.phrases[i].timexes]
        return close + 1

    def _noun(self, index: int) -> None:
        clause = self.top
        clause.items.append(index)
        phrase, before = self.phrases[index], self.kind(index - 1)
        if not clause.waits or self._measures_time(index):
            return
        if clause.subject is None:
            clause.subject, clause.commas = index, 0
        elif before == "and":
            clause.joined.append(index)
        elif before == "comma":
            if self._names(index):
                clause.joined.append(index)  # "his guest, President X, watched"
        elif before not in ("quote", "open") and (phrase.actors or not self.phrases[clause.subject].actors):
            # Two noun phrases side by side: a dateline, a title before a name, "the vote the sides held".
            clause.subject, clause.commas = index, 0

    def _measures_time(self, index: int) -> bool:
        """ "days before the vote": no noun phrase of the clause."""
        head, following = self.phrases[index].head, self.phrases[index + 1 : index + 2]
        units = self.grammar.time_units
        return head is not None and head.lower in units and any(p.link in ("before", "after") for p in following)

    def _names(self, index: int) -> bool:
        """Whether the noun phrase behind a comma says who the one before it is."""
        host = self.back(index - 1, frozenset({"pp"}))
        if self.kind(host) != "np" or self.phrases[host].actors:
            return False
        head = self.phrases[index].head
        named = head is not None and head.tag == "name"
        return named and any(actor.kind == "person" for actor in self.phrases[index].actors)

    def _comma(self) -> None:
        clause = self.top
        if not clause.waits and clause.outer is not None and (clause.aside or clause.outer.waits):
            self.top = clause.outer
        if self.top.waits and self.top.subject is not None:
            self.top.commas += 1

    # Links

    def _link(self, index: int) -> None:
        link = self.phrases[index]
        opener = self.back(index, frozenset({"adverb", "quote"}))
        after_comma = opener >= 0 and self.phrases[opener].kind == "comma"
        if link.link == "that" and link.relative and self._tells(index):
            link.relative = False
        if link.relative and not (link.link == "that" and self._is_cleft(index)):
            clause = Clause(self.top, self.top, "relative", link.link, aside=after_comma)
            clause.noun = self.noun_before(opener if after_comma else index, person=link.link in ("who", "whom"))
        elif link.link == "that" and self._is_cleft(index):
            clause = Clause(self.top.outer, self.top.host, self.top.relation, self.top.link)
            self._move(self.top, clause, 0)  # "it was on Monday that Baku ...": one clause
            clause.items.remove(self.top.subject or 0)
            self.top.items.append(self.top.subject or 0)
        elif link.link == "that":
            clause = Clause(self.top, self._teller(index), "complement", "that")
        elif link.link == "what":
            clause = Clause(self.top, self.top, "complement", "what")
        else:
            clause = Clause(self.top, self.top, "adjunct", link.link)
        if self.top.waits and self.top.outer is not None and not self.top.items:
            clause.outer = clause.host = self.top.outer  # "if and when", "that, when"
            if self.top.relation == "complement":
                clause.outer = self.top
        self.top = clause

    def _is_cleft(self, index: int) -> bool:
        """Whether "that" follows "it was" and a date or place alone."""
        top = self.top
        if top.predicate is None or top.predicate.lemma != "be" or top.subject is None:
            return False
        between = self.phrases[top.predicate.index + 1 : index]
        is_it = self.phrases[top.subject].tokens[0].lower == "it"
        return is_it and bool(between) and all(p.kind in AROUND for p in between)

    def _teller(self, index: int) -> Clause:
        """The clause whose verb can say something, for "that"; "..., and that ..." goes on with the first."""
        if self.kind(self.back(index, AROUND)) == "and":
            for clause in self.top.around():
                if clause.relation == "complement" and clause.link == "that" and clause.host is not None:
                    return clause.host
        for clause in self.top.around():
            if clause.predicate is not None and clause.predicate.lemma in self.grammar.clause_verbs:
                return clause
        return self.top

    def _tells(self, index: int) -> bool:
        """Whether "that" behind a noun opens what is said: "told the deputy that", "said in Baku that"."""
        predicate = self.top.predicate
        if predicate is None:
            return False
        between = self.phrases[predicate.index + 1 : index]
        before = between[-1] if between else None
        if before is not None and before.head is not None and before.head.lower in self.grammar.content_nouns:
            return True
        if predicate.lemma not in self.grammar.clause_verbs:
            return False
        if predicate.verb.voice == "passive":
            return all(p.kind != "np" for p in between)
        if not any(p.kind == "np" for p in between):
            return True
        hearers = [p for p in between if p.kind == "np"]
        return predicate.lemma in self.grammar.telling_verbs and len(hearers) == 1

    # Verbs

    def _verb(self, index: int) -> int:
        verb = self.phrases[index]
        if is_ambiguous(verb) and is_reduced(self, self.top, index, self.grammar):
            verb.form = "participle"
        elif is_ambiguous(verb) and lacks_object(self, self.top, index, self.grammar):
            verb.voice = "passive"
        if verb.form == "infinitive":
            self._infinitive(index)
        elif verb.form in ("ing", "participle"):
            self._participle(index)
        elif self._is_inverted(index):
            self._open(index, Clause(subject=index + 1))
            return index + 2
        else:
            self._finite(index)
        return index + 1

    def _open(self, index: int, clause: Clause) -> None:
        """Give the clause its verb and make it the open one."""
        clause.predicate = Predicate(index, self.phrases[index])
        self.clauses.append(clause)
        self.top = clause

    def _infinitive(self, index: int) -> None:
        clause = Clause(self.top, self.top, "infinitive", inherits=True)
        before = self.kind(index - 1)
        if before == "and":
            partner = next(
                (c for c in self.top.around() if c.predicate is not None and c.predicate.verb.form == "infinitive"),
                None,
            )
            if partner is not None:
                clause = Clause(partner.outer, partner.host, partner.relation, inherits=True)
        elif self.top.waits and self.top.link and not self.top.items:
            clause = Clause(self.top.outer, self.top.host, "infinitive", self.top.link, inherits=True)  # "whether to"
        self._open(index, clause)

    def _participle(self, index: int) -> None:
        verb = self.phrases[index]
        before = self.back(index, frozenset({"quote"}))
        kind = self.kind(before)
        if kind == "adverb" and not self.phrases[before].preposition:
            before = self.back(before, frozenset({"adverb", "quote"}))
            kind = self.kind(before)
        if kind == "and" and (partner := self._partner(index)) is not None:
            self._beside(index, partner)
        elif self.top.waits and self.top.link and not self.top.items and kind == "link":
            opened = self.top
            if opened.relation == "relative":
                self._open(index, opened)
            else:
                self._open(index, Clause(opened.outer, opened.host, "participle", opened.link, inherits=True))
        elif kind == "adverb":
            link = self.phrases[before].preposition
            self._open(index, Clause(self.top, self.top, "participle", link, inherits=True))
        elif kind in ("np", "pp", "close", "time"):
            clause = Clause(self.top, None if self.top.waits else self.top, "participle")
            clause.noun = clause.subject = self.noun_before(index)
            self._open(index, clause)
        else:
            self._open(index, self._aside(verb, before, kind))

    def _aside(self, verb: Phrase, before: int, kind: str) -> Clause:
        """A participle behind a comma, or at the head of the sentence."""
        host = self.top
        if verb.verb in self.grammar.clause_verbs and verb.form == "ing":  # "said ..., adding that ..."
            saying = (c for c in host.around() if c.predicate and c.predicate.lemma in self.grammar.clause_verbs)
            host = next(saying, host)
        clause = Clause(host, host, "participle", aside=kind == "comma", inherits=True)
        about_noun = verb.form == "participle" and verb.verb not in self.grammar.companion_verbs
        if about_noun and not host.waits and kind == "comma":
            clause.noun = clause.subject = self.noun_before(before, first=True)
        elif host.waits and host.subject is not None:
            clause.noun = clause.subject = host.subject
        return clause

    def _finite(self, index: int) -> None:
        clause = self.top
        before = self.opener(index)
        if self.kind(before) == "and" and (partner := self._partner(index)) is not None:
            self._beside(index, partner)
            return
        if clause.waits:
            self._fill(index, clause)
            return
        waiting = next((c for c in clause.around() if c.waits), None)
        candidate = self._candidate(index, clause)
        if waiting is not None and (candidate is None or not self._is_content(clause, candidate)):
            if waiting.subject is None and candidate is not None and waiting.relation != "relative":
                self._move(clause, waiting, self._front(candidate))
                waiting.subject = candidate
            self._fill(index, waiting)
        elif candidate is not None:
            self._clause_of(index, candidate)
        elif (partner := self._partner(index)) is not None:
            self._beside(index, partner)
        else:
            self._open(index, Clause())

    def _fill(self, index: int, clause: Clause) -> None:
        """The verb that an open clause waits for."""
        noun = next((i for i in reversed(clause.items) if self.phrases[i].kind == "np"), -1)
        if clause.subject is not None and noun > clause.subject and not clause.joined:
            first, last = self.phrases[clause.subject], self.phrases[noun]
            if self.phrases[index].tokens[-1].form == "base" and first.actors and last.actors and clause.commas == 1:
                clause.joined.append(noun)  # "Azerbaijan, Pakistan sign ..."
            elif self.back(index, AROUND) == noun and (last.actors or not first.actors):
                clause.subject = noun  # "A close ally, Pakistan backed ...": no comma closes an aside
        if clause.relation == "relative" and clause.subject is None and clause.link not in ("where", "when"):
            clause.subject = clause.noun
        self._open(index, clause)

    def _candidate(self, index: int, clause: Clause) -> int | None:
        """The noun phrase behind the verb of ``clause`` that can be the subject of the verb at ``index``."""
        assert clause.predicate is not None
        floor = clause.predicate.index
        position = self.back(index, AROUND | {"close"})
        while position > floor:
            if self.kind(position) == "np":
                return position
            if self.kind(position) == "open":
                position = self.back(position, AROUND)
                continue
            if self.kind(position) != "comma":
                return None
            opening = position - 1
            while opening > floor and self.kind(opening) not in ("comma", "stop"):
                opening -= 1
            inside = self.phrases[opening + 1 : position]
            plain = bool(inside) and inside[0].kind == "np" and all(p.kind != "verb" for p in inside)
            before = self.back(opening, AROUND) if self.kind(opening) == "comma" else floor
            if before > floor and self.kind(before) == "np":
                return before  # behind ", the defence minister," or ", which began on Monday,"
            return opening + 1 if plain and opening > floor else None
        return None

    def _is_content(self, clause: Clause, candidate: int) -> bool:
        """Whether the noun phrase begins what the verb of ``clause`` says: "said Baku would"."""
        predicate = clause.predicate
        if predicate is None or predicate.lemma not in self.grammar.clause_verbs:
            return False
        return all(p.kind in AROUND or p.kind == "np" for p in self.phrases[predicate.index + 1 : candidate])

    def _clause_of(self, index: int, candidate: int) -> None:
        """A clause with a subject of its own: said, coordinate or simply next."""
        clause, front = self.top, self._front(candidate)
        separator = self.kind(front - 1)
        partner = clause
        if separator == "and":
            after_comma = self.kind(front - 2) == "comma"
            partner = self._level(clause, after_comma=after_comma)
            new = Clause(partner.outer, partner.host, "coordinate" if partner.host is not None else "main")
            new.link = partner.link if partner.host is not None else ""
        elif separator in ("comma", "stop"):
            new = Clause()
        else:
            front = candidate
            new = Clause(clause, clause, "complement")
            if self.kind(candidate - 1) in ("np", "pp") and not self._is_content(clause, candidate):
                new.relation, new.noun = "relative", candidate - 1  # "the aid it has given"
        self._move(clause, new, front)
        new.subject = candidate
        self._open(index, new)

    def _level(self, clause: Clause, *, after_comma: bool) -> Clause:
        """The clause beside which "and" sets the next one."""
        for outer in clause.around():
            if outer.predicate is None or not outer.predicate.finite:
                continue
            if after_comma and outer.host is not None:
                continue
            return outer
        return clause

    def _partner(self, index: int) -> Clause | None:
        """The clause whose subject the verb behind "and" shares."""
        verb = self.phrases[index]
        position = self.opener(index)
        after_comma = self.kind(position) == "and" and self.kind(position - 1) == "comma"
        reports = verb.verb in self.grammar.clause_verbs and self.kind(index + 1) == "link"
        base = verb.form == "finite" and verb.tokens[-1].form == "base" and len(verb.tokens) == 1
        for clause in self.top.around():
            if clause.predicate is None:
                continue
            other = clause.predicate.verb
            if reports and clause.host is not None and other.verb not in self.grammar.clause_verbs:
                continue  # "said the jet was hit, and demanded that ..."
            if clause.relation == "complement" and goes_outside(verb, other, self.grammar):
                continue
            dependent = clause.relation in ("relative", "adjunct") or clause.link == "what"
            if after_comma and clause.host is not None and dependent:
                continue
            if verb.form in ("ing", "participle"):
                shared = verb.form == "participle" and (other.voice == "passive" or other.perfect)
                if other.form == verb.form or shared:
                    return clause
            elif other.form == "finite" or (base and other.form == "infinitive"):
                return clause
        return None

    def _beside(self, index: int, partner: Clause) -> None:
        """ "landed in Baku and met Aliyev": the verb shares the subject of its partner, often its auxiliary."""
        assert partner.predicate is not None
        verb, other = self.phrases[index], partner.predicate.verb
        single = verb.tokens[-1].tag == "verb" and all(t.tag in ("verb", "adverb") for t in verb.tokens)
        if single:
            share_auxiliaries(verb, other, self.following(index))
        clause = Clause(partner.outer, partner.host, "coordinate", partner.link, subject=partner.subject)
        if partner.host is not None and partner.relation == "infinitive" and verb.form == "infinitive":
            clause.relation = "infinitive"
        clause.noun, clause.inherits = partner.noun, partner.inherits
        self._move(self.top, clause, self.opener(index) + 1)
        self._open(index, clause)

    def _is_inverted(self, index: int) -> bool:
        """ "..., said the minister": a verb of saying before its subject."""
        verb, following = self.phrases[index], self.following(index)
        if verb.verb not in self.grammar.clause_verbs or len(verb.tokens) > 1 or following is None:
            return False
        if following.kind != "np" or self.phrases[index + 1] is not following:
            return False
        before = self.kind(index - 1)
        if before not in ("comma", "quote") or index == 1:
            return False
        behind = self.kind(index + 2)
        if behind in ("verb", "np", "link"):
            return False
        waiting = next((c for c in self.top.around() if c.waits and c.subject is not None), None)
        return waiting is None or before == "quote"

    def _front(self, subject: int) -> int:
        """Where a clause begins whose subject stands at ``subject``: before "since last Sunday" in front of it."""
        position = self.back(subject, AROUND)
        return position + 1 if self.kind(position) in ("and", "comma", "stop", "link") else subject

    def _move(self, clause: Clause, target: Clause, front: int) -> None:
        """Hand the phrases from ``front`` on over to another clause."""
        if clause is target:
            return
        target.items += [i for i in clause.items if i >= front]
        clause.items = [i for i in clause.items if i < front]
