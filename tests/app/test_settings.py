"""What the operator may write into `.env`, and what they hear when it can't be."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer import Exit

from app.numbers import prices
from app.settings import Settings, has_secret_key, secret_key
from app.templates import most_for_a_thousand
from app.terminal import read_settings
from channels.whatsapp.setup import Setup
from loyalty.delivery.message_costs import Prices
from storage.engine.errors import StorageError
from tests.forks import SETTINGS

WHATSAPP = {
    "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
    "WHATSAPP_BUSINESS_ACCOUNT_ID": "102290129340398",
    "WHATSAPP_ACCESS_TOKEN": "EAA-secret",
    "WHATSAPP_APP_SECRET": "app-secret",
    "WHATSAPP_VERIFY_TOKEN": "verify-secret",
}
ADDRESS = {"STEMPEL_PUBLIC_URL": "https://stempel.example"}


@pytest.fixture(autouse=True)
def _nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(SETTINGS)]:
        monkeypatch.delenv(name)


def read(given: Mapping[str, str]) -> Settings:
    """Read what stands in `.env`."""
    Path(".env").write_text("".join(f"{name}={value}\n" for name, value in given.items()))
    return Settings()


def test_without_whatsapp_nothing_of_it_is_needed() -> None:
    settings = read({"TELEGRAM_BOT_TOKEN": "1:token", "WHATSAPP_ACCESS_TOKEN": ""})
    assert not settings.of(Setup).is_set_up
    assert settings.of(Setup).price_marketing_micros is None


def test_a_whole_set_up_is_taken_and_keeps_its_secrets_to_itself() -> None:
    settings = read(WHATSAPP | ADDRESS)
    number = settings.of(Setup)
    assert number.is_set_up
    assert number.api_url == "https://graph.facebook.com"
    assert not any(
        secret in repr((settings, number)) for secret in ("EAA-secret", "app-secret", "verify-secret")
    )


@pytest.mark.parametrize("missing", WHATSAPP)
def test_half_a_set_up_is_refused_by_the_name_of_what_is_missing(missing: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read({name: value for name, value in WHATSAPP.items() if name != missing} | ADDRESS)
    assert f"WhatsApp needs {missing} too" in str(refused.value)
    assert "secret" not in str(refused.value.errors()[0]["msg"])


def test_whatsapp_wants_an_address_to_which_meta_can_bring_messages() -> None:
    with pytest.raises(ValidationError, match="STEMPEL_PUBLIC_URL"):
        read(WHATSAPP)


def test_an_address_may_end_in_a_slash() -> None:
    assert read({"STEMPEL_PUBLIC_URL": "https://stempel.example/"}).public_url == "https://stempel.example"


@pytest.mark.parametrize(
    ("written", "micros"),
    [("0.0707", 70_700), ("0,0707", 70_700), ("12", 12_000_000), ("0", 0), ("0.000001", 1)],
)
def test_a_price_is_an_integer_of_millionths(written: str, micros: int) -> None:
    settings = read({"WHATSAPP_PRICE_MARKETING": written, "WHATSAPP_PRICE_UTILITY": written})
    assert prices(settings) == Prices(micros, micros)


@pytest.mark.parametrize(
    "written", ["seven cents", "€0.07", "-1", "nan", "inf", "0.0000001", "1e9", "1.000,5"]
)
def test_a_price_that_cannot_be_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="WHATSAPP_PRICE_UTILITY"):
        read({"WHATSAPP_PRICE_UTILITY": written})


def test_an_id_is_not_a_phone_number() -> None:
    with pytest.raises(ValidationError, match="WHATSAPP_PHONE_NUMBER_ID"):
        read(WHATSAPP | ADDRESS | {"WHATSAPP_PHONE_NUMBER_ID": "+31 20 123 4567"})


@pytest.mark.parametrize(
    ("written", "for_a_thousand"),
    [("0.12 EUR", 12_000), ("0,1131 usd", 11_310), ("45 HUF", 45_000), ("0.05 KWD", 50_000)],
)
def test_the_most_that_marketing_may_cost_is_read_with_its_currency(
    written: str, for_a_thousand: int
) -> None:
    most = read({"WHATSAPP_MOST_PRICE_MARKETING": written}).of(Setup).most_price_marketing
    assert most
    assert most_for_a_thousand(most) == for_a_thousand


@pytest.mark.parametrize("written", ["0.12", "EUR", "0 EUR", "a EUR", "0.12 EURO"])
def test_the_most_that_marketing_may_cost_without_a_currency_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="WHATSAPP_MOST_PRICE_MARKETING"):
        read({"WHATSAPP_MOST_PRICE_MARKETING": written})


def test_a_key_that_a_full_disk_left_empty_signs_nothing(tmp_path: Path) -> None:
    (tmp_path / ".stempel-secret").touch()
    assert not has_secret_key(Settings(), beside=tmp_path)
    assert len(secret_key(Settings(), beside=tmp_path)) > 40
    assert secret_key(Settings(), beside=tmp_path) == secret_key(Settings(), beside=tmp_path)


def test_a_key_that_can_not_be_kept_says_where_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"\.stempel-secret: .* set STEMPEL_SECRET"):
        secret_key(Settings(), beside=tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "written", "hint"),
    [
        ("STEMPEL_SECRET", "short", "write at least 16 characters."),
        ("STEMPEL_PORT", "abc", "write a whole number."),
        ("STEMPEL_PORT", "99999", "write a number that is 65535 at most."),
        ("STEMPEL_BACKUPS", "-1", "write a number that is at least 0."),
        ("STEMPEL_LOG_LEVEL", "loud", "write 'debug', 'info', 'warning' or 'error'."),
        ("TELEGRAM_WEBHOOK_SECRET", "two words", "write only what fits"),
        ("STEMPEL_PUBLIC_URL", "stempel.example", "as https://stempel.example.com"),
    ],
)
def test_a_setting_that_can_not_be_is_answered_with_what_to_write(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, written: str, hint: str
) -> None:
    monkeypatch.setenv(name, written)
    with pytest.raises(Exit):
        read_settings()
    said = capsys.readouterr().err
    assert said.startswith(f"{name}: write")
    assert hint in said


def test_settings_in_letters_of_another_kind_are_answered_with_how_to_save_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path(".env").write_text("STEMPEL_PORT=8080\n", encoding="utf-16")
    with pytest.raises(Exit):
        read_settings()
    assert "save it anew as UTF-8" in capsys.readouterr().err
