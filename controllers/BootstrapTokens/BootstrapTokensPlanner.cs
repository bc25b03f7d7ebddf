using Orleans.Kube.Model.Certificates;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.BootstrapTokens;

/// <summary>Tokens whose time is over go; <c>cluster-info</c> carries a signature by each of the others that may sign, and no other.</summary>
public static class BootstrapTokensPlanner
{
    private const string Content = "kubeconfig";
    private const string Prefix = "jws-kubeconfig-";

    /// <param name="secrets">The Secrets of the type of tokens, badly written ones too.</param>
    /// <param name="info">The ConfigMap <c>cluster-info</c>, if there is one.</param>
    /// <param name="now">The time.</param>
    public static BootstrapTokensPlan Plan(IReadOnlyList<Secret> secrets, ConfigMap? info, DateTimeOffset now)
    {
        var known = secrets.Where(static s => s.Metadata.DeletionTimestamp is null).ToLookup(s => BootstrapToken.EndOf(s) <= now);
        List<ObjectWrite> writes = [.. known[true].Select(static s => ObjectDeletion.Of(Resources.Secrets, s))];
        if (info is not null && Signed(info, [.. known[false].Select(BootstrapToken.Read).OfType<BootstrapToken>()]) is { } signed) writes.Add(ObjectReplacement.Of(Resources.ConfigMaps, signed));
        return new BootstrapTokensPlan(writes, known[false].Min(BootstrapToken.EndOf));
    }

    private static ConfigMap? Signed(ConfigMap info, List<BootstrapToken> tokens)
    {
        if (!info.Data.TryGetValue(Content, out var content)) return null;
        var data = info.Data.Where(static e => !e.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary();
        foreach (var token in tokens)
            if (token.Signs) data[Prefix + token.Id] = DetachedSignature.Sign(content, token.Id, token.Secret);
        return data.Count == info.Data.Count && data.All(e => info.Data.TryGetValue(e.Key, out var known) && known == e.Value) ? null : info with { Data = data };
    }
}
