using Orleans.Kube.Model;
namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>The node ends a pod for good: its phase becomes Failed with this reason.</summary>
/// <param name="Reason">One word.</param>
/// <param name="Message">What people read.</param>
/// <param name="Grace">How long its containers may take to end; null for what the pod says.</param>
public sealed record PodVerdict(string Reason, string Message, TimeSpan? Grace = null)
{
    /// <summary>Whether the node never took the pod on: then there is nothing to tell of its containers.</summary>
    public bool IsRejection { get; init; }

    /// <summary>What the condition <c>DisruptionTarget</c> tells of a pod that ends for the sake of others; null of one that ends for its own.</summary>
    public string? Disruption { get; init; }

    /// <summary>What the event about it tells programs besides.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = EmptyMap<string>.Value;
}
