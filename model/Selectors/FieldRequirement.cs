namespace Orleans.Kube.Model.Selectors;

/// <summary>One condition of a <see cref="FieldQuery"/>: a field equals a value, or does not.</summary>
public sealed record FieldRequirement(string Field, string Value, bool IsEqual)
{
    public override string ToString() => $"{Field}{(IsEqual ? "=" : "!=")}{FieldQuery.Escape(Value)}";
}
