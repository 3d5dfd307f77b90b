"""Leaves the worker's JSON broken.

Held by: fork
"""

import json


def attack():
    json.loads = None
    return ""
