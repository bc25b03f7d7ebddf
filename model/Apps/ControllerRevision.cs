using System.Text.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Apps;

/// <summary>A template as it once was, kept for going back.</summary>
[KubeKind("apps/v1", "ControllerRevision")]
public sealed record ControllerRevision : KubeObject
{
    /// <summary>The state that was kept.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Its number; higher is later.</summary>
    [AlwaysWritten]
    public long Revision { get; init; }
}
