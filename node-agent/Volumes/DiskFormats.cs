using Orleans.Kube.NodeAgent.Programs;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>
/// File systems on block devices, by the machine's own programs: made where there is nothing, looked through, mounted and grown as by kubelet
/// (k8s.io/mount-utils), with its words where that fails.
/// </summary>
/// <param name="run">Runs a program with its arguments.</param>
internal sealed class DiskFormats(ProgramRunner run)
{
    /// <summary>What is made where nothing else is asked for.</summary>
    public const string Standard = "ext4";

    private const string Partitions = "unknown data, probably partitions";
    private const int NothingFound = 2;
    private const int NotCorrected = 4;

    // What is made or looked through may be large.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>With the machine's programs.</summary>
    public static DiskFormats OfMachine { get; } = new(static (program, arguments, token) => MachineProgram.RunAsync(program, arguments, "", Patience, token));

    /// <summary>Mounts a device, with a file system of its own if it has one, else with a new one.</summary>
    /// <param name="device">The device.</param>
    /// <param name="folder">Where; it exists.</param>
    /// <param name="type">The kind of file system.</param>
    /// <param name="options">How it is mounted.</param>
    /// <param name="isReadOnly">Whether nothing may be written to it.</param>
    /// <param name="isInUse">Whether it is mounted elsewhere: then it is not looked through.</param>
    /// <param name="cancellationToken">Ends the programs.</param>
    /// <exception cref="ReferenceException">It cannot be.</exception>
    public async Task MountAsync(string device, string folder, string type, IReadOnlyList<string> options, bool isReadOnly, bool isInUse, CancellationToken cancellationToken)
    {
        var found = await FindAsync(device, cancellationToken);
        if (found.Length == 0) await MakeAsync(device, folder, type, isReadOnly, cancellationToken);
        else if (!isReadOnly && !isInUse) await CheckAsync(device, cancellationToken);
        await MountCommand.RunAsync(run, type, [.. MountCommand.Options(options, isReadOnly), "defaults"], device, folder, cancellationToken);
    }

    /// <summary>Lets the file system of a device, which is mounted, take up all of it.</summary>
    /// <exception cref="ReferenceException">It cannot be.</exception>
    public async Task GrowAsync(string device, string folder, CancellationToken cancellationToken)
    {
        var format = await FindAsync(device, cancellationToken);
        var (program, arguments) = format switch
        {
            "ext2" or "ext3" or "ext4" => ("resize2fs", (string[])[device]),
            "xfs" => ("xfs_growfs", ["-d", folder]),
            "btrfs" => ("btrfs", ["filesystem", "resize", "max", folder]),
            _ => throw new ReferenceException($"resizeFS.Resize failed: resize of format {format} is not supported for device {device} mounted at {folder}"),
        };
        var result = await RunAsync(program, arguments, cancellationToken);
        if (result.Code != 0) throw new ReferenceException($"resizeFS.Resize failed: resize of device {folder} failed: exit status {result.Code}. {program} output: {result.Text}");
    }

    /// <summary>The kind of what is on a device; empty for nothing.</summary>
    private async Task<string> FindAsync(string device, CancellationToken cancellationToken)
    {
        var result = await RunAsync("blkid", ["-p", "-s", "TYPE", "-s", "PTTYPE", "-o", "export", device], cancellationToken);
        if (result.Code == NothingFound) return "";
        if (result.Code != 0) throw new ReferenceException($"failed to get disk format of disk {device}: exit status {result.Code}");
        var facts = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split('=', 2)).Where(static f => f.Length == 2)
            .ToDictionary(static f => f[0], static f => f[1]);
        return facts.ContainsKey("PTTYPE") ? Partitions : facts.GetValueOrDefault("TYPE", "");
    }

    private async Task MakeAsync(string device, string folder, string type, bool isReadOnly, CancellationToken cancellationToken)
    {
        if (isReadOnly) throw new ReferenceException($"cannot mount unformatted disk {device} as we are manipulating it in read-only mode");
        string[] arguments = type switch { "ext3" or "ext4" => ["-F", "-m0", device], "xfs" => ["-f", device], _ => [device] };
        var result = await RunAsync($"mkfs.{type}", arguments, cancellationToken);
        if (result.Code != 0)
            throw new ReferenceException($"format of disk \"{device}\" failed: type:(\"{type}\") target:(\"{folder}\") options:(\"defaults\") errcode:(exit status {result.Code}) output:({result.Text}) ");
    }

    /// <summary>Mends what can be. A device that is worse than that is not mounted; whatever else the program says does not stop it.</summary>
    private async Task CheckAsync(string device, CancellationToken cancellationToken)
    {
        try
        {
            var result = await run("fsck", ["-a", device], cancellationToken);
            if (result.Code == NotCorrected) throw new ReferenceException($"'fsck' found errors on device {device} but could not correct them: {result.Text}");
        }
        catch (FileNotFoundException)
        {
            // kubelet goes on without it too.
        }
    }

    private async Task<ProgramResult> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await run(program, arguments, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            throw new ReferenceException($"executable file not found in $PATH: {program}");
        }
    }
}
