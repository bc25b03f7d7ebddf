using System.Formats.Tar;
using System.Runtime.InteropServices;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>The image of sandboxes: nothing but <see cref="PauseProgram"/>, made on the machine so that nothing is pulled.</summary>
internal static class PauseImage
{
    public const string Name = "orleans-kube/pause:1";

    public static async Task PrepareAsync(DockerConnection docker, CancellationToken cancellationToken)
    {
        if (await docker.FindAsync<DockerImage>($"/images/{Name}/json", cancellationToken) is not null) return;
        using var content = new ByteArrayContent(await TarAsync(cancellationToken));
        var changes = Uri.EscapeDataString("ENTRYPOINT [\"/pause\"]");
        using var response = await docker.OpenAsync(
            HttpMethod.Post, $"/images/create?fromSrc=-&repo=orleans-kube/pause&tag=1&changes={changes}", cancellationToken, content);
        await response.Content.ReadAsStringAsync(cancellationToken);
    }

    private static async Task<byte[]> TarAsync(CancellationToken cancellationToken)
    {
        var file = new MemoryStream();
        await using (var tar = new TarWriter(file, TarEntryFormat.Ustar, leaveOpen: true))
        {
            await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, "pause")
            {
                DataStream = new MemoryStream(PauseProgram.Build(RuntimeInformation.OSArchitecture)),
                Mode = (UnixFileMode)0b101_101_101,
            }, cancellationToken);
        }

        return file.ToArray();
    }
}
