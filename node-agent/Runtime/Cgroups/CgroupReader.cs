using System.Buffers;
using System.Text;
using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Runtime.Cgroups;

/// <summary>Reads what containers use from the kernel. Safe for concurrent use.</summary>
public sealed class CgroupReader(TimeProvider time)
{
    private const int FirstBuffer = 4096;

    private readonly Lazy<CgroupMounts> _mounts = new(Mounts);

    /// <summary>Where this process reaches control groups.</summary>
    public static CgroupMounts Mounts() => CgroupMounts.Parse(Text("/proc/self/mountinfo") ?? "");

    /// <summary>What a container uses; null where it does not run, or its groups cannot be reached from here.</summary>
    public ContainerUsage? Usage(RuntimeContainer container)
    {
        if (Groups(container) is not { } groups) return null;
        var devices = new Lazy<IReadOnlyDictionary<string, string>>(BlockDevices.Names);
        return CgroupUsage.Read(time.GetUtcNow(), _mounts.Value.IsUnified, Read, device => devices.Value.GetValueOrDefault(device, device));

        string? Read(string controller, string file) => _mounts.Value.FolderOf(groups, controller) is { } folder ? Text(Path.Combine(folder, file)) : null;
    }

    /// <summary>The processes of a container and what they have open; null where that cannot be told.</summary>
    public OpenFiles? Files(RuntimeContainer container) =>
        Groups(container) is { } groups && _mounts.Value.FolderOf(groups, "cpu") is { } folder && Text(Path.Combine(folder, "cgroup.procs")) is { } processes
            ? OpenFiles.Of(processes.Split('\n', StringSplitOptions.RemoveEmptyEntries), Text($"/proc/{container.ProcessId}/limits") ?? "")
            : null;

    /// <summary>The number of a process that has ended is given to another one: its groups are the container's only where they go by its id.</summary>
    private static string? Groups(RuntimeContainer container) =>
        container.ProcessId > 0 && Text($"/proc/{container.ProcessId}/cgroup") is { } groups && groups.Contains(container.Id, StringComparison.Ordinal) ? groups : null;

    private static string? Text(string file)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            for (var length = 0; ;)
            {
                var read = RandomAccess.Read(handle, buffer.AsSpan(length), length);
                if (read == 0) return Encoding.UTF8.GetString(buffer, 0, length);
                length += read;
                if (length == buffer.Length) buffer = Larger(buffer);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Larger(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
