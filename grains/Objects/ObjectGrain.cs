using System.Text.Json;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Kube.Grains;

/// <summary>
/// The only writer of one API object. Each write is one turn: the rules of <c>Writes/</c> turn what is stored and what is asked for into a
/// <see cref="WriteOutcome"/>, and the outcome is committed with a compare-and-set. Where another activation of the same object won that
/// race, the turn is played again on what it wrote.
/// </summary>
public abstract class ObjectGrain : Grain, IObjectGrain
{
    private const int Attempts = 8;

    private readonly IPersistentState<ObjectState> _state;
    private bool _uncertain;

    protected ObjectGrain(IPersistentState<ObjectState> state, ObjectServices services)
    {
        (_state, Services) = (state, services);
        Key = GrainKeys.Parse(this.GetGrainId().Type.ToString()!, this.GetPrimaryKeyString());
    }

    /// <summary>The object that this grain writes.</summary>
    protected ObjectKey Key { get; }

    /// <summary>What is known of the kind now, in the version that is stored: that of a custom resource changes.</summary>
    protected ResourceDefinition Definition => Services.Registry[Key.Resource];

    protected ObjectServices Services { get; }

    /// <summary>The object as it is stored, or null where there is none.</summary>
    protected ApiObject? Stored => _state.State.Object;

    public virtual Task<ObjectReply> CreateAsync(CreateRequest request) =>
        WriteAsync(request.Context, turn => CreateAsync(turn, request.Object.Decode(turn.Definition.ObjectType), request.Applied));

    public virtual Task<ObjectReply> ReplaceAsync(ReplaceRequest request) => WriteAsync(request.Context, turn =>
    {
        var wanted = request.Object.Decode(SubresourceRules.BodyType(turn.Definition, request.Subresource));
        return turn.Old is null && turn.Definition.AllowsCreateOnUpdate && request.Subresource.Length == 0
            ? CreateAsync(turn, wanted)
            : UpdateAsync(turn, request.KeepsMetadata ? UpdateStep.WithStoredMetadata(turn, wanted) : wanted, request.Subresource, request.Applied);
    });

    public virtual Task<ObjectReply> PatchAsync(PatchRequest request) => WriteAsync(request.Context, async turn =>
    {
        var patched = PatchStep.Apply(turn, request);
        foreach (var warning in patched.Warnings) turn.Warnings.Add(warning);
        var applied = request.Kind == PatchKind.Apply;
        return turn.Old is null
            ? await CreateAsync(turn, patched.Object, applied)
            : await UpdateAsync(turn, patched.Object, request.Subresource, applied);
    });

    public virtual Task<ObjectReply> DeleteAsync(DeleteRequest request)
    {
        var options = request.Options is null ? new DeleteOptions() : JsonSerializer.Deserialize<DeleteOptions>(request.Options, KubeJson.Options)!;
        return WriteAsync(request.Context, turn => DeleteAsync(turn, options));
    }

    /// <summary>The period of grace that a deletion of this object has; null for kinds that go at once.</summary>
    protected virtual TimeSpan? GracePeriod(KubeObject old, DeleteOptions options) => null;

    /// <summary>Whether something beside the metadata's finalizers keeps an object that is being deleted.</summary>
    protected virtual bool IsHeld(KubeObject value) => false;

    /// <summary>What else changes in an object when its deletion begins.</summary>
    protected virtual KubeObject Ending(KubeObject value) => value;

    /// <summary>Completes what is about to be stored with values that the cluster gives (a service's address). Called once all other rules have agreed.</summary>
    /// <exception cref="StatusException">The values that the author chose cannot be given.</exception>
    protected virtual ValueTask<KubeObject> CompleteAsync(WriteTurn turn, KubeObject value, KubeObject? old) => ValueTask.FromResult(value);

    /// <summary>After every write that may have changed something, successful or not: <see cref="Stored"/> is what now holds.</summary>
    protected virtual ValueTask SettleAsync(WriteContext context) => ValueTask.CompletedTask;

