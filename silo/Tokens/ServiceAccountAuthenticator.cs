using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Controllers.ServiceAccounts;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Authentication;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Tokens;

/// <summary>Pods and other holders of service account tokens. A token ends with its time, with its account and with what it is bound to.</summary>
public sealed class ServiceAccountAuthenticator(ServiceAccountTokens tokens, IClusterState cluster, LegacyTokenUse uses, TimeProvider time) : IAuthenticator, ITokenAuthenticator
{
    private const string Generated = "Use tokens from the TokenRequest API or manually created secret-based tokens instead of auto-generated secret-based tokens.";
    private const string Invalidated = "service account token has been invalidated";

    /// <summary>How long the token of something that is being deleted stays valid.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    public async ValueTask<UserInfo?> AuthenticateAsync(HttpContext http)
    {
        if (BearerToken.Read(http.Request) is not { } token || await JudgeAsync(token, []) is not { } verdict) return null;
        if (verdict.IsGenerated) Answer.AddWarnings(http, [Generated]);
        return verdict.User ?? throw Failures.Unauthorized();
    }

    public async ValueTask<TokenVerdict?> JudgeAsync(string token, IReadOnlyList<string> audiences)
    {
        if (tokens.Verify(token) is not { } claims) return null;
        var verdict = Judge(token, claims, audiences.Count == 0 ? ServiceAccountTokens.ApiAudiences : audiences);
        if (verdict.Secret is { } secret) await uses.NoteAsync(secret);
        return verdict;
    }

    /// <summary>Where the object lives that tokens can be bound to.</summary>
    public static ObjectKey KeyOf(string kind, string @namespace, string name) => kind switch
    {
        "Pod" => new ObjectKey(new GroupResource("", "pods"), @namespace, name),
        "Secret" => new ObjectKey(new GroupResource("", "secrets"), @namespace, name),
        "Node" => new ObjectKey(new GroupResource("", "nodes"), "", name),
        "ServiceAccount" => new ObjectKey(new GroupResource("", "serviceaccounts"), @namespace, name),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "tokens are not bound to such objects"),
    };

    private TokenVerdict Judge(string token, ServiceAccountClaims claims, IReadOnlyList<string> audiences)
    {
        string[] meant = [.. audiences.Where(claims.Audiences.Contains)];
        if (meant.Length == 0) return TokenVerdict.Invalid($"token audiences {Quoted(claims.Audiences)} is invalid for the target audiences {Quoted(audiences)}");
        if (claims.Secret is { } secret) return JudgeSecret(token, claims, secret, meant);
        var now = time.GetUtcNow();
        if (now >= claims.Expires) return TokenVerdict.Invalid("service account token has expired");
        if (now < claims.Issued - Leeway) return TokenVerdict.Invalid("service account token is not valid yet");
        return EndOf(claims, now) is { } end ? TokenVerdict.Invalid(end) : new TokenVerdict(User(claims), meant);
    }

    /// <summary>Why a token is void whose time is not over, or null.</summary>
    private string? EndOf(ServiceAccountClaims claims, DateTimeOffset now)
    {
        var account = Find("ServiceAccount", claims.Namespace, claims.Name);
        if (account is null) return NoAccount(claims.Name);
        if (account.Header.Uid != claims.Uid) return $"service account UID ({account.Header.Uid}) does not match claim ({claims.Uid})";
        if (IsGone(account, now)) return $"service account {claims.Namespace}/{claims.Name} has been deleted";
        if (claims.Bound is not { } bound) return null;
        if (Find(bound.Kind, claims.Namespace, bound.Name) is not { } found || IsGone(found, now)) return Invalidated;
        var kind = bound.Kind.ToLowerInvariant();
        return found.Header.Uid == bound.Uid ? null : $"{bound.Kind} UID ({found.Header.Uid}) does not match service account {kind} ref claim ({bound.Uid})";
    }

    /// <summary>A token without an end holds as long as the secret that holds it, and the account.</summary>
    private TokenVerdict JudgeSecret(string token, ServiceAccountClaims claims, string name, IReadOnlyList<string> meant)
    {
        if (Find("Secret", claims.Namespace, name) is not { Header.IsDeleting: false } found) return TokenVerdict.Invalid("Token has been invalidated");
        var secret = found.As<Secret>();
        if (!secret.Data.TryGetValue(TokenSecretPlanner.Token, out var held) || !CryptographicOperations.FixedTimeEquals(held, Encoding.UTF8.GetBytes(token)))
            return TokenVerdict.Invalid("Token does not match server's copy");
        if (Find("ServiceAccount", claims.Namespace, claims.Name) is not { } account) return TokenVerdict.Invalid(NoAccount(claims.Name));
        if (account.Header.IsDeleting) return TokenVerdict.Invalid($"ServiceAccount {claims.Namespace}/{claims.Name} has been deleted");
        if (account.Header.Uid != claims.Uid) return TokenVerdict.Invalid($"ServiceAccount UID ({account.Header.Uid}) does not match claim ({claims.Uid})");
        if (secret.Metadata.Labels.ContainsKey(LegacyTokenPlanner.InvalidSince)) return TokenVerdict.Invalid(MarkedInvalid(claims, name)) with { Secret = secret };
        return new TokenVerdict(User(claims), meant) { Secret = secret, IsGenerated = LegacyTokenPlanner.IsGenerated(account.As<ServiceAccount>(), name) };
    }

    private static string MarkedInvalid(ServiceAccountClaims claims, string secret) =>
        $"the token in secret {claims.Namespace}/{secret} for service account {claims.Namespace}/{claims.Name} has been marked invalid. Use tokens from the TokenRequest API or manually created "
        + $"secret-based tokens, or remove the '{LegacyTokenPlanner.InvalidSince}' label from the secret to temporarily allow use of this token";

    private static string NoAccount(string name) => Failures.NotFound(new GroupResource("", "serviceaccounts"), name).Message;

    private ApiObject? Find(string kind, string @namespace, string name) => cluster.Current.Find(KeyOf(kind, @namespace, name));

    private static bool IsGone(ApiObject found, DateTimeOffset now) =>
        found.Header.IsDeleting && ObjectJson.ReadMetadata(found.Json.Span).DeletionTimestamp < now - Leeway;

    private static string Quoted(IReadOnlyList<string> audiences) => $"[{string.Join(' ', audiences.Select(GoText.Quote))}]";

    private static UserInfo User(ServiceAccountClaims claims) =>
        AuthenticatorChain.User(claims.UserName, ServiceAccountName.Groups(claims.Namespace), claims.Uid) with { Extra = Extra(claims) };

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
