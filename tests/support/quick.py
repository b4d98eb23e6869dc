"""What would be done anew for each test though it comes out the same."""

import pytest
from whitenoise.middleware import WhiteNoiseMiddleware


@pytest.fixture(scope="session", autouse=True)
def static_files_listed_once():
    """Every test client has a WhiteNoise of its own, which would read all static folders again."""
    listed, read_folders = {}, WhiteNoiseMiddleware.add_files_from_finders

    def add_files_from_finders(self):
        if not listed:
            read_folders(self)
            listed.update(self.files)
        self.files.update(listed)

    WhiteNoiseMiddleware.add_files_from_finders = add_files_from_finders
    yield
    WhiteNoiseMiddleware.add_files_from_finders = read_folders
