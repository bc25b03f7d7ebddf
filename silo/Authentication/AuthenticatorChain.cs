using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Authentication;

/// <summary>
/// Finds out who asks. Without credentials they are <c>system:anonymous</c>, who may do what roles allow: read whether the server lives and how a
/// machine joins.
/// </summary>
public sealed class AuthenticatorChain(IReadOnlyList<IAuthenticator> authenticators)
{
    /// <summary>The fact about a user that tells which of the user's credentials was shown.</summary>
    public const string CredentialId = "authentication.kubernetes.io/credential-id";

    private const string AuthenticatedGroup = "system:authenticated";

    /// <exception cref="StatusException">There are credentials and they are not valid.</exception>
    public async ValueTask<UserInfo> AuthenticateAsync(ApiRequest request)
    {
        WebSocketToken.Take(request.Http.Request);
        foreach (var authenticator in authenticators)
        {
            var user = await authenticator.AuthenticateAsync(request.Http);
            if (user is not null) return user;
        }

        if (!request.Http.Request.Headers.ContainsKey("Authorization")) return ApiRequest.Anonymous;
        throw Failures.Unauthorized();
    }

    /// <summary>The user as authenticators return it: every authenticated user is also in <c>system:authenticated</c>.</summary>
    public static UserInfo User(string name, IReadOnlyList<string> groups, string uid = "") => new()
    {
        Username = name,
        Uid = uid,
        Groups = groups.Contains(AuthenticatedGroup) ? groups : [.. groups, AuthenticatedGroup],
    };
}
