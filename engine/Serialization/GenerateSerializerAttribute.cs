namespace Orleans;

/// <summary>The type crosses grain boundaries: Orleans generates a serializer for it. In this engine it crosses by reference.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Whether the parameters of the primary constructor are serialized members; Orleans assumes so of records.</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }

    /// <summary>Which members Orleans numbers by itself.</summary>
    public GenerateFieldIds GenerateFieldIds { get; init; } = GenerateFieldIds.None;
}
