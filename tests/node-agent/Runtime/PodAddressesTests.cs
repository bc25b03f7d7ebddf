using System.Net;
using Orleans.Kube.NodeAgent.Runtime.Docker;

namespace Orleans.Kube.NodeAgent.Tests.Runtime;

public sealed class PodAddressesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("addresses-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_machine_has_the_first_address_and_pods_those_after_it_but_not_the_last()
    {
        var addresses = Of("10.1.2.0/29");
        Enumerable.Range(0, 6).Select(_ => addresses.Take()).ShouldBe(["10.1.2.2", "10.1.2.3", "10.1.2.4", "10.1.2.5", "10.1.2.6", null]);
    }

    [Fact]
    public void A_range_may_span_bytes_of_the_address()
    {
        var addresses = Of("10.1.0.0/22");
        var all = Enumerable.Range(0, 1021).Select(_ => addresses.Take()).ToList();
        all.ShouldBeUnique();
        all[^1].ShouldBe("10.1.3.254");
        addresses.Take().ShouldBeNull();
    }

    [Fact]
    public void An_address_that_came_free_is_used_again_after_all_others()
    {
        var addresses = Of("10.1.2.0/29");
        var first = addresses.Take()!;
        addresses.Release(first);
        Enumerable.Range(0, 5).Select(_ => addresses.Take()).ShouldBe(["10.1.2.3", "10.1.2.4", "10.1.2.5", "10.1.2.6", "10.1.2.2"]);
    }

    [Fact]
    public void Agents_that_share_a_bridge_never_take_the_same_address()
    {
        var agents = new[] { Of("10.1.2.0/24"), Of("10.1.2.0/24"), Of("10.1.2.0/24") };
        var taken = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 253, i => taken.Add(agents[i % 3].Take()!));
        taken.ShouldBeUnique();
    }

    [Fact]
    public void A_sweep_frees_what_no_sandbox_has_but_not_what_was_taken_a_moment_ago()
    {
        var addresses = Of("10.1.2.0/29");
        for (var i = 0; i < 5; i++) addresses.Take();
        foreach (var old in new[] { "10.1.2.3", "10.1.2.4" }) File.SetLastWriteTimeUtc(Path.Combine(_folder.FullName, old), DateTime.UtcNow.AddHours(-1));

        addresses.Sweep(new HashSet<string> { "10.1.2.3" });

        addresses.Take().ShouldBe("10.1.2.4");
        addresses.Take().ShouldBeNull();
    }

    private PodAddresses Of(string range) => new(_folder.FullName, IPNetwork.Parse(range));
}
