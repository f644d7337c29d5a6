"""The commands, one function each: options in, an exit code out; what they do is done elsewhere."""
