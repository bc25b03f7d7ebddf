using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;
using Endpoint = Orleans.Kube.Model.Discovery.Endpoint;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>
/// Services and their endpoints as packet filter rules, in kube-proxy's layout: KUBE-SERVICES-… finds the service by cluster address,
/// KUBE-NODEPORTS-… by port, KUBE-SVC-… picks an endpoint, KUBE-SEP-… sends there. Pure; the same input gives the same text.
/// </summary>
public sealed class ServiceRulesPlanner(ProxySettings settings)
{
    private const int DefaultAffinitySeconds = 10800;
    private const string Refusal = "-j REJECT --reject-with icmp-port-unreachable";

    private readonly ChainNames _chains = settings.Chains;
    private readonly string _mark = $"0x{settings.MasqueradeMark:x}";

    /// <param name="services">The services of the cluster.</param>
    /// <param name="slices">Their endpoints.</param>
    /// <param name="names">Where this node answers for the cluster's DNS service while that has no endpoints; null when it does not.</param>
    /// <param name="remotes">The ranges of the pods of other machines.</param>
    /// <param name="zone">The zone that this node is in; empty when it is in none.</param>
    public PacketRules Plan(IEnumerable<Service> services, IEnumerable<EndpointSlice> slices, IPEndPoint? names = null, IReadOnlyList<string>? remotes = null, string zone = "")
    {
        var build = new Builder(zone);
        Frame(build, names, remotes ?? []);
        var byService = slices.Where(s => s.AddressType == AddressType.IPv4)
            .ToLookup(s => (s.Metadata.Namespace, s.Metadata.Labels.GetValueOrDefault("kubernetes.io/service-name", "")));
        foreach (var written in services.OrderBy(s => s.Metadata.Namespace, StringComparer.Ordinal).ThenBy(s => s.Metadata.Name, StringComparer.Ordinal))
        {
            var service = written with { Spec = written.Spec with { ClusterIP = IpText.Canonical(written.Spec.ClusterIP) } };
            if (IsOfAnother(service.Metadata)) continue;
            if (service.Spec.ClusterIP is "" or "None" || service.Spec.ClusterIP.Contains(':') || service.Spec.Type == ServiceType.ExternalName) continue;
            foreach (var port in service.Spec.Ports) Add(build, service, port, [.. byService[(service.Metadata.Namespace, service.Metadata.Name)]], names);
            RejectTheRest(build, service);
            if (service.Spec.HealthCheckNodePort > 0)
                build.Check(new HealthCheck(service.Spec.HealthCheckNodePort, service.Metadata.Namespace, service.Metadata.Name, LocalEndpoints(byService[(service.Metadata.Namespace, service.Metadata.Name)])));
        }

        build.Nat(_chains.Services, $"-m comment --comment \"kubernetes service nodeports\" -m addrtype --dst-type LOCAL -j {_chains.NodePorts}");
        return build.ToRules();
    }

