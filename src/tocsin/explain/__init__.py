"""explain: why a document or a person is reported as it is; every look is journaled.

See docs/decisions/017-review.md.
"""

from tocsin.explain.document import explain_document
from tocsin.explain.mask import masked
from tocsin.explain.person import explain_person
from tocsin.explain.text import text_of

__all__ = ["explain_document", "explain_person", "masked", "text_of"]
