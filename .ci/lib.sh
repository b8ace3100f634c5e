# The parts of the gate, for run and full. Sourced by bash; the caller has set -euo pipefail.

export CI=true PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_QUIET=1
exec </dev/null

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# part NAME COMMAND...: runs a part, saying what it is and how long it took.
part() {
  local name=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  "$@"
  printf '== %s: %d s\n' "$name" "$((SECONDS - start))"
}

# A clean clone and a fresh environment, set up by the README's own command.
set_up() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  if [ -n "${TIGANG_SHARED:-}" ]; then
    TIGANG_SHARED=$(cd "$TIGANG_SHARED" && pwd -P)
  elif [ -d "$top/../shared" ]; then
    TIGANG_SHARED=$(cd "$top/../shared" && pwd -P)
  else
    TIGANG_SHARED=
    echo "no ../shared: what needs the shared corpus is left out"
  fi
  export TIGANG_SHARED
  git clone --quiet "$top" "$work/tigang"
  cd "$work/tigang"
  "${PYTHON:-python3}" -m venv "$work/venv"
  # shellcheck disable=SC1091
  . "$work/venv/bin/activate"
  local command
  # first the README's command for the main job, then the first half of its command for the tests
  command=$(python tests/readme.py 'pip install .*&& tigang outline')
  echo "$command"
  eval "$command" | head -5
  command=$(python tests/readme.py 'pip install .*\[.*test.*&& .*pytest')
  echo "${command%%&&*}"
  eval "${command%%&&*}"
}

lint() {
  ruff check .
  mypy
}

# The README's test command.
tests() {
  local command
  command=$(python tests/readme.py 'pip install .*\[.*test.*&& .*pytest')
  echo "${command##*&&}"
  eval "${command##*&&}"
}

# The pinned floors: our corpus, and the shared one where it is.
floors() {
  python .ci/floors.py
}
