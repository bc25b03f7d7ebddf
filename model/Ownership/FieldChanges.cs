namespace Orleans.Kube.Model.Ownership;

/// <summary>What differs between two states of an object.</summary>
public sealed class FieldChanges
{
    /// <summary>Fields that only the new state has, on every level.</summary>
    public FieldSet Added { get; } = new();

    /// <summary>Leaves that both states have, with different values.</summary>
    public FieldSet Modified { get; } = new();

    /// <summary>Fields that only the old state has, on every level.</summary>
    public FieldSet Removed { get; } = new();

    public bool IsEmpty => Added.IsEmpty && Modified.IsEmpty && Removed.IsEmpty;

    /// <summary>What a writer owns by having made these changes.</summary>
    public FieldSet Written => Added.Union(Modified);
}
