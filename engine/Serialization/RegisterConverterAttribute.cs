namespace Orleans;

/// <summary>The class is an <see cref="IConverter{TValue, TSurrogate}"/>, registered for Orleans' serializer.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class RegisterConverterAttribute : Attribute;
