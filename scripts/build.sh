# Builds the executables into artifacts/, ahead-of-time compiled where the compiler package restores.

artifacts=$root/artifacts
silo_exe=$artifacts/silo/Orleans.Kube.Silo
agent_exe=$artifacts/node-agent/Orleans.Kube.NodeAgent

need_sdk() {
    command -v dotnet >/dev/null 2>&1 || fail "the .NET SDK 10 is not on the PATH: see https://dotnet.microsoft.com/download"
    case "$(dotnet --version 2>/dev/null)" in
        10.* | [1-9][1-9].*) ;;
        *) fail "the .NET SDK 10 is needed; found: $(dotnet --list-sdks 2>/dev/null | tr '\n' ' ')" ;;
    esac
}

# Whether any source is newer than the last build.
build_is_current() {
    [ -x "$silo_exe" ] && [ -x "$agent_exe" ] && [ -f "$artifacts/.built" ] || return 1
    local newer
    newer=$(find "$root" -newer "$artifacts/.built" \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.html' -o -name '*.js' -o -name '*.css' -o -name '*.svg' \) \
        -not -path '*/bin/*' -not -path '*/obj/*' -not -path "$root/tests/*" -not -path "$root/benchmarks/*" -not -path "$root/samples/*" -print -quit)
    [ -z "$newer" ]
}

build_executables() {
    build_is_current && return 0
    need_sdk
    mkdir -p "$artifacts"
    publish_project silo Silo
    publish_project node-agent NodeAgent
    touch "$artifacts/.built"
}

publish_project() {
    local folder=$1 name=$2 log=$artifacts/build-$1.log rid
    rid=linux-$(case "$(uname -m)" in aarch64 | arm64) echo arm64 ;; *) echo x64 ;; esac)
    local arguments=(publish "$root/$folder/Orleans.Kube.$name.csproj" -c Release -o "$artifacts/$folder" -nologo -v minimal -r "$rid" --self-contained false)
    with_progress "Building the $folder" "$log" dotnet "${arguments[@]}" -p:PublishReadyToRun=true && return 0
    # Without the ahead-of-time compiler's package the same program starts a little slower.
    grep -q -i crossgen "$log" || { grep -E 'error|warning' "$log" | sort -u | head -n 10 >&2; fail "the build failed; the whole log is $log"; }
    with_progress "Building the $folder without ahead-of-time compilation" "$log" dotnet "${arguments[@]}" ||
        { grep -E 'error' "$log" | sort -u | head -n 10 >&2; fail "the build failed; the whole log is $log"; }
}

# with_progress TEXT LOG COMMAND...: runs it with its output in LOG, showing that it is alive.
with_progress() {
    local text=$1 log=$2 start=$SECONDS
    shift 2
    "$@" >"$log" 2>&1 </dev/null &
    local pid=$!
    if [ -t 1 ]; then
        while kill -0 "$pid" 2>/dev/null; do
            printf '\r%s … %ds ' "$text" $((SECONDS - start))
            sleep 0.5
        done
        printf '\r'
    else
        say "$text …"
    fi
    local code=0
    wait "$pid" || code=$?
    [ $code = 0 ] && say "$text: done in $((SECONDS - start)) s"
    return $code
}
