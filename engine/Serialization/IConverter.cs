namespace Orleans;

/// <summary>Lets a type from elsewhere be serialized through a surrogate.</summary>
public interface IConverter<TValue, TSurrogate>
    where TSurrogate : struct
{
    /// <summary>The value a surrogate stands for.</summary>
    TValue ConvertFromSurrogate(in TSurrogate surrogate);

    /// <summary>The surrogate that stands for a value.</summary>
    TSurrogate ConvertToSurrogate(in TValue value);
}
