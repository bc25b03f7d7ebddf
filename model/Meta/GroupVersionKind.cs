namespace Orleans.Kube.Model.Meta;

/// <summary>Names a kind in a version of a group, as it travels in reviews and tables of discovery.</summary>
public sealed record GroupVersionKind
{
    [AlwaysWritten]
    public string Group { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Version { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";
}
