"""Plain HTTP: documents by reference, the log, health, and pages for people. No script, no cookie, no sign-in."""
