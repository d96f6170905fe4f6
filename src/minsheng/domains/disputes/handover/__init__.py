"""A case goes on elsewhere: at the court that confirms, at arbitration, at another court, at a department.

What the receiving agency may see of the sender's case: the papers that were handed over (named by kind in the row of
the hand-over, made from the sender's records when they are opened), the evidence that the parties themselves have seen,
and the dates on which its own time limits hang. Nothing else: no notes, no records of sessions, no history, no internal
files. Neither side sees the other's case itself unless its own posts open it; whoever sees one case of a chain is told
that it went on or came from elsewhere, and no more.
"""
