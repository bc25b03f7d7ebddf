using Orleans.Concurrency;

namespace Orleans.Kube.GrainInterfaces;

/// <summary>Places pods on nodes. One activation, with the scheduler's name (<c>default-scheduler</c>) as its key.</summary>
public interface ISchedulerGrain : IGrainWithStringKey
{
    /// <summary>Pods, nodes or what pods depend on have changed up to this revision. Wakes coalesce.</summary>
    [OneWay, AlwaysInterleave]
    Task WakeAsync(long revision);
}
