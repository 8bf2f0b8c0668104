#!/bin/sh
# espeak-ng is started without an environment, so the stand-in has to find Node by itself.
exec "$(readlink -f "/proc/$PPID/exe")" "$(dirname "$0")/espeak-stand-in.mjs" "$@"
