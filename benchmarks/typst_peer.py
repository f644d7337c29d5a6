"""Set a typst file by way of the Python binding, for machines without the program."""

import sys

import typst

typst.compile(sys.argv[1], output="typst.pdf")
