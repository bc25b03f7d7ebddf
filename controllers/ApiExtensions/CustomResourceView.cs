using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;

namespace Orleans.Kube.Controllers.ApiExtensions;

/// <summary>What the planner of a custom resource looks at.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Others">The other definitions of its group.</param>
/// <param name="Objects">The objects of the resource; needed only while the definition is being deleted.</param>
public sealed record CustomResourceView(CustomResourceDefinition Definition, IReadOnlyList<CustomResourceDefinition> Others, IReadOnlyList<CustomResourceItem> Objects);

/// <summary>An object of a custom resource.</summary>
/// <param name="IsDeleting">Whether its deletion has begun.</param>
public sealed record CustomResourceItem(ObjectKey Key, string Uid, bool IsDeleting);
