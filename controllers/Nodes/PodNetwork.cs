using System.Net;

namespace Orleans.Kube.Controllers.Nodes;

/// <summary>The range of all pods' addresses, and how much of it a node gets.</summary>
public sealed record PodNetwork
{
    /// <summary>The range that nodes get theirs from.</summary>
    public IPNetwork Range { get; init; } = new(new IPAddress([10, 244, 0, 0]), 16);

    /// <summary>The prefix length of a node's range.</summary>
    public int NodePrefix { get; init; } = 24;

    /// <summary>How many nodes the range is for.</summary>
    public int Nodes => 1 << (NodePrefix - Range.PrefixLength);

    /// <summary>A node's range by its number.</summary>
    public string this[int number]
    {
        get
        {
            var bytes = Range.BaseAddress.GetAddressBytes();
            var address = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) + ((uint)number << (32 - NodePrefix));
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
            return $"{new IPAddress(bytes)}/{NodePrefix}";
        }
    }
}
