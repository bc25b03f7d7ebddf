namespace Orleans.Kube.Model.Validation;

/// <summary>Conditions that are told apart by their types.</summary>
internal static class ConditionValidation
{
    /// <summary>Every condition has a type, and no two the same.</summary>
    public static void Types(IEnumerable<string> types, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, type) in types.Index())
        {
            if (!seen.Add(type)) errors.Duplicate($"status.conditions[{i}].type", type);
            if (type.Length == 0) errors.Required($"status.conditions[{i}].type", "must not be empty");
        }
    }
}
