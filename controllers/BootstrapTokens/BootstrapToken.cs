using System.Text;
using System.Text.RegularExpressions;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Controllers.BootstrapTokens;

/// <summary>A token <c>id.secret</c> with which machines join, as its Secret in kube-system says.</summary>
public sealed partial record BootstrapToken(string Id, string Secret)
{
    public const string Namespace = "kube-system";
    public const string SecretType = "bootstrap.kubernetes.io/token";
    public const string Group = "system:bootstrappers";
    private const string NamePrefix = "bootstrap-token-";

    /// <summary>What anybody may read before they trust the server.</summary>
    public static readonly ObjectKey ClusterInfo = new(Resources.ConfigMaps, "kube-public", "cluster-info");

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whether it opens the API server: that is said, and all of its groups are ones that it may have.</summary>
    public bool Authenticates { get; init; }

    /// <summary>Whether it signs the ConfigMap <c>cluster-info</c>.</summary>
    public bool Signs { get; init; }

    /// <summary>Groups beyond <see cref="Group"/>.</summary>
    public IReadOnlyList<string> Groups { get; init => field = value ?? []; } = [];

    /// <summary>The user that a holder of the token is.</summary>
    public string User => $"system:bootstrap:{Id}";

    /// <summary>The Secret of a token.</summary>
    public static ObjectKey KeyOf(string id) => new(Resources.Secrets, Namespace, NamePrefix + id);

    /// <summary>The halves of what was presented, or null when it is no such token.</summary>
    public static (string Id, string Secret)? Split(string token) => Form().IsMatch(token) ? (token[..6], token[7..]) : null;

    public bool IsOver(DateTimeOffset now) => Expires is { } end && end <= now;

    /// <summary>When the token of a Secret ends, however badly the rest of it is written; null for never. A time that cannot be read is over.</summary>
    public static DateTimeOffset? EndOf(Secret secret)
    {
        var text = Text(secret, "expiration");
        return text.Length == 0 ? null : Rfc3339.TryParse(text, out var end) ? end : DateTimeOffset.MinValue;
    }

    /// <summary>The token of a Secret, or null when the Secret does not say one properly.</summary>
    public static BootstrapToken? Read(Secret secret)
    {
        if (secret.Type != SecretType || secret.Metadata.DeletionTimestamp is not null) return null;
        var (id, value) = (Text(secret, "token-id"), Text(secret, "token-secret"));
        if (!IdForm().IsMatch(id) || value.Length == 0 || secret.Metadata.Name != NamePrefix + id) return null;
        string[] groups = Text(secret, "auth-extra-groups") is { Length: > 0 } list ? list.Split(',') : [];
        return new BootstrapToken(id, value)
        {
            Expires = EndOf(secret), Groups = groups, Signs = Text(secret, "usage-bootstrap-signing") == "true",
            Authenticates = Text(secret, "usage-bootstrap-authentication") == "true" && groups.All(static g => GroupForm().IsMatch(g)),
        };
    }

    private static string Text(Secret secret, string key) => secret.Data.TryGetValue(key, out var bytes) ? Encoding.UTF8.GetString(bytes) : "";

    [GeneratedRegex(@"\A[a-z0-9]{6}\z")]
    private static partial Regex IdForm();

    [GeneratedRegex(@"\A[a-z0-9]{6}\.[a-z0-9]{16}\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"\Asystem:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]\z")]
    private static partial Regex GroupForm();
}
