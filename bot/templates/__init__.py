"""Templates that WhatsApp must approve before it lets them through to somebody who has not written for a day."""
