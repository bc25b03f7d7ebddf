using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Services;

public sealed class EndpointsCapacityTests
{
    // Of each subset the addresses that are ready and that are not.
    [Theory]
    [InlineData("3+2 4+1", "3+2 4+1", false)]
    [InlineData("8+4 1+0", "8+1 1+0", true)]
    [InlineData("4+6 4+2", "4+2 4+0", true)]
    [InlineData("10+3", "10+0", true)]
    [InlineData("6+1 6+1 6+1", "4+0 4+0 2+0", true)]
    public void Ready_addresses_stay_before_others_and_those_of_each_subset_in_proportion(string given, string kept, bool isTruncated)
    {
        var subsets = given.Split(' ').Select(static s => s.Split('+')).Select(static s => new EndpointSubset { Addresses = Addresses(s[0]), NotReadyAddresses = Addresses(s[1]) }).ToArray();

        var stayed = EndpointsCapacity.Truncate(subsets, 10, out var truncated);

        string.Join(' ', stayed.Select(static s => $"{s.Addresses.Count}+{s.NotReadyAddresses.Count}")).ShouldBe(kept);
        truncated.ShouldBe(isTruncated);
    }

    private static EndpointAddress[] Addresses(string count) => [.. Enumerable.Range(0, int.Parse(count)).Select(static i => new EndpointAddress { Ip = $"10.0.0.{i}" })];
}
