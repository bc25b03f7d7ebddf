using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>What pods may have of a machine: all but what is set aside for others, what has to be left so that none of them is ended at once, and what is set aside in large pages. Pure.</summary>
public static class Allocatable
{
    /// <param name="capacity">What the machine has.</param>
    /// <param name="thresholds">How much has to be left.</param>
    /// <param name="reserved">What is set aside for others than pods.</param>
    public static IReadOnlyDictionary<string, Quantity> Of(
        IReadOnlyDictionary<string, Quantity> capacity, IEnumerable<EvictionThreshold> thresholds, IReadOnlyDictionary<string, Quantity> reserved)
    {
        var left = new SortedDictionary<string, Quantity>(capacity.ToDictionary(), StringComparer.Ordinal);
        foreach (var (resource, amount) in reserved) Take(resource, amount);
        foreach (var threshold in thresholds.Where(static t => t.IsHard))
        {
            if (ResourceKept(threshold.Signal) is { } resource && capacity.TryGetValue(resource, out var whole)) Take(resource, threshold.Amount.Of(whole.Value));
        }

        foreach (var (_, pages) in capacity.Where(static c => HugePages.Is(c.Key))) Take(ResourceName.Memory, pages);
        return left;

        void Take(string resource, Quantity amount)
        {
            if (!left.TryGetValue(resource, out var all)) return;
            var rest = all - amount;
            left[resource] = rest.Sign < 0 ? Quantity.Of(0, all.Format) : rest;
        }
    }

    private static string? ResourceKept(string signal) => signal switch
    {
        EvictionSignal.Memory => ResourceName.Memory,
        EvictionSignal.Disk => ResourceName.EphemeralStorage,
        _ => null,
    };
}
