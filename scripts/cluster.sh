# up, down, status, kubeconfig, logs: one silo and one node agent on this machine.

cluster_up() {
    parse_options "$@"
    [ ${#rest[@]} = 0 ] || fail "up takes no '${rest[0]}' (see ./kube help)"
    mkdir -p "$run" "$logs"
    build_executables
    prepare_docker
    prepare_images
    echo "$port" >"$run/port"

    up_silo
    up_agent
    [ "$nodes" = 0 ] || up_simulated
    local ready
    ready=$("$agent_exe" wait --kubeconfig "$data/admin.kubeconfig" --nodes $((nodes + 1)) --timeout 60 2>&1) || {
        say "$ready" >&2
        process_alive agent || failed_part agent
        fail "the node is not Ready after 60 seconds: see $logs/agent.log and $logs/silo.log"
    }
    say "$ready"
    say ""
    say "The cluster is up. To use it:"
    say "  export KUBECONFIG=$data/admin.kubeconfig"
    say "  kubectl get nodes -o wide"
    say "  kubectl apply -f samples/hello.yaml && curl http://127.0.0.1:30080/"
    command -v kubectl >/dev/null 2>&1 || say "(kubectl is not on this machine: any version from 1.27 on works)"
}

up_silo() {
    if process_alive silo; then
        say "The silo is already running (pid $(cat "$run/silo.pid"))"
        return 0
    fi
    port_free "$port" || fail "port $port is taken by another program; choose one with --port"
    say "Starting the silo on port $port, data in $data"
    start_process silo "$silo_exe" run --data "$data" --port "$port"
    local deadline=$((SECONDS + 60))
    until [ -s "$data/admin.kubeconfig" ] && ! port_free "$port"; do
        process_alive silo || failed_part silo
        [ $SECONDS -lt $deadline ] || failed_part silo
        sleep 0.05
    done
}

up_agent() {
    if process_alive agent; then
        say "The node agent is already running (pid $(cat "$run/agent.pid"))"
        return 0
    fi
    local node
    node=$(uname -n | tr '[:upper:]' '[:lower:]')
    if [ ! -s "$data/agent/node.kubeconfig" ] || [ "$data/admin.kubeconfig" -nt "$data/agent/node.kubeconfig" ]; then
        mkdir -p "$data/agent"
        (umask 077 && "$silo_exe" node-kubeconfig --data "$data" --node "$node" --server "https://127.0.0.1:$port" >"$data/agent/node.kubeconfig") ||
            fail "could not issue the node's certificate"
    fi
    say "Starting the node agent as node $node"
    start_process agent "$agent_exe" run --kubeconfig "$data/agent/node.kubeconfig" --node "$node" --data "$data/agent" --pod-manifest-path "$data/manifests"
}

up_simulated() {
    if process_alive nodes; then
        say "The simulated nodes are already running (pid $(cat "$run/nodes.pid"))"
        return 0
    fi
    say "Starting $nodes simulated nodes"
    start_process nodes "$agent_exe" simulate --kubeconfig "$data/admin.kubeconfig" --nodes "$nodes"
}

# Whether nothing listens on a TCP port of this machine.
port_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

cluster_down() {
    parse_options "$@"
    local any=0 part
    for part in nodes agent silo; do process_alive "$part" && any=1; done
    if process_alive nodes; then say "Stopping the simulated nodes"; stop_process nodes 15; fi
    if process_alive agent; then say "Stopping the node agent"; stop_process agent 15; fi
    if [ -x "$agent_exe" ] && [ -d "$data/agent" ] && docker_answers; then
        # What ends like a machine that is switched off has its logs and its last state when it runs again.
        local keep=--keep
        [ "$purge" = 0 ] || keep=
        say "Stopping its containers"
        "$agent_exe" cleanup --data "$data/agent" $keep >>"$logs/agent.log" 2>&1 || say "Some containers could not be stopped: see $logs/agent.log"
    fi
    if process_alive silo; then say "Stopping the silo"; stop_process silo 15; fi
    if [ "$purge" = 1 ]; then
        purge_data
    elif [ "$any" = 1 ]; then
        say "Stopped. Its objects are kept in $data; ./kube up brings them back."
    else
        say "Nothing was running."
    fi
}

# Removes what up made under the data folder, and nothing else.
purge_data() {
    process_alive dockerd && say "Docker Engine (pid $(cat "$run/dockerd.pid"), started by up) keeps running"
    rm -rf "$data/pki" "$data/agent" "$data"/ledger.db* "$data/admin.kubeconfig" "$data/rehearsal" "$run"/{silo,agent,nodes}.* "$run/port" "$logs"
    process_alive dockerd || rm -rf "$run"
    # Manifests of static pods are the user's.
    rmdir "$data/manifests" 2>/dev/null || true
    rmdir "$data" 2>/dev/null || true
    say "Forgot the cluster in $data"
}

cluster_status() {
    parse_options "$@"
    local part
    for part in silo agent nodes dockerd; do
        if process_alive "$part"; then
            say "$(printf '%-8s running, pid %s, log %s' "$part" "$(cat "$run/$part.pid")" "$logs/$part.log")"
        elif [ "$part" = silo ] || [ "$part" = agent ]; then
            say "$(printf '%-8s stopped' "$part")"
        fi
    done
    process_alive silo || return 1
    "$agent_exe" status --kubeconfig "$data/admin.kubeconfig"
}

cluster_kubeconfig() {
    parse_options "$@"
    [ -s "$data/admin.kubeconfig" ] || fail "no cluster in $data: run ./kube up first"
    say "$data/admin.kubeconfig"
}

cluster_logs() {
    parse_options "$@"
    local part=${rest[0]:-silo}
    [ -f "$logs/$part.log" ] || fail "no log of '$part' in $logs (there is: $(cd "$logs" 2>/dev/null && ls ./*.log 2>/dev/null | sed 's|./||; s|\.log||' | paste -sd ' '))"
    exec tail -n 100 -F "$logs/$part.log"
}
