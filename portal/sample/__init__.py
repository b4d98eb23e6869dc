"""The sample content: Kazakhstan as a council would cover it, to look at before there is advice.

The facts are those of a real report of 2017, every sentence is our own, and levels, ratings,
organizations and people are made up. Nothing here is advice. Everything hangs on the people of
`people.py`, the names in these files or `form_id`, which is how `removal.py` finds it again.
"""
