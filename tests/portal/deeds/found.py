"""All deeds that the code holds, found by looking at it: none can be forgotten."""

import functools
import importlib
import inspect
import pkgutil

APPS = ("accounts", "advisories", "council", "travelers", "alerts")


@functools.cache
def deeds():
    """{"advisories.review.submit_edition": function} of what runs a transaction or says by whom."""
    return {
        f"{module.__name__.replace('.actions', '')}.{name}": function
        for module in modules()
        for name, function in vars(module).items()
        if inspect.isfunction(function) and is_deed(function, module)
    }


def modules():
    for app in APPS:
        package = importlib.import_module(f"{app}.actions")
        yield package
        for found in pkgutil.iter_modules(getattr(package, "__path__", [])):
            yield importlib.import_module(f"{package.__name__}.{found.name}")
    yield importlib.import_module("alerts.pausing")


def is_deed(function, module):
    if function.__module__ != module.__name__ or function.__name__.startswith("_"):
        return False
    source = inspect.getsource(function)
    by = "by" in inspect.signature(function).parameters
    return by or source.startswith("@transaction.atomic") or "record(" in source
