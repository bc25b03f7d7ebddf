using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Ownership;

/// <summary>
/// managedFields between an object and its scale, which have one field in common: the number of replicas. Who owns it in the object owns it in
/// the scale, and the other way round.
/// </summary>
public static class ScaleOwners
{
    private static readonly FieldSet Replicas = FieldSet.Of("spec", "replicas");

    /// <summary>The managedFields of the scale of an object that has these.</summary>
    public static IReadOnlyList<ManagedFieldsEntry> OfScale(IReadOnlyList<ManagedFieldsEntry> ofObject, ScaleAccess access)
    {
        var owners = FieldOwners.None;
        foreach (var owner in FieldOwners.Of([], ofObject).All)
        {
            if (access.ReplicasFields.TryGetValue(owner.Entry.ApiVersion, out var field) && owner.Overlaps(field))
                owners.Add(owner.Of(ScaleDefinition.Instance.ApiVersion, Replicas, owner.Entry.Time));
        }

        return owners.InOrder();
    }

    /// <summary>The managedFields of an object whose scale was written. Owners that came by a write of the scale have no time.</summary>
    /// <param name="ofObject">Those that the object had.</param>
    /// <param name="ofScale">Those that its scale has.</param>
    /// <param name="access">How the scale reads the object.</param>
    /// <param name="apiVersion">The version of the object that was written.</param>
    public static IReadOnlyList<ManagedFieldsEntry> OfObject(
        IReadOnlyList<ManagedFieldsEntry> ofObject, IReadOnlyList<ManagedFieldsEntry> ofScale, ScaleAccess access, string apiVersion)
    {
        var (owners, known, ofReplicas) = (FieldOwners.None, FieldOwners.Of([], ofObject), FieldOwners.Of([], ofScale).All.ToList());
        foreach (var owner in known.All)
        {
            if (!access.ReplicasFields.TryGetValue(owner.Entry.ApiVersion, out var field)) continue;
            var keeps = !owner.Overlaps(field) || ofReplicas.RemoveAll(owner.IsOfSameWriter) > 0;
            if (keeps) owners.Add(owner);
            else if (owner.Fields.Difference(field) is { IsEmpty: false } rest) owners.Add(owner.With(rest));
        }

        foreach (var owner in ofReplicas.Where(static o => o.Overlaps(Replicas)))
        {
            var time = known.All.FirstOrDefault(owner.IsOfSameWriter)?.Entry.Time;
            owners.Add(owner.Of(apiVersion, access.ReplicasFields[apiVersion], time));
        }

        return owners.InOrder();
    }
}
