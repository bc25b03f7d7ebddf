namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>What was read from and written to a device.</summary>
/// <param name="Device">Its file (<c>/dev/sda</c>), or <c>major:minor</c> where it has none.</param>
/// <param name="ReadBytes">Bytes read.</param>
/// <param name="Reads">In how many operations.</param>
/// <param name="WrittenBytes">Bytes written.</param>
/// <param name="Writes">In how many operations.</param>
public sealed record DeviceUsage(string Device, long ReadBytes, long Reads, long WrittenBytes, long Writes)
{
    /// <summary>Its number, <c>major:minor</c>.</summary>
    public string Number { get; init; } = "";

    /// <summary>How it did its work; null where the kernel does not tell, as of single containers.</summary>
    public DeviceWork? Work { get; init; }

    /// <summary>Both together, under the name of the first.</summary>
    public static DeviceUsage Add(DeviceUsage one, DeviceUsage other) => one with
    {
        ReadBytes = one.ReadBytes + other.ReadBytes, Reads = one.Reads + other.Reads, WrittenBytes = one.WrittenBytes + other.WrittenBytes, Writes = one.Writes + other.Writes,
    };
}
