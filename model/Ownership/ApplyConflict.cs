using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Ownership;

/// <summary>A field that an apply would change though another manager owns it.</summary>
internal sealed record ApplyConflict(ManagedFieldsEntry Owner, string Path)
{
    /// <summary>The refusal of an apply because of conflicts, in Kubernetes' words.</summary>
    public static StatusException Refuse(IReadOnlyList<ApplyConflict> conflicts) => Failures.ApplyConflict(
        Message(conflicts),
        [.. conflicts.Select(static c => new StatusCause { Reason = CauseType.FieldManagerConflict, Message = $"conflict with {Name(c.Owner)}", Field = c.Path })]);

    private static string Message(IReadOnlyList<ApplyConflict> conflicts)
    {
        if (conflicts.Count == 1) return $"Apply failed with 1 conflict: conflict with {Name(conflicts[0].Owner)}: {conflicts[0].Path}";
        var lines = new List<string>();
        foreach (var owner in conflicts.GroupBy(static c => Name(c.Owner)).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            lines.Add($"conflicts with {owner.Key}:");
            lines.AddRange(owner.Select(static c => $"- {c.Path}"));
        }

        return $"Apply failed with {conflicts.Count} conflicts: {string.Join('\n', lines)}";
    }

    private static string Name(ManagedFieldsEntry owner)
    {
        var name = $"\"{owner.Manager}\"";
        if (owner.Subresource.Length > 0) name += $" with subresource \"{owner.Subresource}\"";
        return owner.Operation == ManagedFieldsOperationType.Update ? $"{name} using {owner.ApiVersion}" : name;
    }
}
