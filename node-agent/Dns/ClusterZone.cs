using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>
/// Answers questions about the names of a cluster (the DNS specification of Kubernetes, version 1.1.0): services, their endpoints and ports,
/// pods by address, and addresses. Pure: a function of the question and the records.
/// </summary>
/// <param name="domain">The cluster's domain, such as <c>cluster.local</c>.</param>
/// <param name="server">The address under which pods ask; null when there is none.</param>
public sealed class ClusterZone(string domain, IPAddress? server)
{
    private const uint Seconds = 5;
    private const ushort WholeWeight = 100;
    private const string SpecificationVersion = "1.1.0";

    /// <summary>The answer, or null for a name that is not the cluster's.</summary>
    public DnsAnswer? Answer(DnsQuestion question, ClusterRecords records)
    {
        if (question.Name == domain) return Apex(question);
        if (question.Name.EndsWith($".{domain}", StringComparison.Ordinal)) return Below(question, records, question.Name[..^(domain.Length + 1)].Split('.'));
        return Reverse(question, records);
    }

    private DnsAnswer Below(DnsQuestion question, ClusterRecords records, string[] labels) => labels switch
    {
        ["svc"] or ["pod"] => NoData(),
        [.., var ns, "svc"] when labels.Length == 2 => records.HasNamespace(ns) ? NoData() : NoName(),
        [.., "svc"] => Service(question, records, labels[..^1]),
        [_, "pod"] => NoData(),
        [var address, _, "pod"] => Pod(question, address),
        ["dns-version"] => Only(question, DnsType.TXT, [new DnsRecord.Text(question.Name, Seconds, SpecificationVersion)]),
        ["ns", "dns"] when server is not null => Addresses(question, [server]),
        ["dns"] => NoData(),
        _ => NoName(),
    };

    private DnsAnswer Apex(DnsQuestion question) => question.Type switch
    {
        DnsType.SOA => Found([Authority()]),
        DnsType.NS => Found([new DnsRecord.Pointer(domain, DnsType.NS, Seconds, $"ns.dns.{domain}")])
            with { Additional = server is null ? [] : [new DnsRecord.Address($"ns.dns.{domain}", Seconds, server)] },
        _ => NoData(),
    };

    private DnsAnswer Service(DnsQuestion question, ClusterRecords records, string[] labels)
    {
        if (records.Find(labels[^1], labels[^2]) is not { } service) return NoName();
        if (service.Spec.Type == ServiceType.ExternalName) return labels.Length == 2 ? External(question, service) : NoName();
        var endpoints = records.Endpoints(service);
        return labels switch
        {
            [_, _] when question.Type == DnsType.SRV => Servers(question, service, endpoints, _ => true),
            [_, _] when IsHeadless(service) => endpoints.Count == 0 ? NoName() : Addresses(question, endpoints.Select(e => e.Address)),
            [_, _] => Addresses(question, ClusterRecords.Addresses(service)),
            [['_', .. var protocol], _, _] => endpoints.Any(e => e.Ports.Any(p => p.Protocol == protocol)) ? NoData() : NoName(),
            [var name, _, _] => Endpoint(question, name, endpoints),
            [['_', .. var port], ['_', .. var protocol], _, _] => Port(question, service, endpoints, port, protocol),
            _ => NoName(),
        };
    }

    private DnsAnswer Endpoint(DnsQuestion question, string name, IReadOnlyList<ServiceEndpoint> endpoints)
    {
        var named = endpoints.Where(e => e.Name == name).ToList();
        if (named.Count == 0) return NoName();
        if (question.Type != DnsType.SRV) return Addresses(question, named.Select(e => e.Address));
        return Found([.. named.SelectMany(e => e.Ports).Distinct().Select(p => new DnsRecord.Server(question.Name, Seconds, WholeWeight, p.Number, question.Name))])
            with { Additional = [.. named.Select(e => new DnsRecord.Address(question.Name, Seconds, e.Address))] };
    }

    private DnsAnswer Port(DnsQuestion question, Service service, IReadOnlyList<ServiceEndpoint> endpoints, string port, string protocol)
    {
        var isThere = IsHeadless(service)
            ? endpoints.Any(e => e.Ports.Any(Is))
            : Ports(service).Any(Is);
        if (!isThere) return NoName();
        return question.Type is DnsType.SRV or DnsType.ANY ? Servers(question, service, endpoints, Is) : NoData();

        bool Is(NamedPort candidate) => candidate.Name == port && candidate.Protocol == protocol;
    }

