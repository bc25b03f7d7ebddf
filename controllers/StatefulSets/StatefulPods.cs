using System.Globalization;
using System.Text.Json.Nodes;
using Orleans.Kube.Controllers.Revisions;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Controllers.StatefulSets;

/// <summary>The identity of a StatefulSet's pods: name, ordinal, host name and claims.</summary>
public static class StatefulPods
{
    public const string PodName = "statefulset.kubernetes.io/pod-name";
    public const string PodIndex = "apps.kubernetes.io/pod-index";

    public static string Name(StatefulSet set, int ordinal) => string.Create(CultureInfo.InvariantCulture, $"{set.Metadata.Name}-{ordinal}");

    public static string ClaimName(PersistentVolumeClaim template, string pod) => $"{template.Metadata.Name}-{pod}";

    /// <summary>The pod of the set that a claim of this name is for, whether there is one or not; null where the name is not one of its claims'.</summary>
    public static string? PodOf(StatefulSet set, string claim) => set.Spec.VolumeClaimTemplates.Select(static template => template.Metadata.Name + "-")
        .Where(prefix => claim.StartsWith(prefix, StringComparison.Ordinal)).Select(prefix => claim[prefix.Length..]).FirstOrDefault(pod => Ordinal(set, pod) >= 0);

    /// <summary>The ordinal of a pod of the set, or -1 when the name is not one of the set's.</summary>
    public static int Ordinal(StatefulSet set, string pod)
    {
        var prefix = set.Metadata.Name + "-";
        return pod.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(pod.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            && Name(set, ordinal) == pod ? ordinal : -1;
    }

    /// <summary>Running, ready and not leaving.</summary>
    internal static bool IsReadyToServe(this Pod pod) => !pod.IsDeleting() && pod.Status.Phase == PodPhase.Running && pod.IsReady();

    /// <summary>The name of the revision that a pod was made from.</summary>
    public static string Revision(Pod pod) => pod.Metadata.Labels.GetValueOrDefault(TemplateRevisions.HashLabel, "");

    public static Pod Make(StatefulSet set, PodTemplateSpec template, string revision, int ordinal)
    {
        var name = Name(set, ordinal);
        var pod = PodTemplates.Instantiate(template, set.Metadata.Namespace, set.ControllerReference(), name);
        var labels = new Dictionary<string, string>(pod.Metadata.Labels) { [PodName] = name, [PodIndex] = Index(ordinal), [TemplateRevisions.HashLabel] = revision };
        return pod with
        {
            Metadata = pod.Metadata with { Labels = labels, GenerateName = set.Metadata.Name + "-" },
            Spec = pod.Spec with { Hostname = name, Subdomain = set.Spec.ServiceName, Volumes = Volumes(set, pod.Spec.Volumes, name) },
        };
    }

    /// <summary>Gives a pod back the labels that name it, or null where it has them.</summary>
    public static ObjectPatch? Rename(StatefulSet set, int ordinal, Pod pod)
    {
        var name = Name(set, ordinal);
        if (pod.Metadata.Labels.GetValueOrDefault(PodName) == name) return null;
        var labels = new JsonObject { [PodName] = name, [PodIndex] = Index(ordinal) };
        return ObjectPatch.Of(Resources.Pods, pod, PatchKind.Merge, new JsonObject { ["metadata"] = new JsonObject { ["labels"] = labels } }) with
        {
            Event = PlannedEvent.Normal("SuccessfulUpdate", $"update Pod {name} in StatefulSet {set.Metadata.Name} successful"),
        };
    }

    /// <summary>The claims that the pod of an ordinal mounts.</summary>
    public static IEnumerable<PersistentVolumeClaim> Claims(StatefulSet set, int ordinal) => set.Spec.VolumeClaimTemplates.Select(template => template with
    {
        ApiVersion = "v1",
        Kind = "PersistentVolumeClaim",
        Metadata = template.Metadata with
        {
            Name = ClaimName(template, Name(set, ordinal)),
            Namespace = set.Metadata.Namespace,
            Labels = new Dictionary<string, string>(set.Spec.Selector!.MatchLabels.Concat(template.Metadata.Labels).DistinctBy(static label => label.Key)),
        },
        Status = new(),
    });

    private static string Index(int ordinal) => ordinal.ToString(CultureInfo.InvariantCulture);

    /// <summary>A volume for each claim; it takes the place of a volume of the same name.</summary>
    private static IReadOnlyList<Volume> Volumes(StatefulSet set, IReadOnlyList<Volume> volumes, string pod) =>
    [
        .. set.Spec.VolumeClaimTemplates.Select(template => new Volume
        {
            Name = template.Metadata.Name,
            PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = ClaimName(template, pod) },
        }),
        .. volumes.Where(volume => set.Spec.VolumeClaimTemplates.All(template => template.Metadata.Name != volume.Name)),
    ];
}
