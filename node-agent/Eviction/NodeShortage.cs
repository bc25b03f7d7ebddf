using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>What the machine is short of, as the node's conditions say it: a shortage stays in them for a while after it is over. Safe for concurrent use.</summary>
public sealed class NodeShortage(EvictionOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long? _memory;
    private long? _disk;
    private long? _pids;

    /// <summary>Notes what was found.</summary>
    public void Report(NodePressure found)
    {
        var now = time.GetTimestamp();
        lock (_lock)
        {
            if (found.Memory) _memory = now;
            if (found.Disk) _disk = now;
            if (found.Pids) _pids = now;
        }
    }

    /// <summary>What the conditions say.</summary>
    public NodePressure Now()
    {
        lock (_lock) return new NodePressure(Lasts(_memory), Lasts(_disk), Lasts(_pids));

        bool Lasts(long? seen) => seen is { } last && time.GetElapsedTime(last) < options.PressureTransition;
    }
}
