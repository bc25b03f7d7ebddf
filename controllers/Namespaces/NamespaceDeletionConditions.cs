using System.Globalization;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Namespaces;

/// <summary>What a namespace says about its deletion, in Kubernetes' words (k8s.io/kubernetes/pkg/controller/namespace/deletion).</summary>
public static class NamespaceDeletionConditions
{
    /// <summary>The namespace with conditions that tell what is left; null when they say so already.</summary>
    /// <param name="value">The namespace.</param>
    /// <param name="undiscovered">The groups and versions whose kinds are not known.</param>
    /// <param name="remaining">The objects that have yet to go.</param>
    /// <param name="failures">Why others cannot be deleted, one for each of their resources.</param>
    /// <param name="now">The time.</param>
    public static Namespace? Update(
        Namespace value, IReadOnlyList<string> undiscovered, IReadOnlyList<NamespaceItem> remaining, IReadOnlyList<string> failures, DateTimeOffset now)
    {
        var wanted = Wanted(undiscovered, remaining, failures).ToList();
        if (wanted.All(w => value.Status.Conditions.Any(c => Same(c, w)))) return null;
        return value with
        {
            Status = value.Status with
            {
                Conditions =
                [
                    .. value.Status.Conditions.Where(c => wanted.All(w => w.Type != c.Type)),
                    .. wanted.Select(w => Dated(w, value.Status.Conditions.FirstOrDefault(c => c.Type == w.Type), now)),
                ],
            },
        };
    }

    /// <summary>What is told of objects that stay although their deletion was granted and nothing holds them.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="kind">Group, version and resource, as in <c>/v1, Resource=pods</c>.</param>
    public static string Unexpected(string space, string kind) => $"unexpected items still remain in namespace: {space} for gvr: {kind}";

    private static IEnumerable<NamespaceCondition> Wanted(IReadOnlyList<string> undiscovered, IReadOnlyList<NamespaceItem> remaining, IReadOnlyList<string> failures)
    {
        yield return undiscovered.Count == 0
            ? Condition(NamespaceConditionType.NamespaceDeletionDiscoveryFailure, false, "ResourcesDiscovered", "All resources successfully discovered")
            : Condition(NamespaceConditionType.NamespaceDeletionDiscoveryFailure, true, "DiscoveryFailed",
                $"Discovery failed for some groups, {undiscovered.Count} failing: {Undiscovered(undiscovered)}");
        yield return Condition(NamespaceConditionType.NamespaceDeletionGroupVersionParsingFailure, false, "ParsedGroupVersions", "All legacy kube types successfully parsed");
        yield return failures.Count == 0
            ? Condition(NamespaceConditionType.NamespaceDeletionContentFailure, false, "ContentDeleted", "All content successfully deleted, may be waiting on finalization")
            : Condition(NamespaceConditionType.NamespaceDeletionContentFailure, true, "ContentDeletionFailed",
                $"Failed to delete all resource types, {failures.Count} remaining: {string.Join(", ", failures.Order(StringComparer.Ordinal))}");
        yield return remaining.Count == 0
            ? Condition(NamespaceConditionType.NamespaceContentRemaining, false, "ContentRemoved", "All content successfully removed")
            : Condition(NamespaceConditionType.NamespaceContentRemaining, true, "SomeResourcesRemain", $"Some resources are remaining: {Resources(remaining)}");
        var finalizers = Finalizers(remaining);
        yield return finalizers.Length == 0
            ? Condition(NamespaceConditionType.NamespaceFinalizersRemaining, false, "ContentHasNoFinalizers", "All content-preserving finalizers finished")
            : Condition(NamespaceConditionType.NamespaceFinalizersRemaining, true, "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {finalizers}");
    }

    private static string Undiscovered(IReadOnlyList<string> versions) => "unable to retrieve the complete list of server APIs: "
        + string.Join(", ", versions.Order(StringComparer.Ordinal).Select(static v => $"{v}: stale GroupVersion discovery: {v}"));

    private static string Resources(IReadOnlyList<NamespaceItem> remaining) => Join(
        remaining.CountBy(static item => $"{item.Key.Resource.Resource}.{item.Key.Resource.Group}"), static (name, count) => $"{name} has {count} resource instances");

    private static string Finalizers(IReadOnlyList<NamespaceItem> remaining) => Join(
        remaining.SelectMany(static item => item.Finalizers).CountBy(static f => f), static (name, count) => $"{name} in {count} resource instances");

    private static string Join(IEnumerable<KeyValuePair<string, int>> counts, Func<string, string, string> show) => string.Join(", ",
        counts.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(p => show(p.Key, p.Value.ToString(CultureInfo.InvariantCulture))));

    private static NamespaceCondition Condition(string type, bool holds, string reason, string message) =>
        new() { Type = type, Status = holds ? ConditionStatus.True : ConditionStatus.False, Reason = reason, Message = message };

    private static NamespaceCondition Dated(NamespaceCondition wanted, NamespaceCondition? known, DateTimeOffset now) =>
        wanted with { LastTransitionTime = known?.Status == wanted.Status ? known.LastTransitionTime : now };

    private static bool Same(NamespaceCondition left, NamespaceCondition right) =>
        left.Type == right.Type && left.Status == right.Status && left.Reason == right.Reason && left.Message == right.Message;
}
