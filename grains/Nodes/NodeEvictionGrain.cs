using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>Keeps the pace at which nodes that are down lose their pods; a new activation starts with a fresh one.</summary>
public sealed class NodeEvictionGrain(IClusterState cluster, NodeOptions options, TimeProvider time) : Grain, INodeEvictionGrain
{
    private static readonly TimeSpan LookAnew = TimeSpan.FromSeconds(1);

    private readonly EvictionPace _pace = new(options);
    private DateTimeOffset _looked;

    public Task<(bool Granted, bool Withdrawn, DateTimeOffset? AskAgain)> AskAsync(string node)
    {
        var now = time.Steady();
        if (now >= _looked + LookAnew)
        {
            _pace.Look(cluster.Current.List(Resources.Nodes).Select(static o => o.As<Node>()));
            _looked = now;
        }

        var leave = _pace.Ask(node, now);
        return Task.FromResult((leave.Granted, leave.Withdrawn, leave.AskAgain is { } again ? time.GetUtcNow() + (again - now) : (DateTimeOffset?)null));
    }
}
