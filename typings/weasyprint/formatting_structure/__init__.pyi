from . import boxes as boxes
from . import build as build
