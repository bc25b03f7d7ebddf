using System.Net;
using System.Net.Sockets;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Programs;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>
/// Folders of NFS servers, mounted for each pod by the machine's own programs (Debian's <c>nfs-common</c>). As in Kubernetes their files keep the owners that
/// the server says: <c>fsGroup</c> changes nothing.
/// </summary>
/// <param name="run">Runs programs.</param>
internal sealed class NfsVolumes(ProgramRunner run)
{
    /// <summary>A server that does not answer is tried for two minutes by <c>mount.nfs</c> itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>With the machine's programs.</summary>
    public static NfsVolumes OfMachine { get; } = new(static (program, arguments, token) => MachineProgram.RunAsync(program, arguments, "", Patience, token));

    /// <summary>Mounts a folder of a server, unless something is mounted there.</summary>
    /// <param name="nfs">The server and its folder.</param>
    /// <param name="folder">Where; it is made.</param>
    /// <param name="options">How it is mounted.</param>
    /// <param name="isReadOnly">Whether nothing may be written to it.</param>
    /// <param name="cancellationToken">Ends what is under way.</param>
    /// <exception cref="ReferenceException">It cannot be.</exception>
    public async Task MountAsync(NFSVolumeSource nfs, string folder, IReadOnlyList<string> options, bool isReadOnly, CancellationToken cancellationToken)
    {
        if (Mounts.IsMounted(folder)) return;
        Directory.CreateDirectory(folder);
        try
        {
            await MountCommand.RunAsync(run, "nfs", [.. MountCommand.Options(options, isReadOnly)], $"{Host(nfs.Server)}:{nfs.Path}", folder, cancellationToken);
        }
        catch (ReferenceException)
        {
            Directory.Delete(folder);
            throw;
        }
    }

    private static string Host(string server) =>
        IPAddress.TryParse(server, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && server[0] != '[' ? $"[{server}]" : server;
}
