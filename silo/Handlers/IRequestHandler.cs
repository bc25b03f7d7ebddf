using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Handlers;

/// <summary>Answers requests of one sort, after authentication and authorization.</summary>
public interface IRequestHandler
{
    /// <exception cref="StatusException">The request is refused; nothing has been sent.</exception>
    ValueTask HandleAsync(ApiRequest request);
}
