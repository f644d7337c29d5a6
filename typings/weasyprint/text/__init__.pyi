from . import ffi as ffi
from . import fonts as fonts
from . import line_break as line_break
