# token: the tokens with which other machines join.

cluster_token() {
    local action=${1:-}
    [ $# -gt 0 ] && shift
    case "$action" in
        create | list | delete) ;;
        *) fail "token takes create, list or delete (see ./kube help)" ;;
    esac
    local given=() data_options=()
    while [ $# -gt 0 ]; do
        case "$1" in
            --data) data_options=(--data "${2:?--data needs a folder}"); shift ;;
            *) given+=("$1") ;;
        esac
        shift
    done
    parse_options "${data_options[@]}"
    [ -s "$data/admin.kubeconfig" ] || fail "no cluster in $data: run ./kube up first"
    "$agent_exe" token "$action" --kubeconfig "$data/admin.kubeconfig" "${given[@]}"
}