    /// <summary>Where a service listens: at its own address, or, if headless, at each endpoint's.</summary>
    private DnsAnswer Servers(DnsQuestion question, Service service, IReadOnlyList<ServiceEndpoint> endpoints, Func<NamedPort, bool> isWanted)
    {
        var own = NameOf(service);
        var found = IsHeadless(service)
            ? endpoints.SelectMany(e => e.Ports.Where(isWanted).Select(p => (p.Number, Target: $"{e.Name}.{own}", e.Address))).ToList()
            : [.. Ports(service).Where(isWanted).SelectMany(p => ClusterRecords.Addresses(service).Select(a => (p.Number, Target: own, Address: a)))];
        if (found.Count == 0) return IsHeadless(service) && endpoints.Count == 0 ? NoName() : NoData();
        var servers = found.Select(f => (f.Number, f.Target)).Distinct().ToList();
        var weight = (ushort)Math.Max(1, WholeWeight / servers.Count);
        return Found([.. servers.Select(s => new DnsRecord.Server(question.Name, Seconds, weight, s.Number, s.Target))])
            with { Additional = [.. found.Select(f => new DnsRecord.Address(f.Target, Seconds, f.Address)).Distinct()] };
    }

    private DnsAnswer External(DnsQuestion question, Service service)
    {
        var target = service.Spec.ExternalName.TrimEnd('.').ToLowerInvariant();
        if (IpText.TryParse(target, out var address)) return Addresses(question, [address]);
        if (question.Type is not (DnsType.A or DnsType.AAAA or DnsType.CNAME or DnsType.ANY)) return NoData();
        return Found([new DnsRecord.Pointer(question.Name, DnsType.CNAME, Seconds, target)])
            with { Continuation = question.Type is DnsType.A or DnsType.AAAA ? target : null };
    }

    /// <summary>A pod's name is its address, so the name of any address is answered.</summary>
    private DnsAnswer Pod(DnsQuestion question, string label)
    {
        var isPlain = IPAddress.TryParse(label.Replace('-', '.'), out var address) && label.Count(c => c == '-') == 3;
        return isPlain || (label.Count(c => c == '-') >= 2 && IPAddress.TryParse(label.Replace('-', ':'), out address)) ? Addresses(question, [address!]) : NoName();
    }

    private DnsAnswer? Reverse(DnsQuestion question, ClusterRecords records)
    {
        if (Address(question.Name) is not { } address) return null;
        IReadOnlyList<string> names = records.Find(address) is { } service
            ? [NameOf(service)]
            : [.. records.EndpointsAt(address).Select(e => $"{e.Endpoint}.{e.Service}.{e.Namespace}.svc.{domain}")];
        if (names.Count == 0) return null;
        return Only(question, DnsType.PTR, [.. names.Select(n => new DnsRecord.Pointer(question.Name, DnsType.PTR, Seconds, n))]);
    }

    /// <summary>The address of a name below in-addr.arpa or ip6.arpa.</summary>
    private static IPAddress? Address(string name)
    {
        var labels = name.Split('.');
        if (labels is [_, _, _, _, "in-addr", "arpa"])
            return labels[..4].All(l => byte.TryParse(l, NumberStyles.None, CultureInfo.InvariantCulture, out _)) ? IPAddress.Parse(string.Join('.', labels[..4].Reverse())) : null;
        if (labels is not [.., "ip6", "arpa"] || labels.Length != 34 || !labels[..32].All(l => l.Length == 1 && char.IsAsciiHexDigit(l[0]))) return null;
        return new IPAddress(Convert.FromHexString(string.Concat(labels[..32].Reverse())));
    }

    private DnsAnswer Addresses(DnsQuestion question, IEnumerable<IPAddress> addresses)
    {
        var wanted = addresses.Distinct().Where(a => question.Type == DnsType.ANY || a.AddressFamily == Family(question.Type)).ToList();
        return wanted.Count == 0 ? NoData() : Found([.. wanted.Select(a => new DnsRecord.Address(question.Name, Seconds, a))]);
    }

    private DnsAnswer Only(DnsQuestion question, DnsType type, IReadOnlyList<DnsRecord> records) =>
        question.Type == type || question.Type == DnsType.ANY ? Found(records) : NoData();

    private static AddressFamily Family(DnsType type) => type switch
    {
        DnsType.A => AddressFamily.InterNetwork,
        DnsType.AAAA => AddressFamily.InterNetworkV6,
        _ => AddressFamily.Unknown,
    };

    private string NameOf(Service service) => $"{service.Metadata.Name}.{service.Metadata.Namespace}.svc.{domain}";

    private static bool IsHeadless(Service service) => service.Spec.ClusterIP is "None" or "";

    private static IEnumerable<NamedPort> Ports(Service service) =>
        service.Spec.Ports.Select(p => new NamedPort(p.Name.ToLowerInvariant(), p.Protocol.Length == 0 ? "tcp" : p.Protocol.ToLowerInvariant(), (ushort)p.Port));

    private static DnsAnswer Found(IReadOnlyList<DnsRecord> answers) => new(DnsCode.NoError) { Answers = answers, IsAuthoritative = true };

    private DnsAnswer NoData() => new(DnsCode.NoError) { Authorities = [Authority()], IsAuthoritative = true };

    private DnsAnswer NoName() => new(DnsCode.NoSuchName) { Authorities = [Authority()], IsAuthoritative = true };

    private DnsRecord.Authority Authority() => new(domain, Seconds, $"ns.dns.{domain}", $"hostmaster.{domain}", 1);
}
