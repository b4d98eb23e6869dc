"""One module an app; tests import from here: `from tests.factories import make_user`."""

from tests.factories.accounts import *  # noqa: F403
from tests.factories.advisories import *  # noqa: F403
from tests.factories.alerts import *  # noqa: F403
from tests.factories.council import *  # noqa: F403
from tests.factories.travelers import *  # noqa: F403
from tests.factories.web import *  # noqa: F403
