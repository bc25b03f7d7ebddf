using System.Text;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>The input of <c>iptables-restore --noflush</c> that leads from one set of rules to another. Pure.</summary>
public static class RestoreText
{
    /// <summary>Only chains that differ are written; chains that are no longer wanted are emptied and removed. Empty when nothing differs.</summary>
    /// <param name="before">The rules that are in force; null when that is not known.</param>
    /// <param name="after">The rules that are wanted.</param>
    /// <param name="stale">By table: chains of an earlier agent that are to go when <paramref name="before"/> is not known.</param>
    public static string Between(PacketRules? before, PacketRules after, IReadOnlyDictionary<string, IReadOnlyList<string>> stale)
    {
        var text = new StringBuilder();
        foreach (var table in after.Tables)
        {
            var known = before?.Tables.Single(t => t.Name == table.Name).Chains;
            var changed = table.Chains.Where(c => known is null || !known.TryGetValue(c.Key, out var rules) || !rules.SequenceEqual(c.Value)).ToList();
            var gone = (known?.Keys ?? stale.GetValueOrDefault(table.Name, [])).Where(c => !table.Chains.ContainsKey(c)).ToList();
            if (changed.Count + gone.Count == 0) continue;
            text.Append('*').Append(table.Name).Append('\n');
            foreach (var chain in changed.Select(c => c.Key).Concat(gone)) text.Append(':').Append(chain).Append(" - [0:0]\n");
            foreach (var (chain, rules) in changed)
                foreach (var rule in rules) text.Append("-A ").Append(chain).Append(' ').Append(rule).Append('\n');
            foreach (var chain in gone) text.Append("-X ").Append(chain).Append('\n');
            text.Append("COMMIT\n");
        }

        return text.ToString();
    }
}
