using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Authentication;

/// <summary>
/// Finds out who asks. Nobody is let in without credentials, but for the paths that tell whether the server lives and how its tokens are
/// verified: there they are <c>system:anonymous</c>.
/// </summary>
public sealed class AuthenticatorChain(IReadOnlyList<IAuthenticator> authenticators)
{
    private const string AuthenticatedGroup = "system:authenticated";

    /// <exception cref="StatusException">No valid credentials, where some are needed.</exception>
    public async ValueTask<UserInfo> AuthenticateAsync(ApiRequest request)
    {
        foreach (var authenticator in authenticators)
        {
            var user = await authenticator.AuthenticateAsync(request.Http);
            if (user is not null) return user;
        }

        if (IsOpen(request.Info) && !request.Http.Request.Headers.ContainsKey("Authorization")) return ApiRequest.Anonymous;
        throw Failures.Unauthorized();
    }

    /// <summary>The user as authenticators return it: every authenticated user is also in <c>system:authenticated</c>.</summary>
    public static UserInfo User(string name, IReadOnlyList<string> groups, string uid = "") => new()
    {
        Username = name,
        Uid = uid,
        Groups = groups.Contains(AuthenticatedGroup) ? groups : [.. groups, AuthenticatedGroup],
    };

    /// <summary>Whether a path may be read without credentials.</summary>
    public static bool IsOpen(RequestInfo info) => !info.IsResource && info.Verb is ("get" or "head") && IsOpenPath(info.Path);

    private static bool IsOpenPath(string path) =>
        path is "/version" or "/version/" or "/.well-known/openid-configuration" or "/openid/v1/jwks"
        || IsBelow(path, "/livez") || IsBelow(path, "/readyz") || IsBelow(path, "/healthz");

    private static bool IsBelow(string path, string root) =>
        path.StartsWith(root, StringComparison.Ordinal) && (path.Length == root.Length || path[root.Length] == '/');
}
