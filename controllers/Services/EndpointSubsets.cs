using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Services;

/// <summary>
/// Subsets of Endpoints in the form in which there is each port once, with all addresses that serve it; ports that the same addresses serve share a subset
/// (k8s.io/kubernetes/pkg/api/v1/endpoints).
/// </summary>
internal static class EndpointSubsets
{
    /// <summary>A port and who serves it.</summary>
    /// <param name="Port">The port; null for addresses without ports.</param>
    /// <param name="Addresses">The addresses, by themselves and the uid of what has them, and whether each is ready.</param>
    private sealed record Served(EndpointPort? Port, SortedDictionary<(string Ip, string Uid), (EndpointAddress Address, bool IsReady)> Addresses)
    {
        /// <summary>What ports have in common that share a subset.</summary>
        public string Key => string.Join(';', Addresses.Select(static a => $"{a.Key.Ip},{a.Key.Uid},{a.Value.IsReady}"));
    }

    /// <summary>The same endpoints, in order. An address that is ready in one place and not in another is not.</summary>
    public static IReadOnlyList<EndpointSubset> Repack(IEnumerable<EndpointSubset> subsets)
    {
        var served = new Dictionary<(string, int, string, string?), Served>();
        foreach (var subset in subsets)
        {
            foreach (var port in subset.Ports.Cast<EndpointPort?>().DefaultIfEmpty())
            {
                var key = port is null ? ("", -1, "", null) : (port.Name, port.Port, port.Protocol, port.AppProtocol);
                if (!served.TryGetValue(key, out var known)) served[key] = known = new Served(port, new SortedDictionary<(string, string), (EndpointAddress, bool)>(Order));
                foreach (var address in subset.Addresses) Note(known, address, true);
                foreach (var address in subset.NotReadyAddresses) Note(known, address, false);
            }
        }

        if (served.Count < 2) return [.. served.Values.Select(static s => Subset([s]))];
        return [.. served.Values.GroupBy(static s => s.Key).Select(static same => Subset([.. same])).OrderBy(static s => Text(s.Ports), StringComparer.Ordinal)];
    }

    private static Comparer<(string Ip, string Uid)> Order { get; } = Comparer<(string Ip, string Uid)>.Create(static (left, right) =>
        string.CompareOrdinal(left.Ip, right.Ip) is not 0 and var order ? order : string.CompareOrdinal(left.Uid, right.Uid));

    private static void Note(Served served, EndpointAddress address, bool isReady)
    {
        var key = (address.Ip, address.TargetRef?.Uid ?? "");
        if (!served.Addresses.TryGetValue(key, out var known)) served.Addresses[key] = (address, isReady);
        else if (known.IsReady && !isReady) served.Addresses[key] = (known.Address, false);
    }

    private static EndpointSubset Subset(IReadOnlyList<Served> served) => new()
    {
        Addresses = [.. served[0].Addresses.Values.Where(static a => a.IsReady).Select(static a => a.Address)],
        NotReadyAddresses = [.. served[0].Addresses.Values.Where(static a => !a.IsReady).Select(static a => a.Address)],
        Ports = [.. served.Select(static s => s.Port).OfType<EndpointPort>()],
    };

    private static string Text(IReadOnlyList<EndpointPort> ports) => string.Join(';', ports.Select(static p => $"{p.Name} {p.Protocol} {p.Port} {p.AppProtocol}"));
}
