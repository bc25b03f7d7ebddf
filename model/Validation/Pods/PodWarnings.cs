using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>What a pod or template says that is accepted and likely a mistake (k8s.io/kubernetes/pkg/api/pod/warnings.go).</summary>
internal static class PodWarnings
{
    private static readonly Dictionary<string, string> OldNodeLabels = new(StringComparer.Ordinal)
    {
        ["beta.kubernetes.io/arch"] = "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        ["beta.kubernetes.io/os"] = "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        ["failure-domain.beta.kubernetes.io/region"] = "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        ["failure-domain.beta.kubernetes.io/zone"] = "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        ["beta.kubernetes.io/instance-type"] = "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
    };

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
        foreach (var key in spec.NodeSelector.Keys)
            if (OldNodeLabels.TryGetValue(key, out var message)) yield return $"{path}.nodeSelector[{key}]: {message}";
        for (var i = 0; i < spec.TopologySpreadConstraints.Count; i++)
            if (OldNodeLabels.TryGetValue(spec.TopologySpreadConstraints[i].TopologyKey, out var message))
                yield return $"{path}.topologySpreadConstraints[{i}].topologyKey: {spec.TopologySpreadConstraints[i].TopologyKey} is {message}";
        var secrets = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < spec.ImagePullSecrets.Count; i++)
            if (spec.ImagePullSecrets[i].Name.Length == 0) yield return $"{path}.imagePullSecrets[{i}]: invalid empty name \"\"";
            else if (!secrets.Add(spec.ImagePullSecrets[i].Name)) yield return $"{path}.imagePullSecrets: duplicate name \"{spec.ImagePullSecrets[i].Name}\"";
        if (spec.TerminationGracePeriodSeconds < 0)
            yield return $"{path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1";
    }

    private static IEnumerable<string> OfVolumes(IReadOnlyList<Volume> volumes, string path)
    {
        for (var i = 0; i < volumes.Count; i++)
            if (OldVolume(volumes[i]) is { } old) yield return $"{path}.volumes[{i}].{old}";
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
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < container.Env.Count; i++)
        {
            var variable = container.Env[i];
            var refersToItself = variable.Value.Contains($"$({variable.Name})", StringComparison.Ordinal);
            if (!names.Add(variable.Name) && !refersToItself)
                yield return $"{path}.env[{i}]: hides previous definition of \"{variable.Name}\", which may be dropped when using apply";
        }

        for (var i = 0; i < container.Ports.Count; i++)
        {
            var here = $"{path}.ports[{i}]";
            if (ports.FirstOrDefault(p => IsSame(p.Port, container.Ports[i])) is { Path: { } other })
                yield return $"{here}: duplicate port definition with {other}";
            else if (container.Ports[i].Name.Length > 0 && ports.FirstOrDefault(p => p.Port.Name == container.Ports[i].Name) is { Path: { } named })
                yield return $"{here}: duplicate port name \"{container.Ports[i].Name}\" with {named}, services and probes that select ports by name will use {named}";
            ports.Add((container.Ports[i], here));
        }
    }

    private static bool IsSame(ContainerPort left, ContainerPort right) =>
        left.ContainerPortValue == right.ContainerPortValue && left.Protocol == right.Protocol
        && left.HostPort == right.HostPort && left.HostIP == right.HostIP;

    private static bool IsFractional(string name, Quantity amount) =>
        name is ResourceName.Memory or ResourceName.EphemeralStorage && amount.MilliValue % 1000 != 0;
}
