using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Writes;

/// <summary>
/// The rules of a deletion: an object goes at once unless somebody asked to finish something first, by a finalizer or by a period of grace.
/// Until then it is marked with a deletionTimestamp.
/// </summary>
public static class DeleteStep
{
    /// <summary>The finalizer that keeps an object until its dependents have been let go.</summary>
    public const string Orphan = "orphan";

    /// <summary>The finalizer that keeps an object until its blocking dependents are gone.</summary>
    public const string Foreground = "foregroundDeletion";

    /// <param name="grace">The period of grace of this kind and request; null for kinds without one.</param>
    /// <param name="held">Whether something beside the metadata's finalizers still holds the object (a namespace's content).</param>
    public static WriteOutcome Decide(WriteTurn turn, KubeObject old, DeleteOptions options, TimeSpan? grace, bool held)
    {
        var finalizers = Finalizers(old.Metadata.Finalizers, options, turn.Definition);
        var holds = held || finalizers.Count > 0;
        if (old.Metadata.DeletionTimestamp is not null) return Again(turn, old, finalizers, holds, grace);
        if (!holds && grace is null) return new WriteOutcome.Remove(old);

        var wait = grace ?? TimeSpan.Zero;
        var ending = old with
        {
            Metadata = old.Metadata with
            {
                Finalizers = finalizers,
                DeletionTimestamp = turn.Now + wait,
                DeletionGracePeriodSeconds = (long)wait.TotalSeconds,
                Generation = NextGeneration(old),
                ResourceVersion = "",
            },
        };
        return holds || wait > TimeSpan.Zero ? new WriteOutcome.Store(ending) : new WriteOutcome.Remove(ending);
    }

    /// <summary>What is told to whoever did not say what becomes of the dependents.</summary>
    public static IEnumerable<string> Warnings(WriteTurn turn, DeleteOptions options) =>
        turn.Definition is { OrphansByDefault: true, OrphanWarning: { } warning } && options is { PropagationPolicy: null or "", OrphanDependents: null } ? [warning] : [];

    /// <summary>Whether an object that is being deleted has nothing left to wait for.</summary>
    public static bool IsOver(KubeObject value, bool held) =>
        value.Metadata is { DeletionTimestamp: not null, Finalizers.Count: 0 } && !held && (value.Metadata.DeletionGracePeriodSeconds ?? 0) == 0;

    /// <summary>A second deletion can only hasten: a shorter grace takes effect, a longer one does not.</summary>
    private static WriteOutcome Again(WriteTurn turn, KubeObject old, IReadOnlyList<string> finalizers, bool holds, TimeSpan? grace)
    {
        var pending = TimeSpan.FromSeconds(old.Metadata.DeletionGracePeriodSeconds ?? 0);
        var wait = grace < pending ? grace.Value : pending;
        if (!holds && wait == TimeSpan.Zero) return new WriteOutcome.Remove(old);
        if (wait == pending && finalizers.SequenceEqual(old.Metadata.Finalizers)) return new WriteOutcome.Unchanged(turn.Old!);
        return new WriteOutcome.Store(old with
        {
            Metadata = old.Metadata with
            {
                Finalizers = finalizers,
                DeletionTimestamp = old.Metadata.DeletionTimestamp - pending + wait,
                DeletionGracePeriodSeconds = (long)wait.TotalSeconds,
                ResourceVersion = "",
            },
        });
    }

    private static IReadOnlyList<string> Finalizers(IReadOnlyList<string> stored, DeleteOptions options, ResourceDefinition definition)
    {
        var wanted = options switch
        {
            { OrphanDependents: true } or { PropagationPolicy: DeletionPropagation.Orphan } => Orphan,
            { PropagationPolicy: DeletionPropagation.Foreground } => Foreground,
            { OrphanDependents: false } or { PropagationPolicy: DeletionPropagation.Background } => "",
            _ => definition.OrphansByDefault && !stored.Contains(Orphan) && !stored.Contains(Foreground) ? Orphan : null,
        };
        if (wanted is null) return stored;
        var others = stored.Where(static f => f is not (Orphan or Foreground));
        return wanted.Length == 0 ? [.. others] : [.. others, wanted];
    }

    private static long NextGeneration(KubeObject old) => old.Metadata.Generation > 0 ? old.Metadata.Generation + 1 : 0;
}
