using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>What a pod or template says that is accepted and likely a mistake (k8s.io/kubernetes/pkg/api/pod/warnings.go).</summary>
internal static class PodWarnings
{
    private const string NoSelector = "labelSelector: a null labelSelector results in matching no pod";

    /// <summary>Of the name of what makes pods, on create: it becomes a host name.</summary>
    public static IEnumerable<string> OfName(string name, KubeObject? old)
    {
        if (old is not null || name.Length == 0 || Names.DnsLabel(name) is not { Count: > 0 } messages) return [];
        return [$"metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [{string.Join(' ', messages)}]"];
    }

    /// <summary>Of a template that is new or changed.</summary>
    public static IEnumerable<string> OfTemplate(PodTemplateSpec template, PodTemplateSpec? old, string path) =>
        old is not null && Structural.Equal(template, old) ? [] : Of(template.Metadata, template.Spec, path);

    public static IEnumerable<string> Of(ObjectMeta metadata, PodSpec spec, string path)
    {
        var root = path.Length == 0 ? "" : path + ".";
        return [.. OfAnnotations(metadata, root), .. OfSpec(spec, root + "spec"), .. OfVolumes(spec.Volumes, root + "spec"), .. OfContainers(spec, root + "spec")];
    }

    private static IEnumerable<string> OfAnnotations(ObjectMeta metadata, string root)
    {
        foreach (var key in metadata.Annotations.Keys)
        {
            var path = $"{root}metadata.annotations[{key}]";
            if (key == "scheduler.alpha.kubernetes.io/critical-pod") yield return $"{path}: non-functional in v1.16+; use the \"priorityClassName\" field instead";
            else if (key == "seccomp.security.alpha.kubernetes.io/pod" || key.StartsWith("container.seccomp.security.alpha.kubernetes.io/", StringComparison.Ordinal))
                yield return $"{path}: non-functional in v1.27+; use the \"seccompProfile\" field instead";
            else if (key.StartsWith("container.apparmor.security.beta.kubernetes.io/", StringComparison.Ordinal))
                yield return $"{path}: deprecated since v1.30; use the \"appArmorProfile\" field instead";
        }
    }

