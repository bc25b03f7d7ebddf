using Orleans.Kube.GrainInterfaces;

namespace Orleans.Kube.Grains;

/// <summary>Calls the grains that changes concern. The calls are one-way: nothing waits for them.</summary>
public sealed class Waker(IGrainFactory grains)
{
    /// <param name="revision">The revision up to which the grain has something to look at.</param>
    public Task WakeAsync(WakeTarget target, long revision) => target.Kind switch
    {
        WakeKind.Reconciler => grains.ReconcilingGrain(target.Object).WakeAsync(revision),
        WakeKind.Scheduler => grains.GetGrain<ISchedulerGrain>(target.Object.Name).WakeAsync(revision),
        WakeKind.Garbage => grains.GetGrain<IOwnerGarbageGrain>(new OwnerKey(target.Object, target.Of).ToString()).WakeAsync(revision),
        WakeKind.BootstrapTokens => grains.GetGrain<IBootstrapTokensGrain>(target.Object.Name).WakeAsync(revision),
        WakeKind.AwaitedKind => grains.GetGrain<IAwaitedKindGrain>(target.Of).WakeAsync(target.Object == default ? "" : GrainKeys.Plain(target.Object), revision),
        WakeKind.TokenGone => grains.GetGrain<IServiceAccountGrain>(target.Object.Path).ForgetAsync(target.Of, revision),
        _ => throw new InvalidOperationException($"nothing is woken as {target.Kind}"),
    };
}
