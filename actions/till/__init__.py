"""The till: scanned, handed out, taken back, looked up."""
