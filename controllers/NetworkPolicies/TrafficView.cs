using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Controllers.NetworkPolicies;

/// <summary>What <see cref="TrafficPlanner"/> looks at.</summary>
/// <param name="Policies">All policies.</param>
/// <param name="Pods">All pods.</param>
/// <param name="Namespaces">The labels of all namespaces.</param>
public sealed record TrafficView(
    IReadOnlyList<NetworkPolicy> Policies, IEnumerable<TrafficPod> Pods, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Namespaces);
