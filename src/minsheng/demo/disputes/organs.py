"""Departments that mediate administratively, and which of them is in charge of a type of dispute."""

ORGANS = ("housing", "market", "land", "env", "civil", "transport", "agri", "culture", "edu", "health")
ORGAN_OF = {
    "property": "housing", "contract": "market", "consumer": "market", "ecommerce": "market", "ip": "market",
    "homestead": "land", "land": "agri", "pollution": "env", "traffic": "transport", "tourism": "culture",
    "school": "edu", "medical": "health", "family": "civil", "village": "civil",
}  # fmt: skip
