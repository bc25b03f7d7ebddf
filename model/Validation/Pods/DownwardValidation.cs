using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Fields and resources of a pod that it hands to its containers.</summary>
internal static class DownwardValidation
{
    private static readonly string[] Known =
    [
        "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.restartPolicy",
        "spec.serviceAccountName", "spec.schedulerName", "status.phase", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    private const string OfOldClients = "spec.host";

    private static readonly string[] Resources =
    [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory",
    ];

    private static readonly string[] Sizes = ["0", "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

    public static void Field(ObjectFieldSelector selector, IReadOnlyCollection<string> fields, FieldErrors errors)
    {
        var path = selector.FieldPath;
        if (selector.ApiVersion.Length == 0) errors.Required("apiVersion");
        else if (path.Length == 0) errors.Required("fieldPath");
        else if (selector.ApiVersion != "v1") errors.Invalid("fieldPath", path, $"error converting fieldPath: unsupported pod version: {selector.ApiVersion}");
        else if (TrySplit(path, out var field, out var subscript))
        {
            if (field == "metadata.annotations" && subscript.ToLowerInvariant() is var key) errors.InvalidEach("", key, LabelRules.QualifiedName(key));
            else if (field == "metadata.labels") errors.InvalidEach("", subscript, LabelRules.QualifiedName(subscript));
            else errors.Invalid("fieldPath", path, $"error converting fieldPath: field label does not support subscript: {path}");
        }
        else if (path == OfOldClients) Field(selector with { FieldPath = "spec.nodeName" }, fields, errors);
        else if (!Known.Contains(path)) errors.Invalid("fieldPath", path, $"error converting fieldPath: field label not supported: {path}");
        else if (!fields.Contains(path)) errors.NotSupported("fieldPath", path, fields);
    }

    public static void Resource(ResourceFieldSelector selector, bool inVolume, FieldErrors errors)
    {
        if (inVolume && selector.ContainerName.Length == 0) errors.Required("containerName");
        else if (selector.Resource.Length == 0) errors.Required("resource");
        else if (!Resources.Contains(selector.Resource) && !IsHugePages(selector.Resource)) errors.NotSupported("resource", selector.Resource, Resources);
        if (Resources.Contains(selector.Resource) || IsHugePages(selector.Resource)) Divisor(selector, errors);
    }

    private static void Divisor(ResourceFieldSelector selector, FieldErrors errors)
    {
        var divisor = selector.Divisor.ToString();
        if (selector.Resource.EndsWith(".cpu", StringComparison.Ordinal))
        {
            if (divisor is not ("0" or "1m" or "1")) errors.Invalid("divisor", selector.Resource, "only divisor's values 1m and 1 are supported with the cpu resource");
        }
        else if (!Sizes.Contains(divisor))
        {
            var kind = selector.Resource.EndsWith(".memory", StringComparison.Ordinal) ? "memory"
                : IsHugePages(selector.Resource) ? "hugepages" : "local ephemeral storage";
            errors.Invalid("divisor", selector.Resource,
                $"only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the {kind} resource");
        }
    }

    private static bool IsHugePages(string resource) =>
        resource.StartsWith("limits.hugepages-", StringComparison.Ordinal) || resource.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    /// <summary>Splits <c>metadata.labels['key']</c>.</summary>
    private static bool TrySplit(string path, out string field, out string subscript)
    {
        (field, subscript) = (path, "");
        var at = path.IndexOf("['", StringComparison.Ordinal);
        if (at < 0 || !path.EndsWith("']", StringComparison.Ordinal)) return false;
        (field, subscript) = (path[..at], path[(at + 2)..^2]);
        return field.Length > 0;
    }
}
