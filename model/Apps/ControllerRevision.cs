using System.Text.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Apps;

[KubeKind("apps/v1", "ControllerRevision")]
public sealed record ControllerRevision : KubeObject
{
    public JsonElement? Data { get; init; }

    [AlwaysWritten]
    public long Revision { get; init; }
}