    /// <summary>Plays one write until it is committed or refused.</summary>
    protected async Task<ObjectReply> WriteAsync(WriteContext context, Func<WriteTurn, ValueTask<WriteOutcome>> rules)
    {
        if (_uncertain) await RereadAsync();
        if (!Services.Registry.TryFind(Key.Resource, out _)) return Refused(Failures.PathNotFound());
        for (var attempt = 1; ; attempt++)
        {
            WriteTurn? turn = null;
            try
            {
                var definition = Spoken(context.Version);
                var old = Stored is { } stored ? await Services.Conversion.ToVersionAsync(definition, stored) : null;
                turn = new WriteTurn(definition, Key, old, context, Services.Cluster.Current, Services.Time.WholeSeconds());
                var outcome = await rules(turn);
                var reply = await CarryOutAsync(turn, outcome);
                if (outcome is not WriteOutcome.Unchanged) await SettleAsync(context);
                return reply;
            }
            catch (StatusException refusal)
            {
                await SettleAsync(context);
                return Refused(refusal) with { Warnings = turn?.Warnings.Texts ?? [] };
            }
            catch (InconsistentStateException) when (attempt < Attempts)
            {
                await RereadAsync();
            }
            catch (InconsistentStateException)
            {
                await RereadAsync();
                return Refused(Failures.Stale(Key.Resource, Key.Name));
            }
        }
    }

    /// <summary>The rules of a creation, in their order.</summary>
    protected async ValueTask<WriteOutcome> CreateAsync(WriteTurn turn, KubeObject wanted, bool applied = false)
    {
        if (applied)
        {
            WritePreconditions.CheckVersion(wanted.Metadata);
            wanted = wanted with { Metadata = wanted.Metadata with { ResourceVersion = "" } };
        }

        var admission = Admission(turn, AdmissionOperation.Create, "", null);
        var value = CreateStep.Normalize(turn, wanted);
        if (!applied) value = FieldOwnership.RecordCreation(turn, value);
        value = await Services.Admission.AdmitAsync(admission, value);
        value = CreateStep.Stamp(turn, value, Services.Ids.NewUid());
        Check(turn, ObjectValidation.OfCreate(turn.Definition, value));
        if (!CreateStep.IsNew(turn, wanted))
        {
            // Those who judge are asked first, as by Kubernetes; nothing is written, and nothing counts.
            await Services.Admission.ValidateAsync(admission with { Context = turn.Context with { DryRun = true } }, value);
            CreateStep.CheckNew(turn, wanted);
        }

        value = await CompleteAsync(turn, value, null);
        await Services.Admission.ValidateAsync(admission, value);
        return new WriteOutcome.Store(value) { Warnings = [.. turn.Definition.Warnings(value, null)] };
    }

    /// <summary>The rules of an update, in their order.</summary>
    protected async ValueTask<WriteOutcome> UpdateAsync(WriteTurn turn, KubeObject wanted, string subresource, bool applied = false)
    {
        WritePreconditions.CheckUid(turn.Definition, Key, wanted.Metadata, turn.Old);
        var old = Existing(turn);
        if (subresource == SubresourceRules.Scale) WritePreconditions.CheckVersion(Key, wanted.Metadata, turn.Old!);
        else wanted = UpdateStep.Normalize(turn, wanted, old);

        var admission = Admission(turn, AdmissionOperation.Update, subresource, old);
        var value = SubresourceRules.Merge(turn, wanted, old, subresource, applied);
        value = turn.Definition.Default(await Services.Admission.AdmitAsync(admission, value));
        if (subresource != SubresourceRules.Status) value = await CompleteAsync(turn, value, old);
        value = UpdateStep.Count(turn, value, old, subresource);
        Check(turn, ObjectValidation.OfUpdate(turn.Definition, value, old, subresource));
        await Services.Admission.ValidateAsync(admission, value);
        IReadOnlyList<string> warnings = [.. turn.Definition.Warnings(value, old)];
        if (UpdateStep.ChangesNothing(value, old) && !Services.Conversion.Differs(Definition, Stored!)) return new WriteOutcome.Unchanged(turn.Old!) { Warnings = warnings };
        return DeleteStep.IsOver(value, IsHeld(value)) ? new WriteOutcome.Remove(value) : new WriteOutcome.Store(value) { Warnings = warnings };
    }

