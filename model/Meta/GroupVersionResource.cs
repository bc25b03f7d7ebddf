namespace Orleans.Kube.Model.Meta;

/// <summary>Names a resource in a version of a group, as it travels in admission reviews.</summary>
public sealed record GroupVersionResource
{
    [AlwaysWritten]
    public string Group { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Version { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Resource { get; init => field = value ?? ""; } = "";
}
