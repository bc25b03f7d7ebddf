using System.Globalization;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Variables;

/// <summary>The fields of a pod and the resources of a container that its processes can be told of (the downward API). Pure.</summary>
public static class DownwardFields
{
    /// <exception cref="ReferenceException">The path is not one that is supported.</exception>
    public static string Field(Pod pod, string path) => path switch
    {
        "metadata.name" => pod.Metadata.Name,
        "metadata.namespace" => pod.Metadata.Namespace,
        "metadata.uid" => pod.Metadata.Uid,
        "metadata.labels" => Lines(pod.Metadata.Labels),
        "metadata.annotations" => Lines(pod.Metadata.Annotations),
        "spec.nodeName" => pod.Spec.NodeName,
        "spec.serviceAccountName" => pod.Spec.ServiceAccountName,
        "status.hostIP" => pod.Status.HostIP,
        "status.hostIPs" => string.Join(',', pod.Status.HostIPs.Select(a => a.Ip)),
        "status.podIP" => pod.Status.PodIP,
        "status.podIPs" => string.Join(',', pod.Status.PodIPs.Select(a => a.Ip)),
        _ when Key(path, "metadata.labels") is { } label => pod.Metadata.Labels.GetValueOrDefault(label, ""),
        _ when Key(path, "metadata.annotations") is { } annotation => pod.Metadata.Annotations.GetValueOrDefault(annotation, ""),
        _ => throw new ReferenceException($"unsupported fieldPath: {path}"),
    };

    /// <summary>A request or limit, divided and rounded up. A limit that is not set is what the node has to give, but for huge pages, of which there are none then.</summary>
    /// <param name="pod">Where a container is looked for that the field names.</param>
    /// <param name="own">The container that asks.</param>
    /// <param name="field">What it asks for.</param>
    /// <param name="allocatable">What the node has to give.</param>
    /// <exception cref="ReferenceException">There is no such container, or resources of that kind are not told.</exception>
    public static string Resource(PodSpec pod, Container own, ResourceFieldSelector field, IReadOnlyDictionary<string, Quantity> allocatable)
    {
        var container = field.ContainerName.Length == 0 ? own
            : pod.Containers.Concat(pod.InitContainers).FirstOrDefault(c => c.Name == field.ContainerName) ?? throw new ReferenceException($"container {field.ContainerName} not found");
        if (field.Resource.Split('.', 2) is not [var kind and ("limits" or "requests"), var resource] || !ResourceNames.IsStandardForContainers(resource)) throw new ReferenceException($"unsupported container resource : {field.Resource}");
        var amount = (kind == "limits" ? container.Resources.Limits : container.Resources.Requests).GetValueOrDefault(resource);
        if (amount.IsZero && kind == "limits" && !ResourceNames.IsHugePages(resource)) allocatable.TryGetValue(resource, out amount);
        if (resource != ResourceName.Cpu) return Divide(amount.Value, field.Divisor.IsZero ? 1 : field.Divisor.Value);
        return Divide(amount.MilliValue, field.Divisor.IsZero ? 1000 : field.Divisor.MilliValue);
    }

    private static string Divide(long amount, long divisor) => ((amount + divisor - 1) / divisor).ToString(CultureInfo.InvariantCulture);

    private static string? Key(string path, string prefix) =>
        path.StartsWith($"{prefix}['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal) ? path[(prefix.Length + 2)..^2] : null;

    private static string Lines(IReadOnlyDictionary<string, string> map) => string.Join('\n', map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={GoText.Quote(p.Value)}"));
}
