"""One module an app; tests import from here: `from tests.factories import make_user`."""

from tests.factories.accounts import *
from tests.factories.advisories import *
from tests.factories.alerts import *
from tests.factories.council import *
from tests.factories.travelers import *
from tests.factories.web import *
