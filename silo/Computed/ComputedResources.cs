using System.Collections.Frozen;
using Orleans.Kube.Model;

namespace Orleans.Kube.Silo.Computed;

/// <summary>The resources that are made when they are read.</summary>
public sealed class ComputedResources(IEnumerable<IComputedResource> resources)
{
    private readonly FrozenDictionary<GroupResource, IComputedResource> _byResource = resources.ToFrozenDictionary(static r => r.Resource);

    /// <summary>The objects of a resource in a namespace, or (null) in all; none of a resource that nobody computes.</summary>
    public ValueTask<IReadOnlyList<ApiObject>> ListAsync(GroupResource resource, string? @namespace, CancellationToken cancellationToken) =>
        _byResource.TryGetValue(resource, out var computed) ? computed.ListAsync(@namespace, cancellationToken) : new([]);
}
