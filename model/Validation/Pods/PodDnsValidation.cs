using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>How a pod resolves names, and what its own are.</summary>
internal static class PodDnsValidation
{
    private const int MaximumServers = 3;
    private const int MaximumSearches = 32;
    private const int MaximumSearchCharacters = 2048;

    public static void Validate(PodSpec spec, FieldErrors errors)
    {
        Rules.OneOf("dnsPolicy", spec.DnsPolicy, errors, DNSPolicy.ClusterFirstWithHostNet, DNSPolicy.ClusterFirst, DNSPolicy.Default, DNSPolicy.None);
        if (spec.Hostname.Length > 0) errors.InvalidEach("hostname", spec.Hostname, Names.DnsLabel(spec.Hostname));
        if (spec.Subdomain.Length > 0) errors.InvalidEach("subdomain", spec.Subdomain, Names.DnsLabel(spec.Subdomain));
        Aliases(spec.HostAliases, errors);
        if (spec.DnsPolicy == DNSPolicy.None && spec.DnsConfig is null) errors.Required("dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None");
        if (spec.DnsConfig is null) return;
        using (errors.At("dnsConfig")) Config(spec.DnsConfig, spec.DnsPolicy, errors);
    }

    private static void Config(PodDNSConfig config, string policy, FieldErrors errors)
    {
        if (policy == DNSPolicy.None && config.Nameservers.Count == 0)
            errors.Required("nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None");
        if (config.Nameservers.Count > MaximumServers) errors.Invalid("nameservers", config.Nameservers, $"must not have more than {MaximumServers} nameservers");
        for (var i = 0; i < config.Nameservers.Count; i++)
            if (Rules.Ip(config.Nameservers[i]) is { Count: > 0 } messages) errors.InvalidEach($"nameservers[{i}]", config.Nameservers[i], messages);
        if (config.Searches.Count > MaximumSearches) errors.Invalid("searches", config.Searches, $"must not have more than {MaximumSearches} search paths");
        if (string.Join(' ', config.Searches).Length > MaximumSearchCharacters)
            errors.Invalid("searches", config.Searches, $"must not have more than {MaximumSearchCharacters} characters (including spaces) in the search list");
        for (var i = 0; i < config.Searches.Count; i++)
        {
            var search = config.Searches[i] is { Length: > 1 } dotted && dotted[^1] == '.' ? dotted[..^1] : config.Searches[i];
            if (search != "." && Names.UnderscoredSubdomain(search) is { Count: > 0 } messages) errors.InvalidEach($"searches[{i}]", search, messages);
        }

        for (var i = 0; i < config.Options.Count; i++)
            if (config.Options[i].Name.Length == 0) errors.Required($"options[{i}]", "must not be empty");
    }

    private static void Aliases(IReadOnlyList<HostAlias> aliases, FieldErrors errors)
    {
        for (var i = 0; i < aliases.Count; i++)
        {
            using var _ = errors.At("hostAliases", i);
            errors.InvalidEach("ip", aliases[i].Ip, Rules.Ip(aliases[i].Ip));
            for (var j = 0; j < aliases[i].Hostnames.Count; j++)
                if (Names.DnsSubdomain(aliases[i].Hostnames[j]) is { Count: > 0 } messages) errors.InvalidEach($"hostnames[{j}]", aliases[i].Hostnames[j], messages);
        }
    }
}
