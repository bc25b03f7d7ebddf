using Orleans.Kube.Model.Certificates;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.BootstrapTokens;

/// <summary>Tokens whose time is over go; <c>cluster-info</c> carries a signature by each of the others that may sign, and no other.</summary>
public static class BootstrapTokensPlanner
{
    private const string Content = "kubeconfig";
    private const string Prefix = "jws-kubeconfig-";

    public static BootstrapTokensPlan Plan(IReadOnlyList<Secret> secrets, ConfigMap? info, DateTimeOffset now)
    {
        List<ObjectWrite> writes = [];
        List<BootstrapToken> tokens = [];
        foreach (var secret in secrets)
        {
            if (BootstrapToken.Read(secret) is not { } token) continue;
            if (token.IsOver(now)) writes.Add(ObjectDeletion.Of(Resources.Secrets, secret));
            else tokens.Add(token);
        }

        if (info is not null && Signed(info, tokens) is { } signed) writes.Add(ObjectReplacement.Of(Resources.ConfigMaps, signed));
        return new BootstrapTokensPlan(writes, tokens.Min(static t => t.Expires));
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
