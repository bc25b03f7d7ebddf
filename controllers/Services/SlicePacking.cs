using Orleans.Kube.Model.Discovery;

namespace Orleans.Kube.Controllers.Services;

/// <summary>
/// Distributes endpoints over slices so that as few slices as possible change: an endpoint stays where it is; new ones go to slices that
/// change anyway, then to the fullest slice that has room for all of the rest, then to new slices.
/// </summary>
public static class SlicePacking
{
    /// <param name="existing">What each slice holds, in a stable order.</param>
    /// <param name="wanted">The endpoints there should be.</param>
    /// <param name="capacity">The most that a slice holds.</param>
    /// <returns>The contents of the existing slices, in their order (empty: not needed any more), followed by those of new slices.</returns>
    public static IReadOnlyList<IReadOnlyList<Endpoint>> Pack(
        IReadOnlyList<IReadOnlyList<Endpoint>> existing, IReadOnlyList<Endpoint> wanted, int capacity)
    {
        var rest = new Dictionary<string, Endpoint>();
        foreach (var endpoint in wanted) rest[Identity(endpoint)] = endpoint;
        var slices = new List<List<Endpoint>>(existing.Count);
        var changed = new List<bool>(existing.Count);
        foreach (var slice in existing)
        {
            var kept = Keep(slice, rest, capacity);
            slices.Add(kept);
            changed.Add(kept.Count != slice.Count || !kept.Zip(slice).All(static pair => RecordEquality.Same(pair.First, pair.Second)));
        }

        var added = new Queue<Endpoint>(wanted.Where(endpoint => rest.ContainsKey(Identity(endpoint))));
        for (var i = 0; i < slices.Count; i++)
            if (changed[i] && slices[i].Count > 0) Fill(slices[i], added, capacity);
        if (added.Count > 0 && Fullest(slices, added.Count, capacity) is { } roomy) Fill(roomy, added, capacity);
        foreach (var slice in slices) Fill(slice, added, added.Count > 0 && slice.Count == 0 ? capacity : 0);
        while (added.Count > 0)
        {
            var slice = new List<Endpoint>();
            Fill(slice, added, capacity);
            slices.Add(slice);
        }

        return slices;
    }

    /// <summary>What makes an endpoint the same one although its conditions change.</summary>
    private static string Identity(Endpoint endpoint) =>
        endpoint.TargetRef is { Uid.Length: > 0 } target ? target.Uid : string.Join(',', endpoint.Addresses);

    private static List<Endpoint> Keep(IReadOnlyList<Endpoint> slice, Dictionary<string, Endpoint> rest, int capacity)
    {
        var kept = new List<Endpoint>(slice.Count);
        foreach (var endpoint in slice)
            if (kept.Count < capacity && rest.Remove(Identity(endpoint), out var current)) kept.Add(current);
        return kept;
    }

    private static List<Endpoint>? Fullest(List<List<Endpoint>> slices, int count, int capacity) =>
        slices.Where(slice => slice.Count > 0 && slice.Count + count <= capacity).MaxBy(static slice => slice.Count);

    private static void Fill(List<Endpoint> slice, Queue<Endpoint> added, int capacity)
    {
        while (slice.Count < capacity && added.TryDequeue(out var endpoint)) slice.Add(endpoint);
    }
}
