using System.Globalization;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Ledger;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Kube.Silo.Storage;

/// <summary>
/// The ledger as a grain storage: a state is one object, its ETag the object's revision. Reading is a look at the followed view, writing a
/// compare-and-set.
/// </summary>
public sealed class LedgerGrainStorage(Ledger.Ledger ledger, ResourceRegistry registry) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var view = await ledger.LatestAsync();
        Show(grainState, view.Find(KeyOf(grainId)));
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var content = ObjectOf(grainState) ?? throw new InvalidOperationException($"{grainId} has no object to store");
        var logged = !(registry.TryFind(content.Key.Resource, out var definition) && definition.Unlogged);
        Show(grainState, await CommitAsync(grainState, new LedgerWrite(content, Revision(grainState), WriteKind.Put, logged)));
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var last = ObjectOf(grainState) ?? throw new InvalidOperationException($"{grainId} has no object to remove");
        var removed = await CommitAsync(grainState, new LedgerWrite(last, Revision(grainState), WriteKind.Delete));
        State(grainState).Object = removed;
        (grainState.ETag, grainState.RecordExists) = (null, false);
    }

    private async Task<ApiObject> CommitAsync<T>(IGrainState<T> grainState, LedgerWrite write) => await ledger.WriteAsync(write) switch
    {
        LedgerResult.Committed committed => committed.Object,
        LedgerResult.Stale stale => throw new InconsistentStateException(
            $"{write.Object.Key} is not at the expected revision", stale.Current?.Revision.ToString(CultureInfo.InvariantCulture), grainState.ETag),
        var unknown => throw new InvalidOperationException($"unexpected outcome {unknown}"),
    };

    private static void Show<T>(IGrainState<T> grainState, ApiObject? stored)
    {
        grainState.State ??= (T)(object)new ObjectState();
        State(grainState).Object = stored;
        grainState.RecordExists = stored is not null;
        grainState.ETag = stored?.Revision.ToString(CultureInfo.InvariantCulture);
    }

    private static ObjectKey KeyOf(GrainId grainId) => GrainKeys.Parse(grainId.Type.ToString()!, grainId.Key.ToString()!);

    private static ObjectState State<T>(IGrainState<T> grainState) =>
        grainState.State as ObjectState ?? throw new NotSupportedException($"the ledger stores {nameof(ObjectState)}, not {typeof(T)}");

    private static ApiObject? ObjectOf<T>(IGrainState<T> grainState) => State(grainState).Object;

    private static long Revision<T>(IGrainState<T> grainState) =>
        grainState.ETag is { Length: > 0 } tag ? long.Parse(tag, CultureInfo.InvariantCulture) : 0;
}
