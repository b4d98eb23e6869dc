"""Production refuses to start with an unsafe setting, and names it."""


def refuse_unsafe_start():
    pass
