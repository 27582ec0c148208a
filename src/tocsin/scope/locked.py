"""Files that no password opened: read again when passwords are given."""

from tocsin.case import Store
from tocsin.read.fault import ENCRYPTED
from tocsin.seal.inventory import forget_documents

_LOCKED = """
    SELECT item FROM items WHERE done = 1 AND item IN
        (SELECT item FROM documents WHERE reason = ?)
"""


def reopen(store: Store) -> int:
    """Forget what was read of files that hold something locked; how many are read again.

    A file with the same bytes as another follows it: it holds the same documents.
    """
    with store.transaction():
        items = [item for (item,) in store.execute(_LOCKED, (ENCRYPTED,))]
        for item in items:
            forget_documents(store, item)
            store.execute("UPDATE items SET done = 0 WHERE item = ?", (item,))
    return len(items)
