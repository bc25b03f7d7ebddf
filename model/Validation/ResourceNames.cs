using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>What the names of compute resources tell about them (k8s.io/kubernetes/pkg/apis/core/helper).</summary>
public static class ResourceNames
{
    private const string HugePages = "hugepages-";

    private static readonly HashSet<string> Standard = new(StringComparer.Ordinal)
    {
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
        "limits.ephemeral-storage", "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims",
        "storage", "requests.storage", "services.nodeports", "services.loadbalancers", "count/pods",
    };

    public static bool IsHugePages(string name) => name.StartsWith(HugePages, StringComparison.Ordinal);

    /// <summary>Whether an amount of huge pages is of whole pages, at least one: the size of a page stands in the name.</summary>
    public static bool IsWholePages(string name, Quantity amount) =>
        !Quantity.TryParse(name.AsSpan(HugePages.Length), out var page) || (page.Value > 0 && amount.Value > 0 && amount.Value % page.Value == 0);

    public static bool IsStandard(string name) => Standard.Contains(name) || IsHugePages(name) || name.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    public static bool IsStandardForContainers(string name) => name is ResourceName.Cpu or ResourceName.Memory or ResourceName.EphemeralStorage || IsHugePages(name);

    public static bool IsNative(string name) => !name.Contains('/') || name.Contains("kubernetes.io/", StringComparison.Ordinal);

    /// <summary>A resource of a vendor, such as <c>example.com/gpu</c>: whole units, never overcommitted.</summary>
    public static bool IsExtended(string name) =>
        !IsNative(name) && !name.StartsWith("requests.", StringComparison.Ordinal) && LabelRules.QualifiedName("requests." + name).Count == 0;

    public static bool AllowsOvercommit(string name) => IsNative(name) && !IsHugePages(name);

    public static bool IsInteger(string name) =>
        name is "pods" or "resourcequotas" or "services" or "replicationcontrollers" or "secrets" or "configmaps" or "persistentvolumeclaims"
            or "services.nodeports" or "services.loadbalancers"
        || IsExtended(name);

    public static void Validate(string field, string name, FieldErrors errors)
    {
        if (LabelRules.QualifiedName(name) is { Count: > 0 } messages) errors.InvalidEach(field, new BareName(name), messages);
        else if (!name.Contains('/') && !IsStandard(name)) errors.Invalid(field, new BareName(name), "must be a standard resource type or fully qualified");
    }

    public static void ValidateOfContainer(string field, string name, FieldErrors errors)
    {
        if (IsStandardForContainers(name)) return;
        Validate(field, name, errors);
        if (!name.Contains('/')) errors.Invalid(field, new BareName(name), "must be a standard resource for containers");
        else if (!IsNative(name) && !IsExtended(name)) errors.Invalid(field, new BareName(name), "doesn't follow extended resource name standard");
    }

    public static void ValidateAmount(string field, string name, Quantity amount, FieldErrors errors)
    {
        if (amount.Sign < 0) errors.Invalid(field, amount, "must be greater than or equal to 0");
        if (IsInteger(name) && amount.MilliValue % 1000 != 0) errors.Invalid(field, BareName.Of(amount), "must be an integer");
    }
}
