"""What is asked of every test that sends by the real transport."""

import logging
from collections.abc import Iterator

import pytest

from tests.channels.telegram.raw import TOKEN


@pytest.fixture
def names_no_token(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """See that no log holds the token."""
    caplog.set_level(logging.DEBUG)
    yield
    assert TOKEN not in caplog.text
