using System.Text.Json;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model;

/// <summary>The part of an object's metadata that selectors, indexes and garbage collection read.</summary>
public sealed class ObjectHeader
{
    private ObjectHeader(string uid, IReadOnlyDictionary<string, string> labels, IReadOnlyList<OwnerReference> owners, bool isDeleting, bool hasFinalizers) =>
        (Uid, Labels, OwnerReferences, IsDeleting, HasFinalizers) = (uid, labels, owners, isDeleting, hasFinalizers);

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

    internal static ObjectHeader Of(ObjectMeta metadata) =>
        new(metadata.Uid, SharedParts.Labels(metadata.Labels), SharedParts.Owners(metadata.OwnerReferences), metadata.DeletionTimestamp is not null, metadata.Finalizers.Count > 0);

    internal static ObjectHeader Read(ApiObject source) => Of(ObjectJson.ReadMetadata(source.Json.Span));

    /// <summary>The same header, made of another's parts where they are equal: the states of an object seldom differ in them.</summary>
    internal ObjectHeader Sharing(ObjectHeader other)
    {
        var isSame = (Uid: Uid == other.Uid, Labels: SharedParts.AreSame(Labels, other.Labels), Owners: OwnerReferences.SequenceEqual(other.OwnerReferences));
        if (isSame is (true, true, true) && IsDeleting == other.IsDeleting && HasFinalizers == other.HasFinalizers) return other;
        return new(
            isSame.Uid ? other.Uid : Uid, isSame.Labels ? other.Labels : Labels, isSame.Owners ? other.OwnerReferences : OwnerReferences, IsDeleting, HasFinalizers);
    }
}
