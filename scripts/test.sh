# Runs the suites and adds up what they count. Unit tests need only the SDK; the others real databases, Docker and kubectl.

unit_suites=(architecture engine model controllers)
integration_suites=(ledger grains silo client node-agent)
e2e_suites=(e2e)

run_tests() {
    parse_options "$@"
    need_sdk
    local suites=() passed=0 failed=0 skipped=0
    case "${rest[0]:-all}" in
        unit) suites=("${unit_suites[@]}") ;;
        integration) suites=("${integration_suites[@]}") ;;
        e2e) suites=("${e2e_suites[@]}") ;;
        all) suites=("${unit_suites[@]}" "${integration_suites[@]}" "${e2e_suites[@]}") ;;
        *) fail "unknown suite '${rest[0]}': unit, integration or e2e" ;;
    esac
    mkdir -p "$artifacts/tests"
    logs=$artifacts/tests run=$artifacts/tests
    with_progress "Building the tests" "$artifacts/tests/build.log" dotnet build "$root/Orleans.Kube.sln" -c Release -nologo -v minimal -p:WarningLevel=4 ||
        { grep -E 'error' "$artifacts/tests/build.log" | sort -u | head -n 20; fail "the build failed; the whole log is $artifacts/tests/build.log"; }
    [ "${rest[0]:-all}" = unit ] || prepare_tests
    local suite
    for suite in "${suites[@]}"; do
        # The grains' own tests move the engine's clock, which the embedded engine alone allows.
        [ "$suite" = grains ] && grep -q '<Engine>Orleans' "$root/Engine.props" 2>/dev/null && continue
        run_suite "$suite"
    done
    say "$passed passed, $failed failed, $skipped skipped"
    [ $failed = 0 ]
}

# What the integration and end-to-end suites need on the machine.
prepare_tests() {
    need_packages kubectl=kubernetes-client busybox=busybox-static iptables=iptables ip=iproute2 curl=curl node=nodejs npm=npm docker-registry=docker-registry faketime=faketime losetup=mount mkfs.ext4=e2fsprogs chromium=chromium
    /usr/bin/python3 -c 'import kubernetes' 2>/dev/null || install_packages python3-kubernetes
    local node_clients=$root/tests/e2e/Clients/node
    [ -d "$node_clients/node_modules/playwright-core" ] || with_progress "Installing the Node.js client, Helm and Playwright" "$artifacts/tests/npm.log" \
        npm install --prefix "$node_clients" --no-package-lock --no-audit --no-fund || fail "npm failed; the whole log is $artifacts/tests/npm.log"
    [ -x /usr/lib/postgresql/15/bin/postgres ] || [ -n "$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null)" ] || install_packages postgresql
    build_executables
    prepare_docker
    prepare_images
}

# Runs one suite's executable; its counts are added to those of run_tests.
run_suite() {
    local suite=$1 executable log code=0 start=$SECONDS summary
    executable=$(ls "$root/tests/$suite"/bin/Release/net10.0/Orleans.Kube.*.Tests 2>/dev/null | head -n 1)
    [ -n "$executable" ] || return 0
    log=$artifacts/tests/$suite.log
    say "Testing $suite …"
    KUBE_ROOT=$root "$executable" -noColor -parallel "${KUBE_TEST_PARALLEL:-collections}" >"$log" 2>&1 </dev/null || code=$?
    summary=$(grep -E '^ +(\S+ )?.*Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -n 1)
    if [ -z "$summary" ]; then
        tail -n 30 "$log"
        say "$suite: ended with code $code and no summary; the whole log is $log"
        failed=$((failed + 1))
        return 0
    fi
    local total errors fails skips
    read -r total errors fails skips < <(sed -E 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+).*/\1 \2 \3 \4/' <<<"$summary")
    fails=$((fails + errors))
    [ "$fails" != 0 ] || [ "$code" = 0 ] || fails=1
    passed=$((passed + total - fails - skips)) failed=$((failed + fails)) skipped=$((skipped + skips))
    say "  $suite: $((total - fails - skips)) passed, $fails failed, $skips skipped in $((SECONDS - start)) s"
    [ "$fails" = 0 ] && return 0
    # What ends a suite without a failed test (a fixture's clean-up, an exit code) stands at the end of its log.
    { grep -E -A 25 '\[FAIL\]|Failure\b|Unhandled exception' "$log" || tail -n 40 "$log"; } | head -n 200 || true
    say "  it ended with code $code; the whole log is $log"
}

run_benchmarks() {
    need_sdk
    build_executables
    case "${1:-}" in
        node | all)
            logs=$artifacts run=$artifacts
            prepare_docker
            prepare_images
            ;;
    esac
    with_progress "Building the benchmarks" "$artifacts/build-benchmarks.log" dotnet build "$root/benchmarks" -c Release -nologo -v minimal ||
        { grep -E 'error' "$artifacts/build-benchmarks.log" | sort -u | head -n 10; fail "the build failed; the whole log is $artifacts/build-benchmarks.log"; }
    # A load generator compiles its methods well at once: what it takes to compile them twice would be counted as the server's.
    case "${1:-}" in engine | ledger) ;; *) export DOTNET_TC_QuickJit=0 ;; esac
    KUBE_ROOT=$root exec dotnet "$root/benchmarks/bin/Release/net10.0/Orleans.Kube.Benchmarks.dll" "$@"
}