    private static IEnumerable<string> OfSpec(PodSpec spec, string path)
    {
        foreach (var warning in OfPlacement(spec, path)) yield return warning;
        var addresses = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < spec.HostAliases.Count; i++)
            if (!addresses.Add(spec.HostAliases[i].Ip)) yield return $"{path}.hostAliases[{i}].ip: duplicate ip \"{spec.HostAliases[i].Ip}\"";
        var secrets = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < spec.ImagePullSecrets.Count; i++)
            if (spec.ImagePullSecrets[i].Name.Length == 0) yield return $"{path}.imagePullSecrets[{i}]: invalid empty name \"\"";
            else if (!secrets.Add(spec.ImagePullSecrets[i].Name)) yield return $"{path}.imagePullSecrets: duplicate name \"{spec.ImagePullSecrets[i].Name}\"";
        if (spec.TerminationGracePeriodSeconds < 0)
            yield return $"{path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1";
    }

    private static IEnumerable<string> OfPlacement(PodSpec spec, string path) => spec is { Affinity: null, NodeSelector.Count: 0, TopologySpreadConstraints.Count: 0 } ? [] :
    [
        .. NodeLabelWarnings.OfLabels(spec.NodeSelector.Keys, key => $"{path}.nodeSelector[{key}]"),
        .. NodeLabelWarnings.OfTerms(spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution, $"{path}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"),
        .. (spec.Affinity?.NodeAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? []).SelectMany((term, i) =>
            NodeLabelWarnings.OfTerm(term.Preference, $"{path}.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[{i}].preference")),
        .. spec.TopologySpreadConstraints.SelectMany((constraint, i) => OfConstraint(constraint, $"{path}.topologySpreadConstraints[{i}]")),
        .. OfNeighbours(spec.Affinity?.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution, spec.Affinity?.PodAffinity?.PreferredDuringSchedulingIgnoredDuringExecution, $"{path}.affinity.podAffinity"),
        .. OfNeighbours(
            spec.Affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution, spec.Affinity?.PodAntiAffinity?.PreferredDuringSchedulingIgnoredDuringExecution, $"{path}.affinity.podAntiAffinity"),
    ];

    private static IEnumerable<string> OfConstraint(TopologySpreadConstraint constraint, string path)
    {
        foreach (var warning in NodeLabelWarnings.OfKey(constraint.TopologyKey, $"{path}.topologyKey")) yield return warning;
        if (constraint.LabelSelector is null) yield return $"{path}.{NoSelector}";
    }

    private static IEnumerable<string> OfNeighbours(IReadOnlyList<PodAffinityTerm>? required, IReadOnlyList<WeightedPodAffinityTerm>? preferred, string path)
    {
        for (var i = 0; i < required?.Count; i++)
            if (required[i].LabelSelector is null) yield return $"{path}.requiredDuringSchedulingIgnoredDuringExecution[{i}].{NoSelector}";
        for (var i = 0; i < preferred?.Count; i++)
            if (preferred[i].PodAffinityTerm.LabelSelector is null) yield return $"{path}.preferredDuringSchedulingIgnoredDuringExecution[{i}].podAffinityTerm.{NoSelector}";
    }

    private static IEnumerable<string> OfVolumes(IReadOnlyList<Volume> volumes, string path)
    {
        for (var i = 0; i < volumes.Count; i++)
            if (OldVolume(volumes[i]) is { } old) yield return $"{path}.volumes[{i}].{old}";
        foreach (var overlap in volumes.SelectMany(VolumePathWarnings.Of)) yield return overlap;
    }

    private static string? OldVolume(Volume volume) => volume switch
    {
        { GitRepo: not null } => "gitRepo: deprecated in v1.11, and disabled by default in v1.33+",
        { PhotonPersistentDisk: not null } => "photonPersistentDisk: deprecated in v1.11, non-functional in v1.16+",
        { ScaleIO: not null } => "scaleIO: deprecated in v1.16, non-functional in v1.22+",
        { Flocker: not null } => "flocker: deprecated in v1.22, non-functional in v1.25+",
        { Storageos: not null } => "storageOS: deprecated in v1.22, non-functional in v1.25+",
        { Quobyte: not null } => "quobyte: deprecated in v1.22, non-functional in v1.25+",
        { Glusterfs: not null } => "glusterfs: deprecated in v1.25, non-functional in v1.26+",
        { Cephfs: not null } => "cephfs: deprecated in v1.28, non-functional in v1.31+",
        { Rbd: not null } => "rbd: deprecated in v1.28, non-functional in v1.31+",
        _ => null,
    };

    private static IEnumerable<string> OfContainers(PodSpec spec, string path)
    {
        var ports = new List<(ContainerPort Port, string Path)>();
        for (var i = 0; i < spec.InitContainers.Count; i++)
            foreach (var warning in OfContainer(spec.InitContainers[i], $"{path}.initContainers[{i}]", ports)) yield return warning;
        for (var i = 0; i < spec.Containers.Count; i++)
            foreach (var warning in OfContainer(spec.Containers[i], $"{path}.containers[{i}]", ports)) yield return warning;
    }

    private static IEnumerable<string> OfContainer(Container container, string path, List<(ContainerPort Port, string Path)> ports)
    {
        foreach (var (name, amount) in container.Resources.Limits)
            if (IsFractional(name, amount)) yield return $"{path}.resources.limits[{name}]: fractional byte value \"{amount}\" is invalid, must be an integer";
        foreach (var (name, amount) in container.Resources.Requests)
            if (IsFractional(name, amount)) yield return $"{path}.resources.requests[{name}]: fractional byte value \"{amount}\" is invalid, must be an integer";
        HashSet<string>? names = container.Env.Count > 1 ? new(StringComparer.Ordinal) : null;
        for (var i = 0; i < container.Env.Count; i++)
        {
            if (names?.Add(container.Env[i].Name) == false && !ExtendsItself(container.Env[i]))
                yield return $"{path}.env[{i}]: hides previous definition of \"{container.Env[i].Name}\", which may be dropped when using apply";
        }

        for (var i = 0; i < container.Ports.Count; i++)
            foreach (var warning in OfPort(container.Ports[i], $"{path}.ports[{i}]", ports)) yield return warning;
    }

    private static bool ExtendsItself(EnvVar variable)
    {
        var itself = $"$({variable.Name})";
        return variable.ValueFrom is null && variable.Value != itself && variable.Value.Contains(itself, StringComparison.Ordinal);
    }

    private static List<string> OfPort(ContainerPort port, string path, List<(ContainerPort Port, string Path)> before)
    {
        var warnings = new List<string>();
        if (port.HostIP.Length > 0 && port.HostPort == 0)
            warnings.Add($"{path}: hostIP set without hostPort: {{Name:{port.Name} HostPort:{port.HostPort} ContainerPort:{port.ContainerPortValue} Protocol:{port.Protocol} HostIP:{port.HostIP}}}");
        foreach (var (other, where) in before.Where(b => b.Port.ContainerPortValue == port.ContainerPortValue && b.Port.Protocol == port.Protocol))
        {
            if (other.HostPort == port.HostPort && other.HostIP == port.HostIP) warnings.Add($"{path}: duplicate port definition with {where}");
            else if (port.HostPort == 0 || other.HostPort == 0) warnings.Add($"{path}: overlapping port definition with {where}");
            else if (port.HostPort == other.HostPort && (port.HostIP.Length == 0) != (other.HostIP.Length == 0)) warnings.Add($"{path}: dangerously ambiguous port definition with {where}");
        }

        if (warnings.Count == 0 && port.Name.Length > 0 && before.FirstOrDefault(p => p.Port.Name == port.Name) is { Path: { } named })
            warnings.Add($"{path}: duplicate port name \"{port.Name}\" with {named}, services and probes that select ports by name will use {named}");
        before.Add((port, path));
        return warnings;
    }

    private static bool IsFractional(string name, Quantity amount) =>
        name is ResourceName.Memory or ResourceName.EphemeralStorage && amount.MilliValue % 1000 != 0;
}
