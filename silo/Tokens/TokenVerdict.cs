using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Silo.Tokens;

/// <summary>What is known of a bearer token.</summary>
/// <param name="User">Whom it stands for; null when it is not valid.</param>
/// <param name="Audiences">Towards which of the audiences that were asked for.</param>
/// <param name="Error">Why it is not valid, for those who ask; empty where there is no more to say.</param>
public sealed record TokenVerdict(UserInfo? User, IReadOnlyList<string> Audiences, string Error = "")
{
    /// <summary>The secret that holds the token, where its use is to be noted.</summary>
    public Secret? Secret { get; init; }

    /// <summary>Whether the cluster made that secret by itself, for the account: a habit that clients are to leave.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>A token that says nothing of audiences is meant for the API server alone.</summary>
    public static TokenVerdict? ForApi(UserInfo? user, IReadOnlyList<string> audiences) => user is null ? null
        : audiences.Count == 0 || audiences.Any(ServiceAccountTokens.ApiAudiences.Contains) ? new TokenVerdict(user, ServiceAccountTokens.ApiAudiences) : Invalid("");

    public static TokenVerdict Invalid(string error) => new(null, [], error);
}
