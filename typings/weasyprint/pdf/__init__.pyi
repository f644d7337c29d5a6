from . import fonts as fonts
from . import stream as stream
from .fonts import build_fonts_dictionary as build_fonts_dictionary
from .stream import Stream as Stream
from .tags import add_tags as add_tags
