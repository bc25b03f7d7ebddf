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

    /// <summary>A request or limit, divided and rounded up. A limit that is not set is what the node has to give.</summary>
    public static string Resource(PodSpec pod, string containerName, ResourceFieldSelector field, IReadOnlyDictionary<string, Quantity> allocatable)
    {
        var name = field.ContainerName.Length > 0 ? field.ContainerName : containerName;
        var container = pod.Containers.Concat(pod.InitContainers).FirstOrDefault(c => c.Name == name)
            ?? throw new ReferenceException($"container {name} not found");
        var (kind, resource) = field.Resource.Split('.', 2) is [var first, var second] ? (first, second) : ("", field.Resource);
        var amounts = kind == "limits" ? container.Resources.Limits : container.Resources.Requests;
        if (!amounts.TryGetValue(resource, out var amount) && kind == "limits") allocatable.TryGetValue(resource, out amount);
        if (resource != ResourceName.Cpu) return Divide(amount.Value, field.Divisor.IsZero ? 1 : field.Divisor.Value);
        return Divide(amount.MilliValue, field.Divisor.IsZero ? 1000 : field.Divisor.MilliValue);
    }

    private static string Divide(long amount, long divisor) => ((amount + divisor - 1) / divisor).ToString(CultureInfo.InvariantCulture);

    private static string? Key(string path, string prefix) =>
        path.StartsWith($"{prefix}['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal) ? path[(prefix.Length + 2)..^2] : null;

    private static string Lines(IReadOnlyDictionary<string, string> map) => string.Join('\n', map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={GoText.Quote(p.Value)}"));
}
