using System.Diagnostics;
using System.Formats.Tar;

namespace Orleans.Kube.NodeAgent.Tests.Docker;

/// <summary>Makes the image that tests run, from the machine's static busybox: nothing is pulled.</summary>
internal static class TestImages
{
    public const string Busybox = "orleans-kube/test-busybox:2";

    private static readonly string[] Applets = ["sh", "sleep", "cat", "echo", "true", "false", "hostname", "env", "httpd", "nc", "wget", "id", "ls", "head", "tail", "kill", "mkdir", "touch", "ps", "ip", "nslookup", "stty", "stat", "ln", "grep", "rm", "tr", "printf", "yes", "dd"];

    public static async Task EnsureAsync()
    {
        if (await DockerAsync(["image", "inspect", Busybox]) == 0) return;
        var file = Path.GetTempFileName();
        await using (var stream = File.Create(file))
        await using (var tar = new TarWriter(stream, TarEntryFormat.Ustar))
        {
            foreach (var folder in (string[])["bin", "tmp", "etc", "www"]) await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.Directory, folder) { Mode = (UnixFileMode)511 });
            await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, "bin/busybox") { DataStream = File.OpenRead("/usr/bin/busybox"), Mode = (UnixFileMode)493 });
            foreach (var applet in Applets) await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "busybox" });
        }

        (await DockerAsync(["import", "--change", "CMD [\"sh\"]", "--change", "ENV PATH=/bin", file, Busybox])).ShouldBe(0);
        File.Delete(file);
    }

    public static async Task<int> DockerAsync(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
