"""What a contract cites, and how it is checked. Pure: rule sets, terms, cases and conformance."""
