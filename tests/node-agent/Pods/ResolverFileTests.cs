using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class ResolverFileTests
{
    private const string Machine = "# made by somebody\nsearch home.example\nnameserver 192.0.2.1\noptions timeout:1\n";

    [Theory]
    [InlineData("ClusterFirst", false, "10.96.0.10", "search shop.svc.cluster.local svc.cluster.local cluster.local home.example\nnameserver 10.96.0.10\noptions ndots:5\n")]
    [InlineData("ClusterFirst", true, "10.96.0.10", "search home.example\nnameserver 192.0.2.1\noptions timeout:1\n")]
    [InlineData("ClusterFirstWithHostNet", true, "10.96.0.10", "search shop.svc.cluster.local svc.cluster.local cluster.local home.example\nnameserver 10.96.0.10\noptions ndots:5\n")]
    [InlineData("Default", false, "10.96.0.10", "search home.example\nnameserver 192.0.2.1\noptions timeout:1\n")]
    [InlineData("None", false, "10.96.0.10", "")]
    public void A_pod_asks_whom_its_policy_names(string policy, bool hostNetwork, string server, string text)
    {
        var file = ResolverFile.Of(Of(policy, hostNetwork), Machine, server, "cluster.local");
        file.Text.ShouldBe(text);
        file.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_server_of_the_cluster_the_machines_own_are_asked()
    {
        var file = ResolverFile.Of(Of("ClusterFirst", false), Machine, null, "cluster.local");
        file.Text.ShouldContain("nameserver 192.0.2.1");
        file.Warnings.ShouldBe([("MissingClusterDNS", "pod: \"web_shop(uid-1)\". kubelet does not have ClusterDNS IP configured and cannot create Pod using \"ClusterFirst\" policy. Falling back to \"Default\" policy.")]);
    }

    [Fact]
    public void What_resolvers_cannot_read_is_left_out_and_people_are_told()
    {
        var config = new PodDNSConfig
        {
            Nameservers = ["192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"], Searches = [.. Enumerable.Range(0, 33).Select(static i => $"s{i}"), new string('x', 254)],
        };
        var file = ResolverFile.Of(Of("None", false, config), Machine, null, "cluster.local");
        var searches = string.Join(' ', Enumerable.Range(0, 32).Select(static i => $"s{i}"));
        file.Text.ShouldBe($"search {searches}\nnameserver 192.0.2.2\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n");
        file.Warnings.ShouldBe(
        [
            ("DNSConfigForming", "Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: 192.0.2.2 192.0.2.3 192.0.2.4"),
            ("DNSConfigForming", $"Search Line limits were exceeded, some search paths have been omitted, the applied search line is: {searches}"),
        ]);
    }

    [Fact]
    public void A_line_of_searches_has_an_end()
    {
        var config = new PodDNSConfig { Nameservers = ["192.0.2.2"], Searches = [.. Enumerable.Range(0, 12).Select(static i => new string((char)('a' + i), 200))] };
        var file = ResolverFile.Of(Of("None", false, config), Machine, null, "cluster.local");
        file.Text.Split('\n')[0].Split(' ').Length.ShouldBe(1 + 10);
        file.Warnings.ShouldHaveSingleItem();
    }

    // k8s.io/kubernetes/pkg/kubelet/network/dns: TestParseResolvConf, TestMergeDNSOptions and TestGetPodDNS.
    [Theory]
    [InlineData("nameserver 1.2.3.4\nnameserver 5.6.7.8\n", "", "nameserver 1.2.3.4\nnameserver 5.6.7.8\n")]
    [InlineData("#nameserver 1.2.3.4\n  nameserver \t 5.6.7.8\n", "", "nameserver 5.6.7.8\n")]
    [InlineData("search one\nsearch two three\n", "", "search two three\n")]
    [InlineData("search foo\nsearch\n", "", "")]
    [InlineData("search foo. bar.com. .\n", "", "search foo bar.com\n")]
    [InlineData("domain home.example\n", "", "")]
    [InlineData("options ndots:5 attempts:2\noptions ndots:1\n", "", "options ndots:1 attempts:2\n")]
    [InlineData("options ndots:5 debug\n", "ndots=2 single-request= debug= edns0=", "options ndots:2 debug single-request edns0\n")]
    public void The_machines_file_is_read_as_kubelet_reads_it(string machine, string options, string text)
    {
        var config = new PodDNSConfig { Options = [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static o => o.Split('=')).Select(static o => new PodDNSConfigOption { Name = o[0], Value = o[1] })] };
        ResolverFile.Of(Of("Default", false, config), machine, null, "cluster.local").Text.ShouldBe(text);
    }

    [Fact]
    public void A_search_that_comes_twice_is_there_once() =>
        ResolverFile.Of(Of("ClusterFirst", false), "search home.example svc.cluster.local home.example.\n", "10.96.0.10", "cluster.local").Text
            .ShouldStartWith("search shop.svc.cluster.local svc.cluster.local cluster.local home.example\n");

    private static Pod Of(string policy, bool hostNetwork, PodDNSConfig? config = null) => new()
    {
        Metadata = new ObjectMeta { Name = "web", Namespace = "shop", Uid = "uid-1" }, Spec = new PodSpec { DnsPolicy = policy, HostNetwork = hostNetwork, DnsConfig = config },
    };
}
