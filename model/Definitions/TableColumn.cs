using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Definitions;

/// <summary>
/// A column of the server-side table. <see cref="Priority"/> 0 is always shown, 1 with <c>-o wide</c>. <see cref="Cell"/> returns a string, a
/// number, a bool or null for the object; ages are relative to the time that it is given.
/// </summary>
public sealed record TableColumn(string Name, string Type, string Description, Func<KubeObject, DateTimeOffset, object?> Cell, int Priority = 0)
{
    /// <summary>How clients show the value, as OpenAPI names formats; empty where they choose.</summary>
    public string Format { get; init; } = "";

    /// <summary>The age of the object, in kubectl's short form (<c>5m12s</c>).</summary>
    public static TableColumn Age { get; } = new("Age", "string", "How long ago the object was created.", (o, now) => HumanDuration.Age(o.Metadata.CreationTimestamp, now));

    /// <summary>The name of the object, for tables where it does not come first.</summary>
    public static TableColumn ObjectName { get; } = new("Name", "string", "The name, unique within the namespace.", (o, _) => o.Metadata.Name, 1) { Format = "name" };
}
