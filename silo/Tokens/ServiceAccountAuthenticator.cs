using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Controllers.ServiceAccounts;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Authentication;

namespace Orleans.Kube.Silo.Tokens;

/// <summary>Pods and other holders of service account tokens. A token ends with its time, with its account and with what it is bound to.</summary>
public sealed class ServiceAccountAuthenticator(ServiceAccountTokens tokens, IClusterState cluster, TimeProvider time) : IAuthenticator
{
    private static readonly string[] ApiAudiences = [ServiceAccountTokens.Issuer];

    public ValueTask<UserInfo?> AuthenticateAsync(HttpContext http)
    {
        if (BearerToken.Read(http.Request) is not { } token || tokens.Verify(token) is not { } claims) return default;
        return new ValueTask<UserInfo?>(User(token, claims, ApiAudiences) ?? throw Failures.Unauthorized());
    }

    /// <summary>The user that a token stands for towards any of these audiences, or null when it is not valid.</summary>
    public UserInfo? Authenticate(string token, IReadOnlyList<string> audiences) =>
        tokens.Verify(token) is { } claims ? User(token, claims, audiences.Count == 0 ? ApiAudiences : audiences) : null;

    /// <summary>Where the object lives that tokens can be bound to.</summary>
    public static ObjectKey KeyOf(string kind, string @namespace, string name) => kind switch
    {
        "Pod" => new ObjectKey(new GroupResource("", "pods"), @namespace, name),
        "Secret" => new ObjectKey(new GroupResource("", "secrets"), @namespace, name),
        "Node" => new ObjectKey(new GroupResource("", "nodes"), "", name),
        "ServiceAccount" => new ObjectKey(new GroupResource("", "serviceaccounts"), @namespace, name),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "tokens are not bound to such objects"),
    };

    private UserInfo? User(string token, ServiceAccountClaims claims, IReadOnlyList<string> audiences)
    {
        var now = time.GetUtcNow();
        if (now >= claims.Expires || now < claims.Issued - TimeSpan.FromMinutes(1) || !audiences.Any(claims.Audiences.Contains)) return null;
        if (!Exists("ServiceAccount", claims.Namespace, claims.Name, claims.Uid)) return null;
        if (claims.Bound is { } bound && !Exists(bound.Kind, claims.Namespace, bound.Name, bound.Uid)) return null;
        if (claims.Secret is { } secret && !Holds(claims.Namespace, secret, token)) return null;
        var user = AuthenticatorChain.User(claims.UserName, ServiceAccountName.Groups(claims.Namespace), claims.Uid);
        return user with { Extra = Extra(claims) };
    }

    private bool Exists(string kind, string @namespace, string name, string uid) =>
        cluster.Current.Find(KeyOf(kind, @namespace, name)) is { } found && found.Header.Uid == uid;

    /// <summary>Whether a secret is there, is to stay, and holds this very token.</summary>
    private bool Holds(string @namespace, string secret, string token) =>
        cluster.Current.Find(KeyOf("Secret", @namespace, secret)) is { Header.IsDeleting: false } found
        && found.As<Secret>().Data.TryGetValue(TokenSecretPlanner.Token, out var held) && CryptographicOperations.FixedTimeEquals(held, Encoding.UTF8.GetBytes(token));

    private static SortedDictionary<string, IReadOnlyList<string>> Extra(ServiceAccountClaims claims)
    {
        var extra = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (claims.Id.Length > 0) extra[AuthenticatorChain.CredentialId] = [$"JTI={claims.Id}"];
        foreach (var known in (BoundObject?[])[claims.Bound, claims.Node])
        {
            if (known is not { Kind: "Pod" or "Node" }) continue;
            var prefix = $"authentication.kubernetes.io/{known.Kind.ToLowerInvariant()}";
            extra[$"{prefix}-name"] = [known.Name];
            if (known.Uid.Length > 0) extra[$"{prefix}-uid"] = [known.Uid];
        }

        return extra;
    }
}
