# Docker Engine: found, installed or started; and the images of the samples, made here because nothing needs to be pulled.

docker_answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

prepare_docker() {
    if ! docker_answers; then
        command -v dockerd >/dev/null 2>&1 || [ -x /usr/sbin/dockerd ] || install_packages docker.io iptables
        command -v docker >/dev/null 2>&1 || install_packages docker-cli
        docker_answers || start_dockerd
    fi
    need_packages iptables=iptables ip=iproute2
    say "Docker Engine $(docker version --format '{{.Server.Version}}') is running"
}

start_dockerd() {
    is_root || fail "Docker Engine does not answer. Start it with: sudo systemctl start docker (and let your user use it: sudo usermod -aG docker ${USER:-you})"
    if [ -d /run/systemd/system ]; then
        say "Starting Docker Engine with systemd"
        systemctl start docker >/dev/null 2>&1 || fail "systemctl start docker failed: see journalctl -u docker"
    else
        say "Starting Docker Engine"
        rm -f /var/run/docker.pid
        start_process dockerd dockerd
    fi
    local deadline=$((SECONDS + 60))
    until docker_answers; do
        [ $SECONDS -lt $deadline ] || failed_part dockerd
        sleep 0.2
    done
}

# The images that samples/ uses: busybox with a start script, one per version.
prepare_images() {
    local version missing=()
    for version in 1 2; do
        docker image inspect "orleans-kube/hello:$version" >/dev/null 2>&1 || missing+=("$version")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local work busybox
    work=$(mktemp -d)
    busybox=$(find_busybox "$work") || { rm -rf "$work"; say "No static busybox here, so samples/hello.yaml has no image: install busybox-static and run up again"; return 0; }
    mkdir -p "$work/image/bin" "$work/image/etc" "$work/image/tmp" "$work/image/www"
    cp "$busybox" "$work/image/bin/busybox"
    "$busybox" --list | while read -r applet; do [ "$applet" = busybox ] || ln -s busybox "$work/image/bin/$applet"; done
    printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' >"$work/image/etc/passwd"
    printf 'root:x:0:\nnogroup:x:65534:\n' >"$work/image/etc/group"
    cp "$root/samples/hello/start.sh" "$work/image/start.sh"
    chmod 755 "$work/image/start.sh"
    chmod 1777 "$work/image/tmp"
    for version in "${missing[@]}"; do
        tar -C "$work/image" -c . | docker import -c 'ENTRYPOINT ["/start.sh"]' -c "ENV HELLO_VERSION=$version" -c 'ENV PATH=/bin' -c 'EXPOSE 8080' \
            - "orleans-kube/hello:$version" >/dev/null || { rm -rf "$work"; fail "could not make the image orleans-kube/hello:$version"; }
        say "Made the image orleans-kube/hello:$version"
    done
    rm -rf "$work"
}

# A static busybox: the machine's own, or the one of Debian's package, unpacked without installing it.
find_busybox() {
    local candidate
    for candidate in /bin/busybox /usr/bin/busybox; do
        [ -x "$candidate" ] && ! ldd "$candidate" >/dev/null 2>&1 && { echo "$candidate"; return 0; }
    done
    [ "$install" = 1 ] && is_root && command -v apt-get >/dev/null 2>&1 || return 1
    (cd "$1" && { apt-get download busybox-static || { apt-get update && apt-get download busybox-static; }; } && dpkg-deb -x busybox-static_*.deb busybox) \
        >"$logs/busybox.log" 2>&1 || return 1
    find "$1/busybox" -name busybox -type f | head -n 1
}
