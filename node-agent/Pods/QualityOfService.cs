using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>The class of a pod by its requests and limits, and what follows for the kernel.</summary>
public static class QualityOfService
{
    private const int GuaranteedScore = -997;
    private const int BestEffortScore = 1000;
    private const string NodeCritical = "system-node-critical";
    private static readonly long MachineMemory = Machine.MemoryTotal();

    public static string Of(PodSpec pod)
    {
        var all = pod.Containers.Concat(pod.InitContainers).Select(c => c.Resources).ToList();
        if (all.All(r => Counted(r.Requests).Count + Counted(r.Limits).Count == 0)) return PodQOSClass.BestEffort;
        return all.All(IsGuaranteed) ? PodQOSClass.Guaranteed : PodQOSClass.Burstable;
    }

    /// <summary>The share, quota, limit and score of a container on this machine.</summary>
    public static ContainerResources Resources(PodSpec pod, Container container) => Resources(pod, container, MachineMemory);

    /// <summary>The share, quota, limit and score of a container on a machine with so much memory.</summary>
    public static ContainerResources Resources(PodSpec pod, Container container, long machineMemory)
    {
        var (requests, limits) = (container.Resources.Requests, container.Resources.Limits);
        var request = Milli(requests) ?? Milli(limits) ?? 0;
        var limit = Milli(limits) ?? 0;
        return new ContainerResources
        {
            CpuShares = Math.Clamp(request * 1024 / 1000, 2, 262144),
            CpuQuota = limit == 0 ? 0 : Math.Max(limit * 100, 1000),
            Memory = limits.TryGetValue(ResourceName.Memory, out var memory) ? memory.Value : 0,
            OomScoreAdjustment = Score(pod, container, machineMemory),
        };
    }

    private static int Score(PodSpec pod, Container container, long machineMemory)
    {
        if (pod.PriorityClassName == NodeCritical) return GuaranteedScore;
        switch (Of(pod))
        {
            case PodQOSClass.Guaranteed:
                return GuaranteedScore;
            case PodQOSClass.BestEffort:
                return BestEffortScore;
        }

        var request = Memory(container);
        // A sidecar outlives the containers that it serves, so it goes no sooner than the first of them.
        if (pod.InitContainers.Any(c => c.Name == container.Name && PodContainers.KindOfInit(c) == ContainerKind.Sidecar)) request = Math.Max(request, pod.Containers.Min(Memory));
        return (int)Math.Clamp(1000 - Math.Floor(1000 * (decimal)request / machineMemory), 1000 + GuaranteedScore, BestEffortScore - 1);
    }

    private static long Memory(Container container) => container.Resources.Requests.TryGetValue(ResourceName.Memory, out var memory) ? memory.Value : 0;

    private static bool IsGuaranteed(ResourceRequirements resources) => Counted(resources.Limits) is { Count: 2 } limits
        && limits.All(l => !resources.Requests.TryGetValue(l.Key, out var request) || request == l.Value);

    private static Dictionary<string, Model.Quantity> Counted(IReadOnlyDictionary<string, Model.Quantity> amounts) =>
        amounts.Where(a => a.Key is ResourceName.Cpu or ResourceName.Memory && a.Value.Sign > 0).ToDictionary(a => a.Key, a => a.Value);

    private static long? Milli(IReadOnlyDictionary<string, Model.Quantity> amounts) => amounts.TryGetValue(ResourceName.Cpu, out var cpu) ? cpu.MilliValue : null;
}
