"""What every test can ask for; each subject has its file in tests/support/."""

import gc

from hypothesis import settings

pytest_plugins = [
    "tests.support.skips",
    "tests.support.database",
    "tests.support.kept",
    "tests.support.quick",
    "tests.support.mailbox",
    "tests.support.browser",
]

# A busy machine makes an example slow, not wrong.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")


def pytest_collection_finish():
    """A tenth of the time went into looking for garbage among modules that stay till the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
