"""Confidence: bounded, and moved in the right direction by what speaks for or against a row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.events.confidence import load_weights, rate
from pipeline.lexicon.load import load_lexicon

LEXICON = load_lexicon()
FEATURES = sorted(load_weights(LEXICON).features)


@given(st.lists(st.sampled_from(FEATURES), unique=True), st.floats(0, 1))
def test_a_probability_within_the_bounds(features: list[str], weight: float) -> None:
    confidence, reasons = rate(features, weight, LEXICON)
    weights = load_weights(LEXICON)
    assert weights.lowest <= confidence <= weights.highest
    assert len(reasons) == len(features) + 1


def test_an_own_date_is_surer_than_the_day_of_publication() -> None:
    published = rate(["date_publication", "actors_several"], 0.8, LEXICON)
    assert rate(["date_own", "actors_several"], 0.8, LEXICON)[0] > published[0]


def test_a_better_trigger_is_surer() -> None:
    assert rate(["date_own"], 0.9, LEXICON)[0] > rate(["date_own"], 0.4, LEXICON)[0]


def test_named_actors_make_surer() -> None:
    assert rate(["actors_several"], 0.8, LEXICON)[0] > rate(["actors_none"], 0.8, LEXICON)[0]
