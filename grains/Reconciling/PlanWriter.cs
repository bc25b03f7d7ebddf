using System.Text.Json;
using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>
/// Carries out the writes of a plan, each through the grain of the object it is about (the caller's own object directly, because its grain
/// is busy with this very turn).
/// </summary>
public sealed class PlanWriter(IGrainFactory grains, string component, ObjectKey? own = null, IObjectGrain? ownGrain = null)
{
    private readonly WriteContext _context = WriteContext.System(component);

    /// <summary>The latest revision that any of these writes led to: a view at or after it shows them all.</summary>
    public long Revision { get; private set; }

    /// <summary>Carries out all writes, so many at a time.</summary>
    /// <returns>The refusals, in the order of the writes.</returns>
    public async Task<IReadOnlyList<Refusal>> WriteAsync(IReadOnlyList<ObjectWrite> writes, int parallelism)
    {
        if (writes.Count == 0) return [];
        if (writes.Count == 1) return await WriteAsync(writes[0]) is { } only ? [only] : [];

        var refusals = new Refusal?[writes.Count];
        for (var start = 0; start < writes.Count; start += parallelism)
        {
            var count = Math.Min(parallelism, writes.Count - start);
            var batch = new Task<Refusal?>[count];
            for (var i = 0; i < count; i++)
            {
                // The own object's turn is this one: its writes follow each other.
                batch[i] = WriteAsync(writes[start + i]);
                if (writes[start + i].Key == own) await batch[i];
            }

            for (var i = 0; i < count; i++) refusals[start + i] = await batch[i];
        }

        return [.. refusals.OfType<Refusal>()];
    }

    /// <summary>Carries out one write.</summary>
    /// <returns>Why it was refused, or null. Deleting what is gone already is no refusal.</returns>
    public async Task<Refusal?> WriteAsync(ObjectWrite write)
    {
        var grain = write.Key == own ? ownGrain! : grains.ObjectGrain(write.Key);
        var reply = await (write switch
        {
            ObjectCreation creation => grain.CreateAsync(new CreateRequest(ApiObject.FromContent(creation.Key, creation.Content), _context)),
            ObjectPatch patch => grain.PatchAsync(new PatchRequest(patch.Kind, patch.ToJson(), patch.Subresource, false, _context)),
            ObjectReplacement replacement => grain.ReplaceAsync(
                new ReplaceRequest(ApiObject.FromContent(replacement.Key, replacement.Content), replacement.Subresource, _context, replacement.Subresource.Length > 0)),
            ObjectDeletion deletion => grain.DeleteAsync(new DeleteRequest(Options(deletion), _context)),
            _ => throw new InvalidOperationException($"{write.GetType().Name} is no write that a plan can ask for"),
        });
        return Outcome(write, reply);
    }

    /// <summary>The Status of a refused write.</summary>
    public static Status Status(ObjectReply reply) => JsonSerializer.Deserialize<Status>(reply.Failure, KubeJson.Options)!;

    private static byte[] Options(ObjectDeletion deletion) => JsonSerializer.SerializeToUtf8Bytes(
        new DeleteOptions
        {
            ApiVersion = "v1",
            Kind = "DeleteOptions",
            GracePeriodSeconds = deletion.GracePeriodSeconds,
            PropagationPolicy = deletion.Propagation,
            Preconditions = new Preconditions { Uid = deletion.Uid },
        },
        KubeJson.Options);

    private Refusal? Outcome(ObjectWrite write, ObjectReply reply)
    {
        if (reply.Object is { } written) Revision = Math.Max(Revision, written.Revision);
        if (reply.Failure is null) return null;
        var status = Status(reply);
        if (!status.SaysGone()) return new Refusal(write, status.Reason, status.Message);
        return write is ObjectDeletion ? null : new Refusal(write, StatusReason.NotFound, status.Message);
    }
}
