using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Namespaces;

/// <summary>What brings a namespace in line.</summary>
/// <param name="Writes">Content to create or to delete.</param>
/// <param name="Status">The namespace with its new conditions, or null when they stand.</param>
/// <param name="Finalized">The namespace without its finalizer, once it is empty; otherwise null.</param>
public sealed record NamespacePlan(IReadOnlyList<ObjectWrite> Writes, Namespace? Status, Namespace? Finalized)
{
    /// <summary>When to look again although nothing changed, or null.</summary>
    public DateTimeOffset? Due { get; init; }
}
