using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Client;

/// <summary>A page, or all, of a collection. <c>Metadata.ResourceVersion</c> is the revision that it shows and that a watch goes on from.</summary>
public sealed record ObjectList<TObject> : TypeMeta where TObject : KubeObject
{
    public ListMeta Metadata { get; init => field = value ?? new(); } = new();

    public IReadOnlyList<TObject> Items { get; init => field = value ?? []; } = [];
}
