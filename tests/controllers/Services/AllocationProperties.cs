using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Controllers.Services;

namespace Orleans.Kube.Controllers.Tests.Services;

public sealed class AllocationProperties
{
    private static readonly ServiceNetwork Small = new() { FirstNodePort = 30000, LastNodePort = 30009, StaticNodePorts = 3 };

    private static readonly ServiceAddresses Fourteen = new([ServiceRange.Of("10.0.0.0/28")!], static _ => false);

    /// <summary>Whatever services come, change and go: no address and no port ever has two holders, and a full range gives itself back.</summary>
    [Fact]
    public void No_address_and_no_port_has_two_holders() => Prop.ForAll(
        Gen.ListOf(Gen.Choose(0, 9999)).ToArbitrary(),
        steps =>
        {
            var allocations = new ServiceAllocations(Small, new RandomIdSource(new Random(steps.Count)));
            var held = new Dictionary<string, (string? Address, int[] Ports)>();
            foreach (var step in steps)
            {
                var (service, choice) = ($"s{step % 7}", step / 7);
                if (choice % 4 == 0)
                {
                    allocations.Settle(service, null, []);
                    held.Remove(service);
                    continue;
                }

                var address = (choice % 3) switch { 0 => null, 1 => "", _ => $"10.0.0.{1 + (choice % 14)}" };
                var grant = allocations.Reserve(service, new ServiceRequest(address, [("TCP", choice % 5 == 0 ? 30000 + (choice % 10) : 0)]), Fourteen);
                if (grant.Refusals.Count > 0) continue;
                held[service] = (grant.Address, [.. grant.Ports]);
                allocations.Settle(service, grant.Address, grant.Ports.Select(static port => ("TCP", port)));
            }

            var addresses = held.Values.Select(static h => h.Address).OfType<string>().ToList();
            var ports = held.Values.SelectMany(static h => h.Ports).ToList();
            return addresses.Distinct().Count() == addresses.Count && ports.Distinct().Count() == ports.Count
                && addresses.All(static a => Fourteen.Ranges[0].Gives(ServiceRange.NumberOf(a)!.Value)) && ports.All(static p => p is >= 30000 and <= 30009);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_full_range_says_so()
    {
        var allocations = new ServiceAllocations(Small, new RandomIdSource(new Random(1)));
        for (var i = 0; i < 14; i++) allocations.Reserve($"s{i}", new ServiceRequest("", []), Fourteen).Refusals.ShouldBeEmpty();
        allocations.Reserve("late", new ServiceRequest("", []), Fourteen).Refusals.ShouldHaveSingleItem().Why.ShouldContain("range is full");
        allocations.Settle("s3", null, []);
        allocations.Reserve("late", new ServiceRequest("", []), Fourteen).Refusals.ShouldBeEmpty();
    }

    [Fact]
    public void A_rehearsal_reserves_nothing()
    {
        var allocations = new ServiceAllocations(Small, new RandomIdSource(new Random(1)));
        allocations.Reserve("a", new ServiceRequest("10.0.0.5", []), Fourteen, keep: false).Address.ShouldBe("10.0.0.5");
        allocations.Reserve("b", new ServiceRequest("10.0.0.5", []), Fourteen).Refusals.ShouldBeEmpty();
    }

    [Fact]
    public void When_a_range_is_full_the_next_one_gives()
    {
        var allocations = new ServiceAllocations(Small, new RandomIdSource(new Random(1)));
        var two = Fourteen with { Ranges = [.. Fourteen.Ranges, ServiceRange.Of("10.9.0.0/30")!] };
        var given = Enumerable.Range(0, 16).Select(i => allocations.Reserve($"s{i}", new ServiceRequest("", []), two).Address!).ToList();
        given.ShouldBeUnique();
        given[14..].Order().ShouldBe(["10.9.0.1", "10.9.0.2"]);
        allocations.Reserve("late", new ServiceRequest("", []), two).Refusals.ShouldHaveSingleItem().Why.ShouldBe("failed to allocate a serviceIP: range is full");
    }

    [Theory]
    [InlineData("10.0.0.5", "failed to allocate IP 10.0.0.5: provided IP is already allocated")]
    [InlineData("10.0.0.0", "failed to allocate IP 10.0.0.0: the provided network does not match the current range")]
    [InlineData("10.0.0.15", "failed to allocate IP 10.0.0.15: the provided network does not match the current range")]
    [InlineData("10.1.0.5", "failed to allocate IP 10.1.0.5: the provided network does not match the current range")]
    [InlineData("fd00::5", "failed to allocate IP fd00::5: the provided network does not match the current range")]
    public void An_address_that_cannot_be_had_is_refused(string address, string why) =>
        new ServiceAllocations(Small, new RandomIdSource(new Random(1))).Reserve("web", new ServiceRequest(address, []), Fourteen with { IsTaken = static a => a == "10.0.0.5" })
            .Refusals.ShouldHaveSingleItem().ShouldBe((-1, address, why));

    [Fact]
    public void What_others_have_is_not_given()
    {
        var allocations = new ServiceAllocations(Small, new RandomIdSource(new Random(1)));
        var some = new ServiceAddresses([ServiceRange.Of("10.9.0.0/30")!], static a => a == "10.9.0.1");
        allocations.Reserve("web", new ServiceRequest("", []), some).Address.ShouldBe("10.9.0.2");
        allocations.Reserve("late", new ServiceRequest("", []), some).Refusals.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("10.96.0.0/12", "10.96.1.1")]
    [InlineData("10.96.0.0/24", "10.96.0.17")]
    [InlineData("10.96.0.0/28", "10.96.0.1")]
    [InlineData("10.96.0.7/28", "10.96.0.1")]
    public void The_start_of_a_range_is_left_to_those_who_ask_by_number(string cidr, string first) => ServiceRange.Address(ServiceRange.Of(cidr)!.Dynamic).ShouldBe(first);

    [Theory]
    [InlineData("fd00::/64")]
    [InlineData("10.0.0.0/31")]
    [InlineData("10.0.0.0")]
    public void Not_every_range_gives_addresses(string cidr) => ServiceRange.Of(cidr).ShouldBeNull();
}
