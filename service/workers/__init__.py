"""Several processes behind one port, and the process that looks after them.

Imports nothing that answering needs: the supervisor must stay small beside its workers.
"""
