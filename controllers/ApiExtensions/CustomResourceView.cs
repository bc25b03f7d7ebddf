using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.ApiRegistration;

namespace Orleans.Kube.Controllers.ApiExtensions;

/// <summary>What the planner of a custom resource looks at.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Others">The other definitions of its group.</param>
/// <param name="Objects">The objects of the resource; needed only while the definition is being deleted.</param>
public sealed record CustomResourceView(CustomResourceDefinition Definition, IReadOnlyList<CustomResourceDefinition> Others, IReadOnlyList<CustomResourceItem> Objects)
{
    /// <summary>The APIServices of the group's versions that are there, by name.</summary>
    public IReadOnlyDictionary<string, APIService> Registered { get; init; } = EmptyMap<APIService>.Value;
}

/// <summary>An object of a custom resource.</summary>
/// <param name="IsDeleting">Whether its deletion has begun.</param>
public sealed record CustomResourceItem(ObjectKey Key, string Uid, bool IsDeleting);
