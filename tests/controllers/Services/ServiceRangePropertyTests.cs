using System.Net;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Networking;
using IPAddress = System.Net.IPAddress;

namespace Orleans.Kube.Controllers.Tests.Services;

/// <summary>Ranges that overlap at random come and go while services hold addresses of them.</summary>
public sealed class ServiceRangePropertyTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Cidrs = ["10.0.0.0/24", "10.0.0.0/28", "10.0.0.16/28", "10.0.1.0/24", "10.0.0.0/23", "fd00::/120"];

    [Fact]
    public void No_address_is_left_without_a_range_and_ranges_that_are_free_go() => Script.ForAll(static script =>
    {
        var now = Start;
        var ranges = new List<ServiceCIDR>();
        var held = new HashSet<string>();
        for (var names = 0; script.HasMore; now += TimeSpan.FromSeconds(script.Choose(8)))
        {
            switch (script.Choose(5))
            {
                case 0:
                    ranges.Add(new ServiceCIDR { Metadata = new ObjectMeta { Name = $"r{names++}" }, Spec = new ServiceCIDRSpec { Cidrs = [script.Pick(Cidrs)] } });
                    break;
                case 1 when script.Pick(["10.0.0.5", "10.0.0.20", "10.0.0.200", "10.0.1.9", "fd00::7"]) is var address && ranges.Any(r => ServiceRangePlanner.IsReady(r) && Holds(r, address)):
                    held.Add(address);
                    break;
                case 2 when held.Count > 0:
                    held.Remove(script.Pick([.. held]));
                    break;
                case 3 when ranges.Count > 0:
                    var gone = script.Choose(ranges.Count);
                    var metadata = ranges[gone].Metadata;
                    if (!metadata.Finalizers.Contains(ServiceRangePlanner.Protection) && held.Count > 0) break;
                    ranges[gone] = ranges[gone] with { Metadata = metadata with { DeletionTimestamp = metadata.DeletionTimestamp ?? now } };
                    break;
                default:
                    if (ranges.Count > 0) Step(ranges, script.Choose(ranges.Count), held, now);
                    break;
            }

            held.ShouldAllBe(address => ranges.Any(range => Holds(range, address)));
        }

        held.Clear();
        now = now.AddMinutes(1);
        for (var rounds = 0; rounds < 3; rounds++)
            for (var i = ranges.Count - 1; i >= 0; i--) Step(ranges, i, held, now);
        ranges.ShouldAllBe(static range => ServiceRangePlanner.IsReady(range));
    });

    private static void Step(List<ServiceCIDR> ranges, int at, HashSet<string> held, DateTimeOffset now)
    {
        var range = ranges[at];
        var plan = ServiceRangePlanner.Plan(range, ranges, held, now);
        if (plan.Due is { } due) due.ShouldBeGreaterThan(now);
        if (plan.Status is { } status) range = range with { Status = status };
        if (plan.Content is { } content) range = content with { Status = range.Status };
        ranges[at] = range;
        if (range.Metadata is { DeletionTimestamp: not null, Finalizers.Count: 0 }) ranges.RemoveAt(at);
    }

    private static bool Holds(ServiceCIDR range, string address) => range.Spec.Cidrs.Any(cidr => IPNetwork.Parse(cidr).Contains(IPAddress.Parse(address)));
}
