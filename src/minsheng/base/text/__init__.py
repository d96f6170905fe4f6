"""Text that people write: cleaning it, finding it again, and hiding what must not be shown."""

from minsheng.base.text.cleaning import clean_text, looks_like_formula
from minsheng.base.text.masking import mask_identity, mask_name, mask_phone, mask_phones_in
from minsheng.base.text.terms import Term, index_terms, normalise, query_terms

__all__ = [
    "Term",
    "clean_text",
    "index_terms",
    "looks_like_formula",
    "mask_identity",
    "mask_name",
    "mask_phone",
    "mask_phones_in",
    "normalise",
    "query_terms",
]
