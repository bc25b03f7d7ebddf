using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Nodes;

public sealed class EvictionPacePropertyTests
{
    private static readonly NodeOptions Options = new();

    [Fact]
    public void Nodes_of_a_zone_go_apart_never_all_and_in_the_end_each_that_may() => Script.ForAll(script =>
    {
        var world = new Zones(script);
        while (script.HasMore) world.Step(script);
        world.Settle();
    });

    /// <summary>Nodes in zones that fail and come back, and what was granted to them.</summary>
    private sealed class Zones
    {
        private readonly EvictionPace _pace = new(Options);
        private readonly bool[] _isUp;
        private readonly int[] _zone;
        private readonly Dictionary<int, DateTimeOffset> _last = [];
        private readonly HashSet<int> _granted = [];
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public Zones(Script script)
        {
            _isUp = [.. Enumerable.Repeat(true, 2 + script.Choose(12))];
            _zone = [.. _isUp.Select(_ => script.Choose(3))];
        }

        private IEnumerable<Node> Nodes => _isUp.Select((up, i) => new Node
        {
            Metadata = new ObjectMeta { Name = $"n{i}", Labels = Make.Labels($"topology.kubernetes.io/zone=z{_zone[i]}") },
            Status = new NodeStatus { Conditions = [new NodeCondition { Type = NodeConditionType.Ready, Status = up ? "True" : "Unknown" }] },
        });

        public void Step(Script script)
        {
            _now += TimeSpan.FromSeconds(script.Choose(8));
            var node = script.Choose(_isUp.Length);
            switch (script.Choose(4))
            {
                case 0:
                    _isUp[node] = !_isUp[node];
                    if (_isUp[node]) _granted.Remove(node);
                    _pace.Look(Nodes);
                    break;
                default:
                    if (!_isUp[node]) Ask(node);
                    break;
            }
        }

        /// <summary>Nothing changes any more: whoever asks as it is told to has leave after a while, unless its zone is to be left alone.</summary>
        public void Settle()
        {
            var due = Enumerable.Range(0, _isUp.Length).Where(i => !_isUp[i]).ToDictionary(static i => i, _ => _now);
            for (var asked = 0; due.Count > 0 && asked < 40 * _isUp.Length; asked++)
            {
                var (node, time) = due.MinBy(static d => d.Value);
                _now = time > _now ? time : _now;
                if (Ask(node) is { } again) due[node] = again;
                else due.Remove(node);
            }

            due.Keys.ShouldAllBe(node => IsLeftAlone(_zone[node]));
        }

        private DateTimeOffset? Ask(int node)
        {
            _pace.Look(Nodes);
            var leave = _pace.Ask($"n{node}", _now);
            if (leave.AskAgain is { } again) again.ShouldBeGreaterThan(_now);
            if (_isUp.All(static up => !up))
            {
                leave.Withdrawn.ShouldBeTrue();
                _granted.Clear();
            }

            if (_granted.Contains(node)) leave.Granted.ShouldBeTrue();
            if (!leave.Granted) return leave.AskAgain;
            if (!_granted.Add(node)) return null;
            IsLeftAlone(_zone[node]).ShouldBeFalse();
            if (_last.TryGetValue(_zone[node], out var last)) (_now - last).ShouldBeGreaterThanOrEqualTo(Options.EvictionInterval);
            _last[_zone[node]] = _now;
            return null;
        }

        /// <summary>Whether all nodes are down, or most of a zone that is not down altogether.</summary>
        private bool IsLeftAlone(int zone)
        {
            var (all, down) = (_zone.Count(z => z == zone), Enumerable.Range(0, _zone.Length).Count(i => _zone[i] == zone && !_isUp[i]));
            return _isUp.All(static up => !up) || (down > Options.FewNodes && down < all && down >= Options.UnhealthyZoneThreshold * all);
        }
    }
}
