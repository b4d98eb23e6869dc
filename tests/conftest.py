"""What every test can ask for; each subject has its file in tests/support/."""

from hypothesis import settings

pytest_plugins = [
    "tests.support.skips",
    "tests.support.database",
    "tests.support.mailbox",
    "tests.support.browser",
]

# A busy machine makes an example slow, not wrong.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")
