using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Writes;

/// <summary>The rules of a creation.</summary>
public static class CreateStep
{
    /// <summary>The object as its author may define it: in the right place, defaulted, with nothing that only the server gives.</summary>
    public static KubeObject Normalize(WriteTurn turn, KubeObject wanted)
    {
        Placement.Check(turn.Definition, turn.Key, wanted.Metadata);
        return turn.Definition.Default(wanted with
        {
            ApiVersion = turn.Definition.ApiVersion,
            Kind = turn.Definition.Kind,
            Metadata = wanted.Metadata with { Name = turn.Key.Name, Namespace = turn.Key.Namespace, ResourceVersion = "" },
        });
    }

    /// <summary>What only the server gives: uid, creation time, first generation; and nothing of the status that the author sent.</summary>
    public static KubeObject Stamp(WriteTurn turn, KubeObject value, string uid)
    {
        var identified = value with { Metadata = value.Metadata with { Uid = uid, CreationTimestamp = turn.Now } };
        var prepared = turn.Definition.PrepareForCreate(turn.Definition.Default(identified));
        return prepared with
        {
            Metadata = prepared.Metadata with
            {
                Generation = turn.Definition.HasGeneration ? 1 : prepared.Metadata.Generation,
                DeletionTimestamp = null,
                DeletionGracePeriodSeconds = null,
                SelfLink = "",
            },
        };
    }

    /// <summary>Whether the object can be stored: it has not been before, and there is none of its name.</summary>
    public static bool IsNew(WriteTurn turn, KubeObject wanted) => turn.Old is null && !HasVersion(wanted);

    /// <exception cref="StatusException">409: there is such an object already; 400: it says that it was stored before.</exception>
    public static void CheckNew(WriteTurn turn, KubeObject wanted)
    {
        if (HasVersion(wanted)) throw Failures.BadRequest("resourceVersion should not be set on objects to be created");
        if (turn.Old is null) return;
        var refusal = Failures.AlreadyExists(turn.Key.Resource, turn.Key.Name);
        throw turn.Old.Header.IsDeleting
            ? new StatusException(refusal.Status with { Message = $"object is being deleted: {refusal.Status.Message}" })
            : refusal;
    }

    private static bool HasVersion(KubeObject wanted) => wanted.Metadata.ResourceVersion is { Length: > 0 } and not "0";
}
