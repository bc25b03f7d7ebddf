using Orleans.Kube.NodeAgent.Routes;

namespace Orleans.Kube.NodeAgent.Tests.Routes;

public sealed class OverlayTests
{
    private const string Link =
        "4: okube.vxlan: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\\    link/ether 0a:58:c0:00:02:02 brd ff:ff:ff:ff:ff:ff promiscuity 0"
        + "  allmulti 0 minmtu 68 maxmtu 65535 \\    vxlan id 4097 local 192.0.2.2 srcport 0 0 dstport 8472 nolearning ttl auto ageing 300";

    private const string Address = "4: okube.vxlan    inet 10.244.2.0/32 scope global okube.vxlan\\       valid_lft forever preferred_lft forever\n";

    [Theory]
    [InlineData("192.0.2.2", "10.244.2.0/24", Address, true)]
    [InlineData("192.0.2.2", "10.244.1.0/24", Address, false)]
    [InlineData("192.0.2.3", "10.244.2.0/24", Address, false)]
    [InlineData("192.0.2.2", "10.244.2.0/24", "", false)]
    [InlineData("192.0.2.2", "10.244.2.0/24", "4: okube.vxlan    inet 10.244.1.0/32 scope global okube.vxlan\n" + Address, false)]
    public void A_device_that_was_made_for_other_addresses_is_not_this_machines_own(string machine, string podCidr, string addresses, bool isOwn) =>
        new Overlay(machine, podCidr).IsOwn(Link, addresses).ShouldBe(isOwn);
}
