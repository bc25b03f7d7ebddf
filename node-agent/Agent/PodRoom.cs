using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Agent;

/// <summary>
/// Gives the node's room to its pods, one after the other: to those that are new, and to those that ask for other resources than they have. What was given is on the
/// node's own disk, so that the next agent knows it. Safe for concurrent use.
/// </summary>
internal sealed class PodRoom(PodCheckpoints checkpoints, PodServices services)
{
    private readonly Lock _lock = new();
    private readonly SysctlAllowlist _sysctls = new(services.Options.AllowedUnsafeSysctls);

    /// <summary>A worker for a pod that there was none for, which counts from now on.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="allocation">What is set aside for it when it is taken.</param>
    /// <param name="workers">All others.</param>
    /// <param name="add">Makes the worker one of them.</param>
    public PodWorker Admit(Pod pod, PodAllocation allocation, IEnumerable<PodWorker> workers, Action<PodWorker> add)
    {
        lock (_lock)
        {
            var refusal = IsNew(pod) ? _sysctls.Check(pod) ?? Check(allocation.ApplyTo(pod), [.. workers]) ?? AppArmorAdmission.Check(pod, Machine.HasAppArmor) : null;
            var worker = new PodWorker(pod, services, allocation, refusal);
            add(worker);
            return worker;
        }
    }

    /// <summary>Looks whether there is room for what these pods ask for now, the oldest first.</summary>
    /// <param name="waiting">Those whose resources are to change.</param>
    /// <param name="workers">All pods of the node.</param>
    public void Judge(IEnumerable<PodWorker> waiting, IEnumerable<PodWorker> workers)
    {
        foreach (var worker in waiting.OrderBy(static w => w.Current.Metadata.CreationTimestamp).ThenBy(static w => w.Uid, StringComparer.Ordinal).ToList())
        {
            lock (_lock)
            {
                var pod = worker.Current;
                if (!worker.WaitsForResize || IsLeaving(pod)) continue;
                var held = PodAdmission.CheckResize(pod, workers.Where(w => w != worker).Select(static w => w.Allocated), services.Node.Node);
                worker.Decide(pod, held);
                if (held is null) checkpoints.Write(worker.Allocated);
            }
        }
    }

    /// <summary>Why a pod is refused. For a critical one that there is no room for others have to go, where that is enough.</summary>
    private PodVerdict? Check(Pod pod, List<PodWorker> workers)
    {
        var others = workers.Select(static w => w.Allocated).ToList();
        if (DeviceAdmission.Check(pod, others, services.Devices.Counts) is { } missing) return missing;
        if (PodAdmission.Check(pod, others, services.Node.Node) is not { } refusal) return null;
        var leaving = PodAdmission.MakeRoom(pod, others, services.Node.Node).Select(static p => p.Metadata.Uid).ToHashSet();
        foreach (var worker in workers.Where(w => leaving.Contains(w.Uid))) worker.Evict(PodPreemption.Verdict);
        return leaving.Count > 0 ? null : refusal;
    }

    /// <summary>A pod that was taken on once stays.</summary>
    private static bool IsNew(Pod pod) => pod.Status.StartTime is null && pod.Metadata.DeletionTimestamp is null;

    /// <summary>A pod that ends keeps what it has.</summary>
    private static bool IsLeaving(Pod pod) => pod.Metadata.DeletionTimestamp is not null || pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed;
}
