namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Images that only tests need, made of programs of this machine: nothing is pulled.</summary>
internal static class Images
{
    /// <summary>curl, and a shell.</summary>
    public const string Curl = "orleans-kube/test-curl:1";

    private const string MakeCurl = """
        set -e
        docker image inspect "$1" >/dev/null 2>&1 && exit 0
        work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
        mkdir -p "$work/bin" "$work/etc" "$work/tmp" "$work/var/run"
        curl=$(command -v curl)
        for file in "$curl" $(ldd "$curl" | grep -o '/[^ ]*'); do mkdir -p "$work$(dirname "$file")"; cp -L "$file" "$work$file"; done
        docker run --rm --entrypoint cat orleans-kube/hello:1 /bin/busybox >"$work/bin/busybox"
        chmod 755 "$work/bin/busybox"
        for applet in sh cat sleep nslookup grep; do ln -s busybox "$work/bin/$applet"; done
        echo 'hosts: files dns' >"$work/etc/nsswitch.conf"
        echo 'root:x:0:0:root:/:/bin/sh' >"$work/etc/passwd"
        tar -C "$work" -c . | docker import -c 'ENV PATH=/usr/bin:/bin' -c 'CMD ["sleep", "1000000"]' - "$1"
        """;

    public static async Task EnsureCurlAsync() => (await Shell.RunAsync("bash", ["-c", MakeCurl, "make", Curl])).ExitCode.ShouldBe(0);
}
