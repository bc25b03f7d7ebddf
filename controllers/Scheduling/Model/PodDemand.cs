using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A pod as the scheduler sees it: what it asks of a node, worked out once.</summary>
public sealed class PodDemand
{
    public PodDemand(Pod pod)
    {
        Pod = pod;
        Key = new ObjectKey(Resources.Pods, pod.Metadata.Namespace, pod.Metadata.Name);
        Requests = PodRequests.HeldBy(pod);
        Estimate = PodRequests.Estimate(pod);
        Ports = HostPort.Of(pod);
        Claims = [.. PodClaims.Names(pod)];
        Disks = DiskUse.Of(pod);
        Owner = pod.Metadata.ControllerUid();
        var affinity = pod.Spec.Affinity?.PodAffinity;
        var anti = pod.Spec.Affinity?.PodAntiAffinity;
        RequiredAffinity = Terms(affinity?.RequiredDuringSchedulingIgnoredDuringExecution);
        RequiredAntiAffinity = Terms(anti?.RequiredDuringSchedulingIgnoredDuringExecution);
        PreferredAffinity = Terms(affinity?.PreferredDuringSchedulingIgnoredDuringExecution, 1);
        PreferredAntiAffinity = Terms(anti?.PreferredDuringSchedulingIgnoredDuringExecution, -1);
    }

    /// <summary>The pod; of one that has its node only what others ask of it (<see cref="Settled"/>).</summary>
    public Pod Pod { get; private set; }

    public ObjectKey Key { get; }

    public string Uid => Pod.Metadata.Uid;

    public string Namespace => Pod.Metadata.Namespace;

    public IReadOnlyDictionary<string, string> Labels => Pod.Metadata.Labels;

    public int Priority => Pod.Spec.Priority ?? 0;

    /// <summary>What it asks for, or has while it is resized; decides whether it fits.</summary>
    public Amounts Requests { get; }

    /// <summary>What it probably uses; decides where it fits best.</summary>
    public Amounts Estimate { get; }

    public IReadOnlyList<HostPort> Ports { get; }

    /// <summary>The names of the claims that it mounts.</summary>
    public IReadOnlyList<string> Claims { get; }

    /// <summary>The disks that it mounts without a claim and does not share with everybody.</summary>
    public IReadOnlyList<DiskUse> Disks { get; }

    /// <summary>The uid of its controller, or null.</summary>
    public string? Owner { get; }

    public IReadOnlyList<AffinityTerm> RequiredAffinity { get; }

    public IReadOnlyList<AffinityTerm> RequiredAntiAffinity { get; }

    public IReadOnlyList<AffinityTerm> PreferredAffinity { get; }

    /// <summary>With negative weights.</summary>
    public IReadOnlyList<AffinityTerm> PreferredAntiAffinity { get; }

    /// <summary>It has a say in where other pods go.</summary>
    public bool HasAffinity => RequiredAffinity.Count + PreferredAffinity.Count + PreferredAntiAffinity.Count + RequiredAntiAffinity.Count > 0;

    /// <summary>The same demand without what only the way to a node needs: there are many of these, and they stay.</summary>
    public PodDemand Settled()
    {
        var settled = (PodDemand)MemberwiseClone();
        var (metadata, spec, status) = (Pod.Metadata, Pod.Spec, Pod.Status);
        settled.Pod = new Pod
        {
            Metadata = new ObjectMeta
            {
                Name = metadata.Name, Namespace = metadata.Namespace, Uid = metadata.Uid, Labels = metadata.Labels, Generation = metadata.Generation,
                CreationTimestamp = metadata.CreationTimestamp, DeletionTimestamp = metadata.DeletionTimestamp,
            },
            Spec = new PodSpec { Priority = spec.Priority, NodeName = spec.NodeName },
            Status = new PodStatus { StartTime = status.StartTime, Conditions = Disruption(status.Conditions) },
        };
        return settled;
    }

    public override string ToString() => Key.Path;

    /// <summary>Why it is being ended, if that is so.</summary>
    private static IReadOnlyList<PodCondition> Disruption(IReadOnlyList<PodCondition> conditions)
    {
        foreach (var condition in conditions)
            if (condition.Type == PodConditionType.DisruptionTarget) return [condition];
        return [];
    }

    private AffinityTerm[] Terms(IReadOnlyList<PodAffinityTerm>? terms) => terms is null ? [] : [.. terms.Select(term => new AffinityTerm(Pod, term))];

    private AffinityTerm[] Terms(IReadOnlyList<WeightedPodAffinityTerm>? terms, int sign) =>
        terms is null ? [] : [.. terms.Select(term => new AffinityTerm(Pod, term.PodAffinityTerm, sign * term.Weight))];
}
