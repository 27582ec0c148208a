"""decoys: invented patients set into rewritten copies of real documents, to see who is found.

In memory only: neither the copies nor the invented are ever written anywhere. What became of each
is kept (`tocsin.assess.recall.decoys`). docs/decisions/016-recall.md.
"""
