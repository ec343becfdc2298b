#!/usr/bin/env python3
"""Django's door for tools that look for it; people use the command `digivuosi`."""

import sys

from digivuosi.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
