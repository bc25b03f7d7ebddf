namespace Orleans.Kube.Model.Json;

/// <summary>What unknown and duplicate fields of a body lead to (the query parameter <c>fieldValidation</c>).</summary>
public enum FieldValidation
{
    /// <summary>They are dropped silently; of duplicates the last one counts.</summary>
    Ignore,

    /// <summary>They are dropped, and the client is told in warnings. The default of the API.</summary>
    Warn,

    /// <summary>The body is refused.</summary>
    Strict,
}
