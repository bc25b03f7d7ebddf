using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Services;

/// <summary>
/// Which addresses stay where there are more than Endpoints may hold: ready ones before others, each subset's in proportion
/// (k8s.io/kubernetes/pkg/controller/endpoint).
/// </summary>
internal static class EndpointsCapacity
{
    /// <param name="subsets">All addresses.</param>
    /// <param name="capacity">How many may stay.</param>
    /// <param name="truncated">Whether any had to go.</param>
    public static IReadOnlyList<EndpointSubset> Truncate(IReadOnlyList<EndpointSubset> subsets, int capacity, out bool truncated)
    {
        var (ready, others) = (subsets.Sum(static s => s.Addresses.Count), subsets.Sum(static s => s.NotReadyAddresses.Count));
        truncated = ready + others > capacity;
        if (!truncated) return subsets;
        return ready > capacity
            ? Share(subsets, capacity, ready, static s => s.Addresses, static (s, kept) => s with { Addresses = kept, NotReadyAddresses = [] })
            : Share(subsets, capacity - ready, others, static s => s.NotReadyAddresses, static (s, kept) => s with { NotReadyAddresses = kept });
    }

    /// <summary>Each subset keeps its part, rounded up; the last ones what is left.</summary>
    private static IReadOnlyList<EndpointSubset> Share(
        IReadOnlyList<EndpointSubset> subsets, int room, int total,
        Func<EndpointSubset, IReadOnlyList<EndpointAddress>> of, Func<EndpointSubset, IReadOnlyList<EndpointAddress>, EndpointSubset> with)
    {
        var left = room;
        var shared = new List<EndpointSubset>(subsets.Count);
        foreach (var subset in subsets)
        {
            IReadOnlyList<EndpointAddress> kept = [.. of(subset).Take(Math.Min(left, (int)Math.Ceiling((double)of(subset).Count / total * room)))];
            left -= kept.Count;
            shared.Add(with(subset, kept));
        }

        return shared;
    }
}
