"""Checking a recorded contract against a rule set, with everything that the registry knows of its measures."""
