using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Controllers.Services;

namespace Orleans.Kube.Controllers.Tests.Services;

public sealed class AllocationProperties
{
    private static readonly ServiceNetwork Small = new()
    {
        Addresses = new System.Net.IPNetwork(new System.Net.IPAddress([10, 0, 0, 0]), 28), StaticAddresses = 4, FirstNodePort = 30000, LastNodePort = 30009, StaticNodePorts = 3,
    };

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
                var grant = allocations.Reserve(service, new ServiceRequest(address, [("TCP", choice % 5 == 0 ? 30000 + (choice % 10) : 0)]));
                if (grant.Refusals.Count > 0) continue;
                held[service] = (grant.Address, [.. grant.Ports]);
                allocations.Settle(service, grant.Address, grant.Ports.Select(static port => ("TCP", port)));
            }

            var addresses = held.Values.Select(static h => h.Address).OfType<string>().ToList();
            var ports = held.Values.SelectMany(static h => h.Ports).ToList();
            return addresses.Distinct().Count() == addresses.Count && ports.Distinct().Count() == ports.Count
                && addresses.All(static a => Small.Offset(a) is not null) && ports.All(static p => p is >= 30000 and <= 30009);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_full_range_says_so()
    {
        var allocations = new ServiceAllocations(Small, new RandomIdSource(new Random(1)));
        for (var i = 0; i < 14; i++) allocations.Reserve($"s{i}", new ServiceRequest("", [])).Refusals.ShouldBeEmpty();
        allocations.Reserve("late", new ServiceRequest("", [])).Refusals.ShouldHaveSingleItem().Why.ShouldContain("range is full");
        allocations.Settle("s3", null, []);
        allocations.Reserve("late", new ServiceRequest("", [])).Refusals.ShouldBeEmpty();
    }

    [Fact]
    public void A_rehearsal_reserves_nothing()
    {
        var allocations = new ServiceAllocations(Small, new RandomIdSource(new Random(1)));
        allocations.Reserve("a", new ServiceRequest("10.0.0.5", []), keep: false).Address.ShouldBe("10.0.0.5");
        allocations.Reserve("b", new ServiceRequest("10.0.0.5", [])).Refusals.ShouldBeEmpty();
    }
}
