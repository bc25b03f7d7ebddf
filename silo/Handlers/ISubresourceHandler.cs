using Orleans.Kube.Model;

namespace Orleans.Kube.Silo.Handlers;

/// <summary>
/// Answers the requests of a subresource that is more than a part of a stored object: logs, exec, proxy, tokens. Register an
/// implementation in the container and the server finds it.
/// </summary>
public interface ISubresourceHandler : IRequestHandler
{
    /// <summary>The resource and the name of the subresource that this handler answers.</summary>
    IReadOnlyList<(GroupResource Resource, string Subresource)> Serves { get; }
}
