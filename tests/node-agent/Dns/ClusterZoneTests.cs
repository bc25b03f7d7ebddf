using System.Net;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Dns;
using EndpointPort = Orleans.Kube.Model.Discovery.EndpointPort;
using SliceEndpoint = Orleans.Kube.Model.Discovery.Endpoint;

namespace Orleans.Kube.NodeAgent.Tests.Dns;

public sealed class ClusterZoneTests
{
    private static readonly ClusterZone Zone = new("cluster.local", IPAddress.Parse("10.96.0.10"));

    private static readonly ClusterRecords Records = new(
        [
            Service("web", "10.96.1.1", new ServicePort { Name = "http", Port = 80 }, new ServicePort { Name = "dns", Port = 53, Protocol = "UDP" }),
            Service("db", "None", new ServicePort { Name = "sql", Port = 5432 }),
            Service("empty", "None", new ServicePort { Name = "sql", Port = 1 }),
            Service("svc", "10.96.1.2", new ServicePort { Port = 1 }),
            Service("out", "") with { Spec = new ServiceSpec { Type = "ExternalName", ExternalName = "Example.COM." } },
            Service("in", "") with { Spec = new ServiceSpec { Type = "ExternalName", ExternalName = "web.ns.svc.cluster.local" } },
        ],
        [
            Slice("db", "sql", 5432, new SliceEndpoint { Addresses = ["10.244.0.5"], Hostname = "db-0" }, new SliceEndpoint { Addresses = ["10.244.1.6"] },
                new SliceEndpoint { Addresses = ["10.244.9.9"], Conditions = new EndpointConditions { Ready = false } }),
            Slice("web", "http", 8080, new SliceEndpoint { Addresses = ["10.244.0.7"] }),
        ]);

    [Theory]
    [InlineData("web.ns.svc.cluster.local", "A", "10.96.1.1")]
    [InlineData("WEB.ns.svc.cluster.local", "A", "10.96.1.1")]
    [InlineData("web.ns.svc.cluster.local", "AAAA", "")]
    [InlineData("web.ns.svc.cluster.local", "SRV", "80 web.ns.svc.cluster.local, 53 web.ns.svc.cluster.local + 10.96.1.1")]
    [InlineData("_http._tcp.web.ns.svc.cluster.local", "SRV", "80 web.ns.svc.cluster.local + 10.96.1.1")]
    [InlineData("_dns._udp.web.ns.svc.cluster.local", "SRV", "53 web.ns.svc.cluster.local + 10.96.1.1")]
    [InlineData("_dns._tcp.web.ns.svc.cluster.local", "SRV", "NXDOMAIN")]
    [InlineData("_http._tcp.web.ns.svc.cluster.local", "A", "")]
    [InlineData("svc.ns.svc.cluster.local", "A", "10.96.1.2")]
    [InlineData("db.ns.svc.cluster.local", "A", "10.244.0.5, 10.244.1.6")]
    [InlineData("db-0.db.ns.svc.cluster.local", "A", "10.244.0.5")]
    [InlineData("10-244-1-6.db.ns.svc.cluster.local", "A", "10.244.1.6")]
    [InlineData("10-244-0-7.web.ns.svc.cluster.local", "A", "10.244.0.7")]
    [InlineData("db-1.db.ns.svc.cluster.local", "A", "NXDOMAIN")]
    [InlineData("_sql._tcp.db.ns.svc.cluster.local", "SRV",
        "5432 db-0.db.ns.svc.cluster.local, 5432 10-244-1-6.db.ns.svc.cluster.local + 10.244.0.5, 10.244.1.6")]
    [InlineData("empty.ns.svc.cluster.local", "A", "NXDOMAIN")]
    [InlineData("out.ns.svc.cluster.local", "A", "example.com → example.com")]
    [InlineData("out.ns.svc.cluster.local", "CNAME", "example.com")]
    [InlineData("in.ns.svc.cluster.local", "A", "web.ns.svc.cluster.local → web.ns.svc.cluster.local")]
    [InlineData("none.ns.svc.cluster.local", "A", "NXDOMAIN")]
    [InlineData("web.other.svc.cluster.local", "A", "NXDOMAIN")]
    [InlineData("ns.svc.cluster.local", "A", "")]
    [InlineData("other.svc.cluster.local", "A", "NXDOMAIN")]
    [InlineData("svc.cluster.local", "A", "")]
    [InlineData("10-244-3-4.ns.pod.cluster.local", "A", "10.244.3.4")]
    [InlineData("fd00--1.ns.pod.cluster.local", "AAAA", "fd00::1")]
    [InlineData("10-244-3.ns.pod.cluster.local", "A", "NXDOMAIN")]
    [InlineData("web-0.ns.pod.cluster.local", "A", "NXDOMAIN")]
    [InlineData("a.b.c.d.ns.svc.cluster.local", "A", "NXDOMAIN")]
    [InlineData("dns-version.cluster.local", "TXT", "1.1.0")]
    [InlineData("ns.dns.cluster.local", "A", "10.96.0.10")]
    [InlineData("cluster.local", "A", "")]
    [InlineData("1.1.96.10.in-addr.arpa", "PTR", "web.ns.svc.cluster.local")]
    [InlineData("5.0.244.10.in-addr.arpa", "PTR", "db-0.db.ns.svc.cluster.local")]
    [InlineData("7.0.244.10.in-addr.arpa", "PTR", "10-244-0-7.web.ns.svc.cluster.local")]
    [InlineData("9.9.244.10.in-addr.arpa", "PTR", "elsewhere")]
    [InlineData("x.9.244.10.in-addr.arpa", "PTR", "elsewhere")]
    [InlineData("example.com", "A", "elsewhere")]
    [InlineData("notcluster.local", "A", "elsewhere")]
    public void Names_of_the_cluster_are_answered_as_the_specification_says(string name, string type, string expected) =>
        Text(Zone.Answer(Question(name, Enum.Parse<DnsType>(type)), Records)).ShouldBe(expected);

