"""The browser: chats in memory, for the demo page and for tests that want no platform."""
