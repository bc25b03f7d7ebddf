using NodeAffinity = Orleans.Kube.Model.Core.NodeAffinity;
using Orleans.Kube.Controllers.Revisions;
using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Selectors;

namespace Orleans.Kube.Controllers.DaemonSets;

/// <summary>The pods of a DaemonSet: what they are like, and on which nodes they belong.</summary>
public static class DaemonPods
{
    private const string NodeNameField = "metadata.name";
    private const string TemplateGeneration = "pod-template-generation";

    private static readonly Toleration[] Always =
    [
        Toleration("node.kubernetes.io/not-ready", TaintEffect.NoExecute),
        Toleration("node.kubernetes.io/unreachable", TaintEffect.NoExecute),
        Toleration("node.kubernetes.io/disk-pressure", TaintEffect.NoSchedule),
        Toleration("node.kubernetes.io/memory-pressure", TaintEffect.NoSchedule),
        Toleration("node.kubernetes.io/pid-pressure", TaintEffect.NoSchedule),
        Toleration("node.kubernetes.io/unschedulable", TaintEffect.NoSchedule),
    ];

    /// <summary>A pod for one node: the scheduler binds it, and can bind it nowhere else.</summary>
    public static Pod Make(DaemonSet set, string node, string hash, IIdSource ids)
    {
        var pod = PodTemplates.Instantiate(set.Spec.Template, set.Metadata.Namespace, set.ControllerReference(), ids);
        return pod with
        {
            Metadata = pod.Metadata with { Labels = Labels(set, pod.Metadata.Labels.With(TemplateRevisions.HashLabel, hash)) },
            Spec = pod.Spec with { Affinity = Pinned(pod.Spec.Affinity, node), Tolerations = Tolerations(pod.Spec) },
        };
    }

    /// <summary>The node that a pod is on or pinned to; empty when it is neither.</summary>
    public static string TargetNode(Pod pod)
    {
        if (pod.Spec.NodeName.Length > 0) return pod.Spec.NodeName;
        var terms = pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms ?? [];
        return terms.SelectMany(static term => term.MatchFields)
            .FirstOrDefault(static field => field is { Key: NodeNameField, Operator: NodeSelectorOperator.In, Values.Count: 1 })?.Values[0] ?? "";
    }

    /// <summary>Whether a pod should be started on the node, and whether one that runs there may stay.</summary>
    public static (bool Run, bool Stay) Belong(DaemonSet set, Node node)
    {
        var spec = set.Spec.Template.Spec;
        if (spec.NodeName.Length > 0 && spec.NodeName != node.Metadata.Name) return (false, false);
        if (!NodeSelectors.Allow(spec, node)) return (false, false);
        var tolerations = Tolerations(spec);
        var refused = node.Spec.Taints.Where(taint => taint.Effect != TaintEffect.PreferNoSchedule && !Model.Selectors.Tolerations.Tolerate(tolerations, taint));
        var (run, stay) = (true, true);
        foreach (var taint in refused) (run, stay) = (false, stay && taint.Effect != TaintEffect.NoExecute);
        return (run, stay);
    }

    /// <summary>Whether the pod says that it is of the set's generation of templates, which is counted for clients of before hashes.</summary>
    public static bool HasGeneration(DaemonSet set, Pod pod) =>
        set.Metadata.Annotations.TryGetValue(DaemonSetDefinition.TemplateGenerationAnnotation, out var generation)
        && pod.Metadata.Labels.GetValueOrDefault(TemplateGeneration) == generation;

    private static IReadOnlyDictionary<string, string> Labels(DaemonSet set, IReadOnlyDictionary<string, string> labels) =>
        set.Metadata.Annotations.TryGetValue(DaemonSetDefinition.TemplateGenerationAnnotation, out var generation) ? labels.With(TemplateGeneration, generation) : labels;

    private static IReadOnlyList<Toleration> Tolerations(PodSpec spec)
    {
        IEnumerable<Toleration> added = spec.HostNetwork ? [.. Always, Toleration("node.kubernetes.io/network-unavailable", TaintEffect.NoSchedule)] : Always;
        var tolerations = spec.Tolerations.ToList();
        foreach (var toleration in added)
        {
            // One of the template's that holds for a time only comes to hold for ever.
            var place = tolerations.FindIndex(own => own with { TolerationSeconds = null } == toleration);
            if (place < 0) tolerations.Add(toleration);
            else tolerations[place] = toleration;
        }

        return tolerations;
    }

    private static Toleration Toleration(string key, string effect) => new() { Key = key, Operator = TolerationOperator.Exists, Effect = effect };

    /// <summary>Every term of the template's required affinity, or one without any, also demands the node's name.</summary>
    private static Affinity Pinned(Affinity? affinity, string node)
    {
        var required = affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms ?? [];
        IReadOnlyList<NodeSelectorRequirement> name = [new() { Key = NodeNameField, Operator = NodeSelectorOperator.In, Values = [node] }];
        IReadOnlyList<NodeSelectorTerm> terms = required.Count == 0
            ? [new() { MatchFields = name }]
            : [.. required.Select(term => term with { MatchFields = name })];
        return (affinity ?? new()) with
        {
            NodeAffinity = (affinity?.NodeAffinity ?? new NodeAffinity()) with { RequiredDuringSchedulingIgnoredDuringExecution = new() { NodeSelectorTerms = terms } },
        };
    }
}
