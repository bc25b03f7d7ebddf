using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Nodes;

/// <summary>
/// Says which of the nodes that are down have their pods moved away, and when: one after the other in each zone, slower or not at all where most
/// of a zone is down, and none where every node is: then it is this control plane that is cut off, and pods had better stay
/// (k8s.io/kubernetes/pkg/controller/nodelifecycle). Not safe for two threads at once.
/// </summary>
public sealed class EvictionPace(NodeOptions options)
{
    /// <summary>A label of nodes that say nothing about how their zone is.</summary>
    private const string Exclusion = "node.kubernetes.io/exclude-disruption";

    // What is known of each node, and whether it needs no more counting when it turns out to be down.
    private readonly Dictionary<string, (string Zone, bool IsCounted)> _nodes = [];
    private readonly Dictionary<string, (int Nodes, int Down)> _zones = [];
    private readonly Dictionary<string, DateTimeOffset> _last = [];
    private readonly HashSet<string> _granted = [];
    private DateTimeOffset _resume;

    /// <summary>Takes in how all nodes are.</summary>
    public void Look(IEnumerable<Node> nodes)
    {
        _nodes.Clear();
        _zones.Clear();
        foreach (var node in nodes)
        {
            var (name, zone, isDown) = (node.Metadata.Name, ZoneOf(node), !node.IsReady());
            if (!isDown) _granted.Remove(name);
            var counts = !node.Metadata.Labels.ContainsKey(Exclusion);
            _nodes[name] = (zone, isDown || !counts);
            if (counts) Count(zone, 1, isDown ? 1 : 0);
        }
    }

    /// <summary>Whether the pods of a node may go, which is down, whatever it looked like. Nothing is granted to one that nobody has seen.</summary>
    public EvictionLeave Ask(string name, DateTimeOffset now)
    {
        var soon = now + options.MonitorPeriod;
        if (!_nodes.TryGetValue(name, out var node)) return new EvictionLeave(Granted: false, Withdrawn: false, soon);
        if (!node.IsCounted)
        {
            _nodes[name] = (node.Zone, true);
            Count(node.Zone, 0, 1);
        }

        var zone = node.Zone;
        if (_zones.Values.All(static z => z.Down == z.Nodes))
        {
            _granted.Clear();
            _resume = now + options.GracePeriod;
            return new EvictionLeave(Granted: false, Withdrawn: true, soon);
        }

        if (_granted.Contains(name)) return new EvictionLeave(Granted: true, Withdrawn: false, soon);
        if (now < _resume) return new EvictionLeave(Granted: false, Withdrawn: false, _resume);
        if (Interval(_zones.GetValueOrDefault(zone)) is not { } interval) return new EvictionLeave(Granted: false, Withdrawn: false, soon);
        if (_last.TryGetValue(zone, out var last) && now < last + interval) return new EvictionLeave(Granted: false, Withdrawn: false, last + interval);
        _last[zone] = now;
        _granted.Add(name);
        return new EvictionLeave(Granted: true, Withdrawn: false, soon);
    }

    /// <summary>The time between two nodes of a zone; null where none may go.</summary>
    private TimeSpan? Interval((int Nodes, int Down) zone)
    {
        var isMostlyDown = zone.Down > options.FewNodes && zone.Down < zone.Nodes && zone.Down >= options.UnhealthyZoneThreshold * zone.Nodes;
        return !isMostlyDown ? options.EvictionInterval : zone.Nodes > options.LargeZone ? options.SlowEvictionInterval : null;
    }

    private void Count(string zone, int nodes, int down)
    {
        var (all, allDown) = _zones.GetValueOrDefault(zone);
        _zones[zone] = (all + nodes, allDown + down);
    }

    private static string ZoneOf(Node node) =>
        $"{node.Metadata.Labels.GetValueOrDefault("topology.kubernetes.io/region")}\n{node.Metadata.Labels.GetValueOrDefault("topology.kubernetes.io/zone")}";
}
