namespace Orleans;

/// <summary>Which members Orleans numbers by itself.</summary>
public enum GenerateFieldIds
{
    /// <summary>Every member carries its <see cref="IdAttribute"/>.</summary>
    None = 0,

    /// <summary>Public properties that can be set are numbered.</summary>
    PublicProperties = 1,
}