    [Fact]
    public void What_is_not_there_names_the_authority_so_that_it_can_be_remembered()
    {
        foreach (var name in (string[])["none.ns.svc.cluster.local", "web.ns.svc.cluster.local"])
            Zone.Answer(Question(name, DnsType.AAAA), Records)!.Authorities.ShouldHaveSingleItem().ShouldBeOfType<DnsRecord.Authority>().Name.ShouldBe("cluster.local");
    }

    internal static DnsQuestion Question(string name, DnsType type) => new(7, name.ToLowerInvariant(), type, ReadOnlyMemory<byte>.Empty);

    private static string Text(DnsAnswer? answer) => answer switch
    {
        null => "elsewhere",
        { Code: DnsCode.NoSuchName } => "NXDOMAIN",
        _ => string.Join(", ", answer.Answers.Select(Text)) + (answer.Additional.Count == 0 ? "" : $" + {string.Join(", ", answer.Additional.Select(Text))}")
            + (answer.Continuation is null ? "" : $" → {answer.Continuation}"),
    };

    private static string Text(DnsRecord record) => record switch
    {
        DnsRecord.Address address => address.Value.ToString(),
        DnsRecord.Pointer pointer => pointer.Target,
        DnsRecord.Server server => $"{server.Port} {server.Target}",
        DnsRecord.Text text => text.Value,
        _ => record.ToString(),
    };

    private static Service Service(string name, string address, params ServicePort[] ports) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "ns" }, Spec = new ServiceSpec { ClusterIP = address, ClusterIPs = address.Length == 0 ? [] : [address], Ports = ports },
    };

    private static EndpointSlice Slice(string service, string port, int number, params SliceEndpoint[] endpoints) => new()
    {
        Metadata = new ObjectMeta { Name = $"{service}-x", Namespace = "ns", Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = service } },
        AddressType = "IPv4", Endpoints = endpoints, Ports = [new EndpointPort { Name = port, Port = number, Protocol = "TCP" }],
    };
}
