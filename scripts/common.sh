# Shared by the parts of ./kube: messages, options, processes.

say() { printf '%s\n' "$*"; }

fail() {
    printf 'kube: %s\n' "$*" >&2
    exit 1
}

# Options that every cluster command understands; what it does not know, it leaves in $rest.
parse_options() {
    data=${KUBE_DATA:-$HOME/.orleans-kube} port=${KUBE_PORT:-} nodes=0 install=1 purge=0 rest=()
    while [ $# -gt 0 ]; do
        case "$1" in
            --data) data=${2:?--data needs a folder}; shift ;;
            --port) port=${2:?--port needs a number}; shift ;;
            --nodes) nodes=${2:?--nodes needs a number}; shift ;;
            --no-install) install=0 ;;
            --purge) purge=1 ;;
            -*) fail "unknown option '$1' (see ./kube help)" ;;
            *) rest+=("$1") ;;
        esac
        shift
    done
    case "$nodes" in *[!0-9]* | '') fail "--nodes takes a number, not '$nodes'" ;; esac
    case "$port" in *[!0-9]*) fail "--port takes a number, not '$port'" ;; esac
    mkdir -p "$data" 2>/dev/null || fail "cannot make the folder $data"
    data=$(cd "$data" && pwd)
    run=$data/run logs=$data/logs
    [ -n "$port" ] || port=$(cat "$run/port" 2>/dev/null || echo 6443)
}

# process_alive PART: whether the process that this script started as PART still runs.
process_alive() {
    local pid
    pid=$(cat "$run/$1.pid" 2>/dev/null) || return 1
    [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && [ "$(cat "$run/$1.start" 2>/dev/null)" = "$(process_start "$pid")" ]
}

# The start time of a process that has not ended: with the pid it names one process for good, so that a reused pid is never taken for ours.
process_start() { sed -n 's/.*) \([^Z].*\)/\1/p' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# start_process PART COMMAND...: starts it in the background, in a session of its own, its output in the part's log.
start_process() {
    local part=$1
    shift
    mkdir -p "$run" "$logs"
    # Compiled code is mapped once instead of twice, and the C library keeps fewer pools: a tenth less memory.
    DOTNET_EnableWriteXorExecute=0 MALLOC_ARENA_MAX=2 setsid "$@" >>"$logs/$part.log" 2>&1 </dev/null &
    local pid=$!
    disown "$pid"
    echo "$pid" >"$run/$part.pid"
    process_start "$pid" >"$run/$part.start"
}

# stop_process PART SECONDS: asks it to end, and ends it when it has not after SECONDS.
stop_process() {
    local part=$1 seconds=$2 pid deadline
    process_alive "$part" || { rm -f "$run/$part.pid" "$run/$part.start"; return 0; }
    pid=$(cat "$run/$part.pid")
    kill -TERM "$pid" 2>/dev/null || true
    deadline=$((SECONDS + seconds))
    while process_alive "$part"; do
        if [ $SECONDS -ge $deadline ]; then
            say "The $part did not stop within $seconds seconds: ending it"
            kill -KILL "$pid" 2>/dev/null || true
            break
        fi
        sleep 0.1
    done
    rm -f "$run/$part.pid" "$run/$part.start"
}

# failed_part PART: what failed, the end of its log and where the rest is.
failed_part() {
    printf 'kube: the %s did not start. The end of its log:\n' "$1" >&2
    tail -n 15 "$logs/$1.log" 2>/dev/null | sed 's/^/    /' >&2
    fail "the whole log is $logs/$1.log"
}

is_root() { [ "$(id -u)" = 0 ]; }

# need_packages COMMAND=PACKAGE...: installs the Debian packages whose commands are missing, or says how to.
need_packages() {
    local pair missing=()
    for pair in "$@"; do
        command -v "${pair%%=*}" >/dev/null 2>&1 || [ -x "/usr/sbin/${pair%%=*}" ] || missing+=("${pair#*=}")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    install_packages "${missing[@]}"
}

install_packages() {
    if [ "${install:-1}" = 0 ] || ! is_root || ! command -v apt-get >/dev/null 2>&1; then
        fail "missing: $*. Install with: sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
    fi
    say "Installing $*"
    mkdir -p "${logs:-/tmp}"
    local log=${logs:-/tmp}/install.log
    {
        apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
    } >"$log" 2>&1 </dev/null || { tail -n 5 "$log" >&2; fail "could not install $*; the whole log is $log"; }
}
