using System.Globalization;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Services;

/// <summary>
/// For the clients of which zone an endpoint is best (k8s.io/endpointslice, trafficdist and topologycache): its own, or where a service asks
/// for zones in proportion, perhaps another one, so that no endpoint is asked for much more than its share.
/// </summary>
public static class TopologyHints
{
    /// <summary>How much more than its share an endpoint may have to bear.</summary>
    private const double Overload = 0.2;

    private const string PreferClose = "PreferClose";

    /// <param name="view">The service.</param>
    /// <param name="proportional">Whether its hints were in proportion so far; null where that is not known, and the slices may show it.</param>
    public static ZoneHints Plan(ServiceView view, bool? proportional)
    {
        var service = view.Service;
        var isClose = service.Spec.TrafficDistribution == PreferClose;
        var had = proportional ?? (!isClose && view.Slices.Any(static slice => slice.Endpoints.Any(static e => e.Hints is not null)));
        var ready = view.Pods.Where(pod => PodEndpoints.HasEndpoint(view, pod) && PodEndpoints.IsReady(service, pod));
        if (IsProportional(service)) return Proportional(view, [.. ready.OrderBy(static pod => pod.Metadata.Name, StringComparer.Ordinal)], had);
        var near = isClose ? ready.Where(pod => view.Zones.ContainsKey(pod.Spec.NodeName)) : [];
        return new ZoneHints(near.ToDictionary(static pod => pod.Metadata.Uid, pod => view.Zones[pod.Spec.NodeName]), IsProportional: false, had ? Disabled("Topology Aware Hints has been disabled") : null);
    }

    /// <summary>Whether the service asks for zones in proportion to their nodes.</summary>
    public static bool IsProportional(Service service)
    {
        var annotations = service.Metadata.Annotations;
        var mode = annotations.GetValueOrDefault("service.kubernetes.io/topology-aware-hints") ?? annotations.GetValueOrDefault("service.kubernetes.io/topology-mode");
        return mode is "Auto" or "auto";
    }

    /// <summary>The processors of the nodes of each zone in thousandths of a core; null where not every node is in a zone, or all are in one.</summary>
    public static IReadOnlyDictionary<string, long>? Processors(IEnumerable<Node> nodes)
    {
        var zones = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var labels = node.Metadata.Labels;
            if (labels.ContainsKey("node-role.kubernetes.io/control-plane") || labels.ContainsKey("node-role.kubernetes.io/master") || !node.IsReady()) continue;
            var processors = node.Status.Allocatable.GetValueOrDefault(ResourceName.Cpu).MilliValue;
            if (labels.GetValueOrDefault(ServiceFacts.ZoneLabel) is not { Length: > 0 } zone || processors == 0) return null;
            zones[zone] = zones.GetValueOrDefault(zone) + processors;
        }

        return zones.Count < 2 ? null : zones;
    }

    private static ZoneHints Proportional(ServiceView view, Pod[] ready, bool had)
    {
        if (view.Processors is not { } processors)
            return None("Insufficient Node information: allocatable CPU or zone not specified on one or more nodes");
        if (processors.Count > ready.Length) return None(Counted("Insufficient number of endpoints", ready, processors));
        var total = (double)processors.Values.Sum();
        var desired = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var least = 0;
        foreach (var (zone, share) in processors)
        {
            var wanted = share / total * ready.Length;
            var minimum = (int)Math.Ceiling(wanted / (1 + Overload));
            least += minimum;
            desired[zone] = Math.Max(wanted, minimum);
        }

        if (least > ready.Length)
            return None(Counted("Unable to allocate minimum required endpoints to each zone without exceeding overload threshold", ready, processors));
        if (ready.Any(pod => !view.Zones.ContainsKey(pod.Spec.NodeName))) return None("One or more endpoints do not have a zone specified");

        var zones = ready.ToDictionary(static pod => pod.Metadata.Uid, pod => view.Zones[pod.Spec.NodeName]);
        Redistribute(zones, ready, desired);
        var enabled = Told(PlannedEvent.Normal("TopologyAwareHintsEnabled", "Topology Aware Hints has been enabled, addressType: IPv4"));
        return new ZoneHints(zones, IsProportional: true, had ? null : enabled);
    }

    /// <summary>Zones that have more endpoints than they need lend them to those that have too few.</summary>
    private static void Redistribute(Dictionary<string, string> zones, Pod[] ready, SortedDictionary<string, double> desired)
    {
        var held = zones.Values.CountBy(static zone => zone).ToDictionary();
        var (over, under) = (new SortedDictionary<string, double>(StringComparer.Ordinal), new SortedDictionary<string, double>(StringComparer.Ordinal));
        foreach (var (zone, wanted) in desired)
        {
            var surplus = held.GetValueOrDefault(zone) - wanted;
            if (surplus > 0) over[zone] = surplus;
            else if (surplus < 0) under[zone] = -surplus;
        }

        var loans = new Dictionary<string, Queue<string>>();
        while (over.Count > 0 && under.Count > 0)
        {
            var (giver, spare) = over.MaxBy(static z => z.Value);
            var (taker, need) = under.MaxBy(static z => z.Value);
            if ((spare < 1 && need < 1) || spare < 0.5 || need < 0.5) break;
            if (!loans.TryGetValue(giver, out var lent)) loans[giver] = lent = [];
            lent.Enqueue(taker);
            over[giver]--;
            under[taker]--;
        }

        foreach (var pod in ready)
            if (loans.GetValueOrDefault(zones[pod.Metadata.Uid]) is { Count: > 0 } takers) zones[pod.Metadata.Uid] = takers.Dequeue();
    }

    private static string Counted(string problem, Pod[] ready, IReadOnlyDictionary<string, long> zones) =>
        string.Create(CultureInfo.InvariantCulture, $"{problem} ({ready.Length} endpoints, {zones.Count} zones)");

    private static ZoneHints None(string why) => new(new Dictionary<string, string>(), IsProportional: false, Disabled(why));

    private static PlannedEvent Disabled(string why) => Told(PlannedEvent.Warning("TopologyAwareHintsDisabled", $"{why}, addressType: IPv4"));

    private static PlannedEvent Told(PlannedEvent planned) => planned with { Component = ServiceFacts.SliceRecorder };
}
