"""No secret lies in the project: whatever is kept in git is read for what looks like one, without a network."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
# By their form alone, so that what is found is one: the platforms' tokens, keys, and what opens a database or a registry.
FORMS = {
    "a Telegram bot's token": r"\b[0-9]{8,10}:[A-Za-z0-9_-]{35}\b",
    "a Meta access token": r"\bEAA[A-Za-z0-9]{60,}",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a database's password": r"\bpostgres(?:ql)?(?:\+\w+)?://\w+:(?=[^@]*[0-9])[^\s@/{}$]{8,}@",
    "a GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,})",
    "an AWS key": r"\bAKIA[0-9A-Z]{16}\b",
}
_INVENTED = re.compile(r"(.)\1{5}|AAAAA|not-a-secret")  # those of tests


def found(text: str) -> Iterator[str]:
    """Name each secret in a text by its form; it is not repeated."""
    for what, form in FORMS.items():
        for one in re.finditer(form, text):
            if not _INVENTED.search(one[0]):
                yield f"{what} in line {text.count(chr(10), 0, one.start()) + 1}"


def kept() -> list[Path]:
    """Return every file that git keeps or is about to."""
    listed = ("git", "-C", str(HOUSE), "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(listed, capture_output=True, check=True, text=True).stdout  # noqa: S603 - git's own list
    return [HOUSE / name for name in names.split("\0") if name and (HOUSE / name).is_file()]


def test_no_secret_is_kept() -> None:
    texts = {file: file.read_bytes().decode(errors="ignore") for file in kept()}
    assert len(texts) > 500
    assert {str(file): secrets for file, text in texts.items() if (secrets := [*found(text)])} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "TELEGRAM_BOT_TOKEN=" + "7012345678:" + "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"[::-1],
        "token = '" + "EAA" + "Gm0PX4ZCpsBA" * 8 + "'",
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "postgresql://stempel:" + "hunter2hunter2" + "@db.example/stempel",
        "gh" + "p_" + "aB3" * 12,
    ],
)
def test_a_planted_secret_is_found_and_not_repeated(planted: str) -> None:
    [told] = found(f"# settings\n{planted}\n")
    assert told.endswith("in line 2")
    assert planted not in told
