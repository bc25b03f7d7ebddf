using System.Text.Json;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model;

/// <summary>The part of an object's metadata that selectors, indexes and garbage collection read.</summary>
public sealed class ObjectHeader
{
    private ObjectHeader(ObjectMeta metadata)
    {
        Uid = metadata.Uid;
        Labels = metadata.Labels;
        OwnerReferences = metadata.OwnerReferences;
        IsDeleting = metadata.DeletionTimestamp is not null;
        HasFinalizers = metadata.Finalizers.Count > 0;
    }

    public string Uid { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public IReadOnlyList<OwnerReference> OwnerReferences { get; }

    /// <summary>Whether deletionTimestamp is set.</summary>
    public bool IsDeleting { get; }

    public bool HasFinalizers { get; }

    /// <summary>The uid of the owner with <c>controller: true</c>, or null.</summary>
    public string? ControllerUid
    {
        get
        {
            foreach (var owner in OwnerReferences)
                if (owner.Controller == true) return owner.Uid;
            return null;
        }
    }

    internal static ObjectHeader Of(ObjectMeta metadata) => new(metadata);

    internal static ObjectHeader Read(ApiObject source) => new(ObjectJson.ReadMetadata(source.Json.Span));
}
