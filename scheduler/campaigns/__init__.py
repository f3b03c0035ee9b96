"""The rounds of the campaigns, and the nights in which they learn."""
