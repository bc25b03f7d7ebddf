using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>The entries of metadata.managedFields.</summary>
internal static class ManagedFieldsValidation
{
    private const int MaximumManagerBytes = 128;

    public static void Validate(IReadOnlyList<ManagedFieldsEntry> entries, FieldErrors errors)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            using var _ = errors.At("managedFields", i);
            var entry = entries[i];
            if (entry.Operation is not (ManagedFieldsOperationType.Apply or ManagedFieldsOperationType.Update))
                errors.Invalid("operation", entry.Operation, "must be `Apply` or `Update`");
            if (entry.FieldsType.Length > 0 && entry.FieldsType != "FieldsV1") errors.Invalid("fieldsType", entry.FieldsType, "must be `FieldsV1`");
            if (entry.Manager.Length > MaximumManagerBytes) errors.TooLong("manager", MaximumManagerBytes);
            if (entry.Subresource.Length > 256) errors.TooLong("subresource", 256);
        }
    }
}
