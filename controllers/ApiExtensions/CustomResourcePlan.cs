using Orleans.Kube.Model.ApiExtensions;

namespace Orleans.Kube.Controllers.ApiExtensions;

/// <summary>What is to be done about a custom resource.</summary>
public sealed record CustomResourcePlan
{
    /// <summary>The objects to delete.</summary>
    public IReadOnlyList<ObjectWrite> Deletions { get; init; } = [];

    /// <summary>The APIServices to make for versions that are served, and to remove for those that no definition serves any more.</summary>
    public IReadOnlyList<ObjectWrite> Registrations { get; init; } = [];

    /// <summary>The definition with its new status, or null when it says it already.</summary>
    public CustomResourceDefinition? Status { get; init; }

    /// <summary>The definition without the finalizer that kept it until its objects were gone, or null.</summary>
    public CustomResourceDefinition? Finalized { get; init; }
}
