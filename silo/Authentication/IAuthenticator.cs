using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Silo.Authentication;

/// <summary>One way to prove who one is. The authenticators are asked in order; the first that finds credentials it knows decides.</summary>
public interface IAuthenticator
{
    /// <summary>The user, or null when the request carries no credentials of this kind.</summary>
    /// <exception cref="StatusException">It carries such credentials and they are not valid (401).</exception>
    ValueTask<UserInfo?> AuthenticateAsync(HttpContext http);
}
