"""What people do with surveys and their results. Every verb of a signed-in person is one transaction and one event.

The answering itself has no `by` and writes no event: see `answering.py`.
"""
