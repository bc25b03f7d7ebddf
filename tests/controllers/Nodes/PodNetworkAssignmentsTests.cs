using System.Net;
using Orleans.Kube.Controllers.Nodes;

namespace Orleans.Kube.Controllers.Tests.Nodes;

public sealed class PodNetworkAssignmentsTests
{
    private readonly PodNetworkAssignments _ranges = new(new PodNetwork { Range = IPNetwork.Parse("10.9.0.0/22") });

    [Fact]
    public void A_node_that_brings_a_range_keeps_it_and_nobody_else_gets_it()
    {
        _ranges.Assign("a", "").ShouldBe("10.9.0.0/24");
        _ranges.Assign("b", "10.9.0.0/24").ShouldBe("10.9.0.0/24", "it is taken, and yet what a node brings is not changed");
        _ranges.Assign("c", "10.9.1.0/24").ShouldBe("10.9.1.0/24");
        _ranges.Assign("d", "").ShouldBe("10.9.2.0/24");
        _ranges.Assign("d", "").ShouldBe("10.9.2.0/24");
    }

    [Fact]
    public void A_range_that_two_nodes_have_is_free_when_both_are_gone()
    {
        _ranges.Assign("a", "10.9.0.0/24");
        _ranges.Assign("b", "10.9.0.0/24");
        _ranges.Assign("c", "10.9.1.0/24");
        _ranges.Assign("d", "10.9.2.0/23").ShouldBe("10.9.2.0/23");

        _ranges.Release("a");
        _ranges.Assign("e", "").ShouldBeNull();
        _ranges.Release("b");
        _ranges.Assign("e", "").ShouldBe("10.9.0.0/24");
    }

    [Fact]
    public void What_a_node_leaves_is_given_away_last()
    {
        string?[] first = [_ranges.Assign("a", ""), _ranges.Assign("b", "")];
        _ranges.Release("a");

        string?[] later = [_ranges.Assign("c", ""), _ranges.Assign("d", ""), _ranges.Assign("e", ""), _ranges.Assign("f", "")];
        first.ShouldBe(["10.9.0.0/24", "10.9.1.0/24"]);
        later.ShouldBe(["10.9.2.0/24", "10.9.3.0/24", "10.9.0.0/24", null]);
    }

    [Fact]
    public void A_range_outside_of_the_cluster_takes_none_of_it()
    {
        _ranges.Assign("a", "192.168.0.0/24").ShouldBe("192.168.0.0/24");
        _ranges.Assign("b", "").ShouldBe("10.9.0.0/24");
    }

    [Fact]
    public void A_node_that_changes_its_mind_frees_what_it_was_to_have()
    {
        _ranges.Assign("a", "").ShouldBe("10.9.0.0/24");
        _ranges.Assign("a", "10.9.3.0/24").ShouldBe("10.9.3.0/24");
        string?[] others = [_ranges.Assign("b", ""), _ranges.Assign("c", ""), _ranges.Assign("d", ""), _ranges.Assign("e", "")];
        others.ShouldBe(["10.9.1.0/24", "10.9.2.0/24", "10.9.0.0/24", null]);
    }

    [Fact]
    public void Free_ranges_have_one_owner_whatever_comes_and_goes() => Script.ForAll(static script =>
    {
        var ranges = new PodNetworkAssignments(new PodNetwork { Range = IPNetwork.Parse("10.9.0.0/21") });
        var held = new Dictionary<string, (string Range, bool Brought)>();
        for (var steps = script.Choose(60); steps > 0; steps--)
        {
            var node = $"n{script.Choose(12)}";
            if (script.Choose(3) == 0)
            {
                ranges.Release(node);
                held.Remove(node);
                continue;
            }

            if (held.ContainsKey(node)) continue;
            var brings = script.Choose(4) == 0;
            var range = ranges.Assign(node, brings ? $"10.9.{script.Choose(8)}.0/24" : "");
            var taken = held.Values.Select(static h => h.Range).Distinct().Count();
            (range is null).ShouldBe(!brings && taken == 8);
            if (range is null) continue;
            if (!brings) held.Values.ShouldAllBe(other => other.Range != range);
            held[node] = (range, brings);
        }
    });
}
