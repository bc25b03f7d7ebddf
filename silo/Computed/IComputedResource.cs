using Orleans.Kube.Model;

namespace Orleans.Kube.Silo.Computed;

/// <summary>A resource whose objects are not stored but made when they are read. Register an implementation in the container and the server finds it.</summary>
public interface IComputedResource
{
    GroupResource Resource { get; }

    /// <summary>The objects of a namespace, or (null) of all, as they are now.</summary>
    ValueTask<IReadOnlyList<ApiObject>> ListAsync(string? @namespace, CancellationToken cancellationToken);
}
