"""The story in the formats of others: Timesketch, STIX 2.1, MISP."""
