using System.Net;

namespace Orleans.Kube.NodeAgent.Simulation;

/// <summary>Addresses that no real node uses: nodes in 172.31.0.0/16, pods counted up through 10.128.0.0/9.</summary>
public sealed class SimulatedAddresses
{
    private const uint FirstNode = (172u << 24) | (31u << 16) | 1;
    private const uint FirstPod = (10u << 24) | (128u << 16) | 1;
    private const uint Pods = 1u << 23;

    private uint _next;

    public static string OfNode(int index) => Text(FirstNode + (uint)index);

    /// <summary>The next address; after eight million they come round again.</summary>
    public string NextPod() => Text(FirstPod + (Interlocked.Increment(ref _next) - 1) % (Pods - 1));

    private static string Text(uint address) =>
        new IPAddress([(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address]).ToString();
}
