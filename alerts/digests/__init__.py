"""Daily and weekly mail: when it is whose turn, what it holds, in which words.

A digest is a notice of a moment, 08:00 in the zones of its people. Whose turn it is decides
`turns` by one statement; what each person's mail holds is looked up when it is claimed.
"""
