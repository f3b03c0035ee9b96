"""Messengers that nobody has, written as the folders of `channels/` are."""
