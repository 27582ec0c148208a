"""recall: how many persons with medical data may have been missed, by a sample people judge.

See docs/decisions/016-recall.md.
"""
