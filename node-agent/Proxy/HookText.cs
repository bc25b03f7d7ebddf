using System.Text;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>
/// The input of <c>iptables-restore --noflush</c> that puts an agent's hooks before the rules of others in a built-in chain, at once. Docker Engine puts
/// its own first whenever it starts or makes a network: behind those, network policies would judge nothing. Pure.
/// </summary>
public static class HookText
{
    /// <summary>What may come before: agents and kube-proxy do no harm to each other, and Docker leaves a chain to the machine's owner.</summary>
    private static readonly string[] Harmless = [" -j KUBE-", " -j DOCKER-USER"];

    /// <summary>Empty when the hooks are where they belong.</summary>
    /// <param name="table">The table of the chain.</param>
    /// <param name="chain">The built-in chain.</param>
    /// <param name="hooks">The rules, first one first. Each jumps to a chain of its own.</param>
    /// <param name="listed">What <c>iptables -S</c> lists of the chain.</param>
    public static string Between(string table, string chain, IReadOnlyList<string> hooks, IEnumerable<string> listed)
    {
        var prefix = $"-A {chain} ";
        var rules = listed.Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => line[prefix.Length..].TrimEnd()).ToList();
        var present = rules.Where(rule => hooks.Any(hook => LeadsAsWell(hook, rule))).ToList();
        var isInOrder = present.Count == hooks.Count && present.Zip(hooks).All(static pair => LeadsAsWell(pair.Second, pair.First));
        var isFirst = isInOrder && rules.Take(rules.LastIndexOf(present[^1])).All(static rule => Harmless.Any($" {rule}".Contains));
        if (isFirst) return "";

        var text = new StringBuilder($"*{table}\n");
        foreach (var rule in present) text.Append($"-D {chain} {rule}\n");
        foreach (var hook in hooks.Reverse()) text.Append($"-I {chain} {hook}\n");
        return text.Append("COMMIT\n").ToString();
    }

    private static bool LeadsAsWell(string hook, string rule) => rule.EndsWith(hook[hook.LastIndexOf("-j ", StringComparison.Ordinal)..], StringComparison.Ordinal);
}
