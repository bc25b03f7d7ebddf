using Orleans.Kube.Model.Authentication;

namespace Orleans.Kube.Silo.Tokens;

/// <summary>What a service account token says.</summary>
/// <param name="Namespace">The account's namespace.</param>
/// <param name="Name">The account's name.</param>
/// <param name="Uid">The account's uid: the token is void when another account takes the name.</param>
/// <param name="Audiences">For whom the token is meant.</param>
/// <param name="Issued">From when on it is valid.</param>
/// <param name="Expires">Until when it is valid.</param>
public sealed record ServiceAccountClaims(
    string Namespace, string Name, string Uid, IReadOnlyList<string> Audiences, DateTimeOffset Issued, DateTimeOffset Expires)
{
    /// <summary>The token's own name (jti), which audit logs and reviews tell; empty for those in secrets.</summary>
    public string Id { get; init; } = "";

    /// <summary>The node of the pod that the token is bound to, or null. Its uid is empty where the node is not there.</summary>
    public BoundObject? Node { get; init; }

    /// <summary>The object whose end is the token's end, or null.</summary>
    public BoundObject? Bound { get; init; }

    /// <summary>The secret that holds the token, for as long as which it is valid, or null: such tokens do not end by themselves.</summary>
    public string? Secret { get; init; }

    public string UserName => ServiceAccountName.Of(Namespace, Name);
}

/// <summary>The pod, secret or node that a token is bound to.</summary>
/// <param name="Kind">Pod, Secret or Node.</param>
/// <param name="Name">Its name, in the account's namespace where it has one.</param>
/// <param name="Uid">Its uid.</param>
public sealed record BoundObject(string Kind, string Name, string Uid);
