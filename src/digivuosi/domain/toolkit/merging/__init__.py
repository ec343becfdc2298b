"""Three-way merge of toolkits: base edition, ours, theirs; by key and by field.

The same merge serves both steps: a municipality takes a new edition of the toolkit that it copied, and a school
takes a new edition of its municipality (`schools.py`). It computes on values alone and knows neither files nor
databases; docs/copying.md tells what it does, docs/decisions/0009-merge-by-places.md why.
"""
