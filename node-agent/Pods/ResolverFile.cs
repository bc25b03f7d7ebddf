using System.Text;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>A pod's /etc/resolv.conf, and what people are to know of it. Pure.</summary>
/// <param name="Text">The file's text.</param>
/// <param name="Warnings">By the reason of an event, what could not be as it was asked for, in kubelet's words.</param>
public sealed record ResolverFile(string Text, IReadOnlyList<(string Reason, string Message)> Warnings)
{
    private const string Forming = "DNSConfigForming";
    private const string MissingServer = "MissingClusterDNS";
    private const int MostServers = 3;
    private const int MostSearches = 32;
    private const int LongestSearch = 253;
    private const int LongestSearches = 2048;

    /// <param name="pod">Whose file.</param>
    /// <param name="machine">The machine's own file.</param>
    /// <param name="clusterDns">The address of the cluster's server; null where there is none.</param>
    /// <param name="domain">The domain of the cluster.</param>
    public static ResolverFile Of(Pod pod, string machine, string? clusterDns, string domain)
    {
        var own = Parse(machine);
        var warnings = new List<(string, string)>();
        var wantsCluster = pod.Spec.DnsPolicy == DNSPolicy.ClusterFirstWithHostNet || (pod.Spec.DnsPolicy is DNSPolicy.ClusterFirst or "" && !pod.Spec.HostNetwork);
        if (wantsCluster && clusterDns is null)
            warnings.Add((MissingServer, $"pod: \"{ContainerSpecBuilder.PodOf(pod)}\". kubelet does not have ClusterDNS IP configured and cannot create Pod using \"ClusterFirst\" policy. Falling back to \"Default\" policy."));
        var result = pod.Spec.DnsPolicy == DNSPolicy.None ? new Settings([], [], [])
            : wantsCluster && clusterDns is not null ? new Settings([clusterDns], [.. own.Searches.Prepend(domain).Prepend($"svc.{domain}").Prepend($"{pod.Metadata.Namespace}.svc.{domain}").Distinct()], ["ndots:5"])
            : own;
        if (pod.Spec.DnsConfig is { } config) result = Add(result, config);
        result = Within(result, warnings);
        var text = new StringBuilder();
        if (result.Searches.Count > 0) text.Append("search ").AppendJoin(' ', result.Searches).Append('\n');
        foreach (var server in result.Servers) text.Append("nameserver ").Append(server).Append('\n');
        if (result.Options.Count > 0) text.Append("options ").AppendJoin(' ', result.Options).Append('\n');
        return new ResolverFile(text.ToString(), warnings);
    }

    /// <summary>No more than what resolvers can read; the rest is left out.</summary>
    private static Settings Within(Settings settings, List<(string, string)> warnings)
    {
        var servers = settings.Servers.Take(MostServers).ToList();
        if (servers.Count < settings.Servers.Count)
            warnings.Add((Forming, $"Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: {string.Join(' ', servers)}"));
        var searches = settings.Searches.Take(MostSearches).Where(static s => s.Length <= LongestSearch).ToList();
        while (string.Join(' ', searches).Length > LongestSearches) searches.RemoveAt(searches.Count - 1);
        if (searches.Count < settings.Searches.Count)
            warnings.Add((Forming, $"Search Line limits were exceeded, some search paths have been omitted, the applied search line is: {string.Join(' ', searches)}"));
        return settings with { Servers = servers, Searches = searches };
    }

    private static Settings Add(Settings to, PodDNSConfig config) => new(
        [.. to.Servers.Concat(config.Nameservers).Distinct()], [.. to.Searches.Concat(config.Searches).Distinct()],
        LastOfEach(to.Options.Concat(config.Options.Select(static o => o.Value is { Length: > 0 } value ? $"{o.Name}:{value}" : o.Name))));

    /// <summary>What kubelet reads of a machine's file: the last line of searches and the last word on each option count.</summary>
    private static Settings Parse(string file)
    {
        var lines = file.Split('\n').Select(static l => l.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries)).Where(static w => w.Length > 0).ToList();
        return new Settings(
            [.. lines.Where(static w => w is ["nameserver", _, ..]).Select(static w => w[1])],
            [.. (lines.LastOrDefault(static w => w[0] == "search") ?? []).Skip(1).Where(static s => s != ".").Select(static s => s.EndsWith('.') ? s[..^1] : s)],
            LastOfEach(lines.Where(static w => w[0] == "options").SelectMany(static w => w[1..])));
    }

    private static List<string> LastOfEach(IEnumerable<string> options)
    {
        var last = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in options) last[option.Split(':')[0]] = option;
        return [.. last.Values];
    }

    private sealed record Settings(IReadOnlyList<string> Servers, IReadOnlyList<string> Searches, IReadOnlyList<string> Options);
}
