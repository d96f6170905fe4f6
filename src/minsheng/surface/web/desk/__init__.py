"""The workbench of officials: inbox, search, the page of a case, filing for a caller."""
