#!/bin/sh
# Names the Python for the environment: the first of those given that is fit and fast, else the first of them.
# With a shared libpython and no optimizations, as pyenv builds it unless told, every build of a site takes a sixth longer.
fit='
import sys, sysconfig, ensurepip, venv
slow = "enable-optimizations" not in sysconfig.get_config_var("CONFIG_ARGS")
with open("/proc/self/maps") as maps:
    sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) or slow and "/libpython" in maps.read())
'
for python in "$@"; do
  "$python" -c "$fit" 2>/dev/null && exec echo "$python"
done
echo "$1"
