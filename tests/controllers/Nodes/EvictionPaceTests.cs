using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests;

public sealed class EvictionPaceTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly EvictionPace _pace = new(new NodeOptions());

    [Theory]
    [InlineData(3, 1, true)]
    [InlineData(3, 2, true)]
    [InlineData(4, 3, false)]
    [InlineData(10, 5, true)]
    [InlineData(10, 6, false)]
    [InlineData(60, 40, true)]
    [InlineData(2, 2, false)]
    [InlineData(1, 1, false)]
    public void A_small_zone_that_is_mostly_down_keeps_its_pods(int nodes, int down, bool granted) =>
        Ask("n0", Zone("a", nodes, down), Start).Granted.ShouldBe(granted);

    [Theory]
    [InlineData(10, 3, 10)]
    [InlineData(60, 40, 100)]
    public void Nodes_go_one_after_the_other(int nodes, int down, int seconds)
    {
        var zone = Zone("a", nodes, down);
        Ask("n0", zone, Start).Granted.ShouldBeTrue();

        Ask("n1", zone, Start).ShouldBe(new EvictionLeave(false, false, Start.AddSeconds(seconds)));
        Ask("n0", zone, Start.AddSeconds(1)).Granted.ShouldBeTrue();
        Ask("n1", zone, Start.AddSeconds(seconds)).Granted.ShouldBeTrue();
        Ask("n2", zone, Start.AddSeconds(seconds)).Granted.ShouldBeFalse();
    }

    [Fact]
    public void Zones_do_not_wait_for_each_other_and_one_that_is_down_altogether_loses_its_pods()
    {
        Node[] nodes = [.. Zone("a", 4, 4), .. Zone("b", 4, 1, "m")];

        (Ask("n0", nodes, Start).Granted, Ask("m0", nodes, Start).Granted, Ask("n1", nodes, Start).Granted).ShouldBe((true, true, false));
    }

    [Fact]
    public void Where_all_zones_are_down_leave_is_withdrawn_and_afterwards_all_get_their_time()
    {
        Ask("n0", Zone("a", 4, 1), Start).Granted.ShouldBeTrue();
        Ask("n0", Zone("a", 4, 4), Start.AddSeconds(20)).Withdrawn.ShouldBeTrue();

        Ask("n0", Zone("a", 4, 1), Start.AddSeconds(30)).ShouldBe(new EvictionLeave(false, false, Start.AddSeconds(60)));
        Ask("n0", Zone("a", 4, 1), Start.AddSeconds(60)).Granted.ShouldBeTrue();
    }

    [Fact]
    public void Nodes_that_ask_are_down_even_if_they_do_not_look_it_yet()
    {
        _pace.Look(Zone("a", 2, 0));

        _pace.Ask("n0", Start).Granted.ShouldBeTrue();
        _pace.Ask("n1", Start).Withdrawn.ShouldBeTrue();
        _pace.Ask("nobody", Start).Granted.ShouldBeFalse();
    }

    [Fact]
    public void A_node_that_is_excluded_says_nothing_about_its_zone()
    {
        Node[] nodes = [.. Zone("a", 4, 3).Select(static (node, i) => i == 0 ? node : Excluded(node))];

        Ask("n0", nodes, Start).Withdrawn.ShouldBeTrue();
        Ask("n1", [.. nodes, Of("up", "a", ready: true)], Start.AddMinutes(5)).Granted.ShouldBeTrue();
    }

    [Fact]
    public void A_node_that_was_back_in_between_waits_again()
    {
        Ask("n0", Zone("a", 9, 1), Start).Granted.ShouldBeTrue();
        Ask("x", [.. Zone("a", 9, 0), Of("x", "a", ready: false)], Start.AddSeconds(10)).Granted.ShouldBeTrue();

        Ask("n0", Zone("a", 9, 1), Start.AddSeconds(11)).Granted.ShouldBeFalse();
    }

    private EvictionLeave Ask(string name, IEnumerable<Node> nodes, DateTimeOffset now)
    {
        _pace.Look(nodes);
        return _pace.Ask(name, now);
    }

    private static Node[] Zone(string zone, int nodes, int down, string prefix = "n") => [.. Enumerable.Range(0, nodes).Select(i => Of($"{prefix}{i}", zone, i >= down))];

    private static Node Excluded(Node node) => node with { Metadata = node.Metadata with { Labels = node.Metadata.Labels.With("node.kubernetes.io/exclude-disruption", "") } };

    private static Node Of(string name, string zone, bool ready) => new()
    {
        Metadata = new ObjectMeta { Name = name, Labels = new Dictionary<string, string> { ["topology.kubernetes.io/zone"] = zone } },
        Status = new NodeStatus { Conditions = [new NodeCondition { Type = NodeConditionType.Ready, Status = ready ? "True" : "Unknown" }] },
    };
}