    /// <summary>The chains that are there whatever services there are.</summary>
    private void Frame(Builder build, IPEndPoint? names, IReadOnlyList<string> remotes)
    {
        build.Nat(_chains.MarkForMasquerade, $"-j MARK --or-mark {_mark}");
        foreach (var range in remotes)
            build.Nat(_chains.Postrouting, $"-s {settings.PodCidr} -d {range} -m mark ! --mark {_mark}/{_mark} -j ACCEPT");
        build.Nat(_chains.Postrouting, $"-m mark ! --mark {_mark}/{_mark} -j RETURN");
        build.Nat(_chains.Postrouting, $"-j MARK --xor-mark {_mark}");
        build.Nat(_chains.Postrouting, "-m comment --comment \"kubernetes service traffic requiring SNAT\" -j MASQUERADE --random-fully");
        build.NatChain(_chains.Services);
        build.NatChain(_chains.NodePorts);
        build.FilterChain(_chains.Reject);
        build.FilterChain(_chains.Input);
        foreach (var protocol in names is null ? [] : (string[])["udp", "tcp"])
            build.Filter(_chains.Input, $"-s {settings.PodCidr} -d {names!.Address}/32 -p {protocol} -m {protocol} --dport {names.Port} -j ACCEPT");
        build.Filter(_chains.Forward, $"-m comment --comment \"kubernetes forwarding rules\" -m mark --mark {_mark}/{_mark} -j ACCEPT");
        build.Filter(_chains.Forward, $"-s {settings.PodCidr} -j ACCEPT");
        build.Filter(_chains.Forward, $"-d {settings.PodCidr} -j ACCEPT");
        build.Filter(_chains.Forward, "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
    }

    private void Add(Builder build, Service service, ServicePort port, IReadOnlyList<EndpointSlice> slices, IPEndPoint? names)
    {
        var label = $"{service.Metadata.Namespace}/{service.Metadata.Name}{(port.Name.Length > 0 ? ":" + port.Name : "")}";
        var protocol = port.Protocol.Length == 0 ? "tcp" : port.Protocol.ToLowerInvariant();
        var all = Targets(slices, port, static _ => true);
        if (all.Count == 0 && names is not null && IsDns(service, port)) all = [new Target(names.Address.ToString(), names.Port, IsLocal: true)];
        var near = IsNearEnough(slices, port, build.Zone) ? Targets(slices, port, endpoint => IsFor(endpoint, build.Zone)) : all;
        var inside = service.Spec.InternalTrafficPolicy == ServiceInternalTrafficPolicy.Local ? Targets(slices, port, IsHere) : near;
        var match = $"-d {service.Spec.ClusterIP}/32 -p {protocol} -m {protocol} --dport {port.Port}";
        if (protocol == "udp" && IsPlain(service.Spec.ClusterIP, out var front)) build.Udp(new ServiceFront(front, port.Port), inside);
        if (inside.Count == 0) Reject(build, match, label);
        else
        {
            var chain = _chains.Service(label, protocol);
            build.Nat(_chains.Services, $"-m comment --comment \"{label} cluster IP\" {match} -j {chain}");
            build.Nat(chain, $"! -s {settings.PodCidr} {match} -j {_chains.MarkForMasquerade}");
            Balance(build, chain, service, label, protocol, inside);
        }

        var isLocalOnly = service.Spec.ExternalTrafficPolicy == ServiceExternalTrafficPolicy.Local;
        AddOutside(build, service, port, label, protocol, all, isLocalOnly ? Targets(slices, port, IsHere) : near, isLocalOnly);
    }

    private static bool IsDns(Service service, ServicePort port) =>
        service.Metadata is { Namespace: "kube-system", Name: "kube-dns" } && port.Name is "dns" or "dns-tcp";

    /// <summary>The ways from outside: node port, external addresses and those of a load balancer.</summary>
    private void AddOutside(
        Builder build, Service service, ServicePort port, string label, string protocol, IReadOnlyList<Target> all, IReadOnlyList<Target> outside, bool isLocalOnly)
    {
        var chain = _chains.External(label, protocol);
        var isReached = false;
        foreach (var way in Ways(service, port))
        {
            isReached = true;
            var match = $"{(way.Front.Address is { } ip ? $"-d {ip}/32 " : "")}-p {protocol} -m {protocol} --dport {way.Front.Port}";
            var arriving = way.Front.Address is null ? $"-m addrtype --dst-type LOCAL {match}" : match;
            if (protocol == "udp") build.Udp(way.Front, all);
            if (all.Count == 0)
            {
                Reject(build, arriving, label);
                continue;
            }

            foreach (var source in way.Sources)
                build.Nat(way.Front.Address is null ? _chains.NodePorts : _chains.Services, $"-m comment --comment \"{label}\" {source}{match} -j {chain}");
            if (outside.Count == 0) Drop(build, arriving, $"{label} has no local endpoints");
            else if (way.Sources is not [""]) Drop(build, arriving, $"{label} is not for this source");
        }

        if (isReached && all.Count > 0) AddOutsideChain(build, service, label, protocol, all, outside, isLocalOnly);
    }

    /// <summary>Those who are inside already reach all endpoints, whichever way they take.</summary>
    private void AddOutsideChain(Builder build, Service service, string label, string protocol, IReadOnlyList<Target> all, IReadOnlyList<Target> outside, bool isLocalOnly)
    {
        var chain = _chains.External(label, protocol);
        if (!isLocalOnly) build.Nat(chain, $"-j {_chains.MarkForMasquerade}");
        else
        {
            var everywhere = _chains.Everywhere(label, protocol);
            Balance(build, everywhere, service, label, protocol, all);
            build.Nat(chain, $"-s {settings.PodCidr} -j {everywhere}");
            build.Nat(chain, $"-m addrtype --src-type LOCAL -j {_chains.MarkForMasquerade}");
            build.Nat(chain, $"-m addrtype --src-type LOCAL -j {everywhere}");
        }

        Balance(build, chain, service, label, protocol, outside);
    }

    private static IEnumerable<(ServiceFront Front, IReadOnlyList<string> Sources)> Ways(Service service, ServicePort port)
    {
        if (port.NodePort > 0) yield return (new ServiceFront(null, port.NodePort), [""]);
        foreach (var text in service.Spec.ExternalIPs)
            if (IsPlain(text, out var address)) yield return (new ServiceFront(address, port.Port), [""]);
        if (service.Spec.Type != ServiceType.LoadBalancer) yield break;
        string[] ranges = [.. service.Spec.LoadBalancerSourceRanges.Where(static r => !r.Contains(':')).Select(static r => $"-s {IpText.CanonicalRange(r.Trim())} ")];
        foreach (var ingress in service.Status.LoadBalancer.Ingress)
            if (ingress.IpMode != LoadBalancerIPMode.Proxy && IsPlain(ingress.Ip, out var address)) yield return (new ServiceFront(address, port.Port), ranges.Length == 0 ? [""] : ranges);
    }

    private static bool IsPlain(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IpText.TryParse(text, out address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;

    /// <summary>Ports that the service does not have are refused, as kube-proxy does with nftables; else such packets left the machine by its default route.</summary>
    private void RejectTheRest(Builder build, Service service) =>
        build.Filter(_chains.Reject, $"-m comment --comment \"{service.Metadata.Namespace}/{service.Metadata.Name} has no such port\" -d {service.Spec.ClusterIP}/32 {Refusal}");

    private void Reject(Builder build, string match, string label) =>
        build.Filter(_chains.Reject, $"-m comment --comment \"{label} has no endpoints\" {match} {Refusal}");

    private void Drop(Builder build, string match, string why) => build.Filter(_chains.Reject, $"-m comment --comment \"{why}\" {match} -j DROP");

    /// <summary>Each endpoint in turn takes its share of what is left: one third, one half, all.</summary>
    private void Balance(Builder build, string chain, Service service, string label, string protocol, IReadOnlyList<Target> targets)
    {
        var affinity = service.Spec.SessionAffinity == ServiceAffinity.ClientIP
            ? service.Spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds ?? DefaultAffinitySeconds
            : (int?)null;
        foreach (var target in targets.Where(_ => affinity is not null))
        {
            var endpoint = _chains.Endpoint(label, protocol, target.Address);
            build.Nat(chain, $"-m recent --rcheck --seconds {affinity} --reap --name {endpoint} --mask 255.255.255.255 --rsource -j {endpoint}");
        }

        for (var i = 0; i < targets.Count; i++)
        {
            var endpoint = _chains.Endpoint(label, protocol, targets[i].Address);
            var share = (1.0 / (targets.Count - i)).ToString("F10", CultureInfo.InvariantCulture);
            var chance = i == targets.Count - 1 ? "" : $" -m statistic --mode random --probability {share}";
            build.Nat(chain, $"-m comment --comment \"{label} -> {targets[i].Address}\"{chance} -j {endpoint}");
            build.NatOnce(endpoint,
                $"-s {targets[i].Host}/32 -j {_chains.MarkForMasquerade}",
                $"-p {protocol}{(affinity is null ? "" : $" -m recent --set --name {endpoint} --mask 255.255.255.255 --rsource")} -m {protocol} -j DNAT --to-destination {targets[i].Address}");
        }
    }

    /// <summary>The ready endpoints; when there are none, those that still serve while they end.</summary>
    private IReadOnlyList<Target> Targets(IReadOnlyList<EndpointSlice> slices, ServicePort port, Func<Endpoint, bool> filter)
    {
        var found = slices.SelectMany(slice => slice.Ports.Where(p => (p.Name ?? "") == port.Name && p.Port is not null)
            .SelectMany(p => slice.Endpoints.Where(filter).SelectMany(e => e.Addresses.Select(a => (Endpoint: e, Target: new Target(IpText.Canonical(a), p.Port!.Value, e.NodeName == settings.NodeName))))))
            .ToList();
        var ready = found.Where(f => f.Endpoint.Conditions.Ready != false).ToList();
        if (ready.Count == 0) ready = [.. found.Where(f => f.Endpoint.Conditions is { Serving: true, Terminating: true })];
        return [.. ready.Select(f => f.Target).DistinctBy(t => t.Address).OrderBy(t => t.Address, StringComparer.Ordinal)];
    }

    /// <summary>Whether this node keeps to the endpoints that are meant for its zone: all ready ones say for whom they are meant, and one of them for it.</summary>
    private static bool IsNearEnough(IReadOnlyList<EndpointSlice> slices, ServicePort port, string zone)
    {
        if (zone.Length == 0) return false;
        var ready = slices.Where(slice => slice.Ports.Any(p => (p.Name ?? "") == port.Name)).SelectMany(static slice => slice.Endpoints).Where(static e => e.Conditions.Ready != false).ToList();
        return ready.All(static e => e.Hints is { ForZones.Count: > 0 }) && ready.Any(e => IsFor(e, zone));
    }

    private static bool IsFor(Endpoint endpoint, string zone) => endpoint.Hints is { } hints && hints.ForZones.Any(z => z.Name == zone);

    /// <summary>Services that say so are left to another proxy, or to none.</summary>
    private static bool IsOfAnother(ObjectMeta metadata) =>
        metadata.Labels.ContainsKey("service.kubernetes.io/service-proxy-name") || metadata.Labels.ContainsKey("service.kubernetes.io/headless");

    private int LocalEndpoints(IEnumerable<EndpointSlice> slices) =>
        slices.SelectMany(static s => s.Endpoints).Where(e => IsHere(e) && e.Conditions.Ready != false).SelectMany(static e => e.Addresses).Distinct(StringComparer.Ordinal).Count();

    private bool IsHere(Endpoint endpoint) => endpoint.NodeName == settings.NodeName;

    private sealed record Target(string Host, int Port, bool IsLocal)
    {
        public string Address => $"{Host}:{Port.ToString(CultureInfo.InvariantCulture)}";
    }

    private sealed class Builder(string zone)
    {
        /// <summary>The zone that this node is in.</summary>
        public string Zone => zone;

        private readonly Dictionary<string, List<string>> _nat = [];
        private readonly Dictionary<string, List<string>> _filter = [];
        private readonly Dictionary<ServiceFront, IReadOnlySet<IPEndPoint>> _udp = [];
        private readonly List<HealthCheck> _checks = [];

        public void Udp(ServiceFront front, IEnumerable<Target> targets) =>
            _udp[front] = targets.Select(static t => new IPEndPoint(IPAddress.Parse(t.Host), t.Port)).ToHashSet();

        public void Check(HealthCheck check) => _checks.Add(check);

        public void NatChain(string chain) => _nat.TryAdd(chain, []);

        public void FilterChain(string chain) => _filter.TryAdd(chain, []);

        public void Nat(string chain, string rule) => Add(_nat, chain, rule);

        public void Filter(string chain, string rule) => Add(_filter, chain, rule);

        public void NatOnce(string chain, params string[] rules) => _nat.TryAdd(chain, [.. rules]);

        public PacketRules ToRules() => new(Table("nat", _nat), Table("filter", _filter)) { Udp = _udp, HealthChecks = _checks };

        private static PacketTable Table(string name, Dictionary<string, List<string>> chains) =>
            new(name, chains.ToImmutableSortedDictionary(c => c.Key, c => c.Value.ToImmutableArray(), StringComparer.Ordinal));

        private static void Add(Dictionary<string, List<string>> table, string chain, string rule)
        {
            if (!table.TryGetValue(chain, out var rules)) table[chain] = rules = [];
            rules.Add(rule);
        }
    }
}
