using System.Text;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Controllers.ServiceAccounts;

/// <summary>
/// Fills the secrets that somebody made for the long-lived token of a service account, and ends those of accounts that are gone
/// (k8s.io/kubernetes/pkg/controller/serviceaccount, TokensController).
/// </summary>
public static class TokenSecretPlanner
{
    public const string AccountName = "kubernetes.io/service-account.name";
    public const string AccountUid = "kubernetes.io/service-account.uid";
    public const string Token = "token";
    public const string Certificate = "ca.crt";
    public const string Namespace = "namespace";

    /// <summary>The account that a secret is for, or null when it is for something else.</summary>
    public static string? AccountOf(Secret secret) => secret.Type == SecretType.ServiceAccountToken ? secret.Metadata.Annotations.GetValueOrDefault(AccountName) : null;

    /// <summary>What has to be written for the secret of an account.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="account">The account; null where there is none.</param>
    /// <param name="authorities">The certificates by which the API server is known, as PEM.</param>
    /// <param name="sign">A token of the account that lives as long as this secret; empty where nobody can sign one.</param>
    public static ObjectWrite? Plan(Secret secret, ServiceAccount? account, string authorities, Func<ServiceAccount, Secret, string> sign)
    {
        if (secret.Metadata.DeletionTimestamp is not null) return null;
        var uid = secret.Metadata.Annotations.GetValueOrDefault(AccountUid);
        if (account is null || (!string.IsNullOrEmpty(uid) && uid != account.Metadata.Uid)) return ObjectDeletion.Of(Resources.Secrets, secret);
        var data = secret.Data.ToDictionary(StringComparer.Ordinal);
        if (!Has(data, Token)) data[Token] = Encoding.UTF8.GetBytes(sign(account, secret));
        if (authorities.Length > 0) data[Certificate] = Encoding.UTF8.GetBytes(authorities);
        if (!Has(data, Namespace)) data[Namespace] = Encoding.UTF8.GetBytes(secret.Metadata.Namespace);
        if (!Has(data, Token) || (uid == account.Metadata.Uid && data.Count == secret.Data.Count && data.All(d => secret.Data[d.Key].AsSpan().SequenceEqual(d.Value)))) return null;
        var annotations = secret.Metadata.Annotations.ToDictionary(StringComparer.Ordinal);
        annotations[AccountUid] = account.Metadata.Uid;
        return ObjectReplacement.Of(Resources.Secrets, secret with { Data = data, Metadata = secret.Metadata with { Annotations = annotations } });
    }

    /// <summary>What has to be written so that an account does not refer to secrets whose tokens are gone, or null.</summary>
    /// <param name="gone">Secrets that are not there any more.</param>
    public static ObjectPatch? Forget(ServiceAccount account, IEnumerable<string> gone)
    {
        JsonNode[] references = [.. gone.Where(name => account.Secrets.Any(s => s.Name == name)).Select(static name => new JsonObject { ["$patch"] = "delete", ["name"] = name })];
        return references.Length == 0 ? null : ObjectPatch.Of(Resources.ServiceAccounts, account, PatchKind.StrategicMerge, new JsonObject { ["secrets"] = new JsonArray(references) });
    }

    private static bool Has(Dictionary<string, byte[]> data, string name) => data.TryGetValue(name, out var value) && value.Length > 0;
}
