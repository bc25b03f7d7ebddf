namespace Orleans.Kube.Model.Json;

/// <summary>One step from the root of a document to a value: a known field, an entry of a list, or a name that stands in the document.</summary>
internal readonly record struct PathStep
{
    private PathStep(string? field, int index, Range name) => (Field, Index, Name) = (field, index, name);

    /// <summary>The field's name, or null.</summary>
    public string? Field { get; }

    /// <summary>The position in a list, or -1.</summary>
    public int Index { get; }

    /// <summary>Where in the document the name stands, for entries of maps.</summary>
    public Range Name { get; }

    public static PathStep OfField(string name) => new(name, -1, default);

    public static PathStep OfEntry(int index) => new(null, index, default);

    public static PathStep OfName(int start, int length) => new(null, -1, start..(start + length));
}
