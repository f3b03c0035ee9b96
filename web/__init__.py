"""What is shown over HTTP: webhooks, the demo page, health and metrics."""