    /// <summary>The rules of a deletion, in their order.</summary>
    protected async ValueTask<WriteOutcome> DeleteAsync(WriteTurn turn, DeleteOptions options)
    {
        var old = Existing(turn);
        WritePreconditions.CheckDelete(Key, Definition.Kind, options.Preconditions, turn.Old!);
        var admission = Admission(turn, AdmissionOperation.Delete, "", old);
        await Services.Admission.AdmitAsync(admission, old);
        await Services.Admission.ValidateAsync(admission, old);
        var outcome = DeleteStep.Decide(turn, old, options, GracePeriod(old, options), IsHeld(old));
        return (outcome is WriteOutcome.Store store ? store with { Content = Ending(store.Content) } : outcome) with { Warnings = [.. DeleteStep.Warnings(turn, options)] };
    }

    /// <exception cref="StatusException">404: there is no such object.</exception>
    protected KubeObject Existing(WriteTurn turn) => turn.Old?.Decode(turn.Definition.ObjectType) ?? throw Failures.NotFound(Key.Resource, Key.Name);

    private static ObjectReply Refused(StatusException refusal) =>
        new(null, JsonSerializer.SerializeToUtf8Bytes(refusal.Status, KubeJson.Options));

    private AdmissionRequest Admission(WriteTurn turn, AdmissionOperation operation, string subresource, KubeObject? old) =>
        new(operation, turn.Definition, Key, subresource, old, turn.Context, turn.View) { Warnings = turn.Warnings };

    private void Check(WriteTurn turn, IReadOnlyList<FieldError> errors)
    {
        if (errors.Count > 0) throw Failures.Invalid(turn.Definition.Group, turn.Definition.Kind, Key.Name, errors);
    }

    /// <summary>The version that a write speaks of: its rules hold, and what comes of them is stored in the stored version.</summary>
    private ResourceDefinition Spoken(string version) => version.Length == 0 ? Definition
        : Services.Registry.TryFind(Key.Resource.Group, version, Key.Resource.Resource, out var definition) ? definition : throw Failures.PathNotFound();

    private async Task<ObjectReply> CarryOutAsync(WriteTurn turn, WriteOutcome outcome)
    {
        IReadOnlyList<string> warnings = [.. turn.Warnings.Texts, .. outcome.Warnings];
        if (outcome is WriteOutcome.Unchanged unchanged) return new ObjectReply(unchanged.Stored, null) { Warnings = warnings };
        var removes = outcome is WriteOutcome.Remove;
        var content = outcome is WriteOutcome.Store store ? store.Content : ((WriteOutcome.Remove)outcome).Last;
        var next = ApiObject.FromContent(Key, await Services.Conversion.ToVersionAsync(Definition, content));
        if (turn.Context.DryRun) next = turn.Old is null ? next : next.At(turn.Old.Revision);
        else next = await CommitAsync(next, removes);
        return new ObjectReply(next, null) { Created = turn.Old is null, Removed = removes, Warnings = warnings };
    }

    private async Task<ApiObject> CommitAsync(ApiObject next, bool removes)
    {
        var (state, before) = (_state.State, _state.State.Object);
        try
        {
            state.Object = next;
            await (removes ? _state.ClearStateAsync() : _state.WriteStateAsync());
        }
        catch (Exception)
        {
            // The write may have happened or not: the next turn looks.
            (state.Object, _uncertain) = (before, true);
            throw;
        }

        var committed = state.Object;
        if (removes) _state.State = new ObjectState();
        return committed;
    }

    /// <summary>Reads the state again where the view knows a later one: another activation wrote it.</summary>
    protected async Task CatchUpAsync(IClusterView view)
    {
        if (_uncertain || view.Find(Key)?.Revision != Stored?.Revision) await RereadAsync();
    }

    private async Task RereadAsync()
    {
        await _state.ReadStateAsync();
        _uncertain = false;
    }
}
