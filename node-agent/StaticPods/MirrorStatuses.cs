using System.Collections.Concurrent;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.StaticPods;

/// <summary>Passes statuses on: those of static pods go to their mirrors, once there are any. Safe for concurrent use.</summary>
public sealed class MirrorStatuses(IPodStatusSink sink) : IPodStatusSink
{
    private readonly ConcurrentDictionary<string, Pod> _mirrors = new();
    private readonly ConcurrentDictionary<string, PodStatus> _newest = new();

    public void Report(Pod pod, PodStatus status)
    {
        if (!StaticPod.Is(pod))
        {
            sink.Report(pod, status);
            return;
        }

        _newest[pod.Metadata.Uid] = status;
        if (_mirrors.TryGetValue(pod.Metadata.Uid, out var mirror)) sink.Report(mirror, status);
    }

    public Task FinishAsync(Pod pod, PodStatus status, CancellationToken cancellationToken) => sink.FinishAsync(pod, status, cancellationToken);

    public void See(Pod pod) => sink.See(pod);

    public void Forget(string uid)
    {
        _newest.TryRemove(uid, out _);
        if (_mirrors.TryRemove(uid, out var mirror)) sink.Forget(mirror.Metadata.Uid);
        else sink.Forget(uid);
    }

    /// <summary>This mirror shows a static pod from now on.</summary>
    public void Know(Pod mirror)
    {
        var shown = mirror.Metadata.Annotations[StaticPod.MirrorAnnotation];
        var isNew = !_mirrors.TryGetValue(shown, out var known) || known.Metadata.Uid != mirror.Metadata.Uid;
        if (isNew && known is not null) sink.Forget(known.Metadata.Uid);
        _mirrors[shown] = mirror;
        if (isNew && _newest.TryGetValue(shown, out var status)) sink.Report(mirror, status);
    }
}
