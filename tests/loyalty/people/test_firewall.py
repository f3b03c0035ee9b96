"""Nobody is chosen by what a shop has no business knowing; what merely sounds like it may be named."""

import pytest

from loyalty.people.firewall import Subject, delicate_in

_NAMED = {
    Subject.HEALTH: ("Diabetics", "gehandicapten", "Cukorbetegek", "low blood pressure", "ZIEK", "allergie", "egészség", "HIV+"),
    Subject.PREGNANCY: ("pregnant", "Mums-to-be", "zwangere vrouwen", "Kismamák", "in verwachting", "várandós", "baby shower"),
    Subject.RELIGION: ("Halal", "joodse klanten", "Katholieken", "keresztények", "kóser", "churchgoers", "moslim", "vallás"),
    Subject.POLITICS: ("Politics", "Republicans", "VVD-stemmers", "Fidesz", "left-wing", "szakszervezeti tag", "kiezers"),
    Subject.SEX: ("sex", "sexy chocolate cake", "GAY", "leszbikus", "seksspeeltjes", "óvszer", "homo's", "transgenders"),
    Subject.MONEY_TROUBLE: ("In debt", "schulden", "adósok", "werkloos", "munkanélküliek", "low income", "money_problems", "csőd"),
    Subject.MINORS: ("Kids", "kinderen", "gyerekek", "under 16", "18 év alatt", "teenagers", "minderjarig", "Babies"),
}  # fmt: skip


@pytest.mark.parametrize(("subject", "text"), [(s, text) for s, texts in _NAMED.items() for text in texts])
def test_a_subject_is_known_by_its_words_in_each_language(subject: Subject, text: str) -> None:
    found = delicate_in(text)
    assert found is not None
    assert found.subject is subject
    assert found.word


@pytest.mark.parametrize(
    "text",
    [
        "", "Essex", "Sussex rolls", "Middlesex", "meat", "vegetarian", "no pork", "vegan", "alcohol-free", "gluten-free",
        "healthy salad", "hospitality", "fertilizer", "Christmas cake", "Easter", "party", "liberal portions", "jewel",
        "kind words", "Kinder Bueno", "baby spinach", "poor man's steak", "rákos", "homok", "hiteles", "csoda", "választás",
        "vétel", "meleg szendvics", "melegek", "baba au rhum", "konzerv", "kraam", "arm", "martini", "minority", "sextant",
        "kosár", "trans fat free", "students", "regular since 2019", "coffee", "kávé", "koffie", "no milk", "nuts",
        "healthy", "Buddha bowl", "hot cross bun", "tacos al pastor", "Dr Pepper", "gyógytea", "adó", "szülinap", "fiatal",
    ],
)  # fmt: skip
def test_what_only_sounds_like_one_may_be_named(text: str) -> None:
    assert delicate_in(text) is None


def test_one_delicate_name_among_many_is_found() -> None:
    found = delicate_in("coffee", "cake", "PREGNANT")
    assert found is not None
    assert (found.subject, found.word) == (Subject.PREGNANCY, "pregnant")


def test_case_accents_and_joining_marks_hide_nothing() -> None:
    for text in ("ZWÁNGER", "cukor-betegek", "gezond_zwanger", "é́rték halal"):
        assert delicate_in(text) is not None
