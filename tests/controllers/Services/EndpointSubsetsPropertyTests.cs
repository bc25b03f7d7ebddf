using Orleans.Kube.Controllers.Services;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Services;

/// <summary>However endpoints are written down: brought into form they are the same, each port stands once, and form has nothing to change about it.</summary>
public sealed class EndpointSubsetsPropertyTests
{
    [Fact]
    public void Form_changes_nothing_but_the_form() => Script.ForAll(static script =>
    {
        var subsets = new List<EndpointSubset>();
        while (script.HasMore)
        {
            subsets.Add(new EndpointSubset
            {
                Addresses = [.. Addresses(script)], NotReadyAddresses = [.. Addresses(script)],
                Ports = [.. Enumerable.Range(0, 1 + script.Choose(3)).Select(_ => script.Choose(4)).Distinct().Select(static n => new EndpointPort { Name = $"p{n}", Port = 80 + n, Protocol = "TCP" })],
            });
        }

        var packed = EndpointSubsets.Repack(subsets);
        Meaning(packed).ShouldBe(Meaning(subsets));
        packed.SelectMany(static s => s.Ports).ShouldBeUnique();
        packed.ShouldAllBe(static s => s.Addresses.Concat(s.NotReadyAddresses).DistinctBy(static a => a.Ip).Count() == s.Addresses.Count + s.NotReadyAddresses.Count);
        RecordEquality.Same(EndpointSubsets.Repack(packed), packed).ShouldBeTrue();
    });

    private static IEnumerable<EndpointAddress> Addresses(Script script) => Enumerable.Range(0, script.Choose(4)).Select(_ => new EndpointAddress { Ip = $"10.0.0.{script.Choose(5)}" });

    /// <summary>Each address under each port, and whether it is ready wherever it stands.</summary>
    private static List<string> Meaning(IEnumerable<EndpointSubset> subsets) =>
    [
        .. subsets.SelectMany(static s => s.Ports.Select(static p => p.Name).DefaultIfEmpty("").SelectMany(port =>
            s.Addresses.Select(a => (Port: port, a.Ip, IsReady: true)).Concat(s.NotReadyAddresses.Select(a => (Port: port, a.Ip, IsReady: false)))))
            .GroupBy(static e => (e.Port, e.Ip)).Select(static same => $"{same.Key.Port} {same.Key.Ip} {same.All(static e => e.IsReady)}").Order(StringComparer.Ordinal),
    ];
}
