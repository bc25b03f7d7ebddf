using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>What the machine is short of, as the node's conditions say it: a shortage stays in them for a while after it is over. Safe for concurrent use.</summary>
public sealed class NodeShortage(EvictionOptions options)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _memory;
    private DateTimeOffset? _disk;
    private DateTimeOffset? _pids;

    /// <summary>Notes what was found.</summary>
    public void Report(NodePressure found, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (found.Memory) _memory = now;
            if (found.Disk) _disk = now;
            if (found.Pids) _pids = now;
        }
    }

    /// <summary>What the conditions say.</summary>
    public NodePressure At(DateTimeOffset now)
    {
        lock (_lock) return new NodePressure(Lasts(_memory), Lasts(_disk), Lasts(_pids));

        bool Lasts(DateTimeOffset? seen) => seen is { } last && now - last < options.PressureTransition;
    }
}
