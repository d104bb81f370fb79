"""The platform: the pure packages rating, connector and training_material, put to work."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("diversity-platform")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+unknown"
