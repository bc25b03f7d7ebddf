using System.Collections.Concurrent;
using Orleans.Kube.Model;

namespace Orleans.Kube.Silo.Watching;

/// <summary>The watchers that there are, in crowds: those of one resource, which all wake up for each of its changes. Safe for concurrent use.</summary>
public sealed class WatchPacing(WatchOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<GroupResource, WatchCrowd> _crowds = new();

    /// <summary>How many watchers there are.</summary>
    public int Watchers => _crowds.Values.Sum(static crowd => crowd.Watchers);

    /// <summary>Those that follow a resource, as it is stored.</summary>
    public WatchCrowd Of(GroupResource resource) => _crowds.GetOrAdd(resource, static (_, made) => new WatchCrowd(made.options, made.time), (options, time));
}
