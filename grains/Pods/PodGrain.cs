using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Policy;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>A pod: bound to a node once, run and reported by the node's agent, given time to end.</summary>
[GrainType("pods")]
public sealed class PodGrain([PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services)
    : ObjectGrain(state, services), IPodGrain
{
    public override Task<ObjectReply> ReplaceAsync(ReplaceRequest request) => request.Subresource switch
    {
        "binding" => WriteAsync(request.Context, turn =>
            ValueTask.FromResult(PodBinding.Bind(turn, (Pod)Existing(turn), request.Object.As<Binding>()))),
        "eviction" => WriteAsync(request.Context, turn => EvictAsync(turn, request.Object.As<Eviction>())),
        _ => base.ReplaceAsync(request),
    };

    /// <summary>A pod may come with conditions; they hold from then on.</summary>
    protected override ValueTask<KubeObject> CompleteAsync(WriteTurn turn, KubeObject value, KubeObject? old)
    {
        var pod = (Pod)value;
        if (old is not null || pod.Status.Conditions.Count == 0) return ValueTask.FromResult(value);
        return ValueTask.FromResult<KubeObject>(pod with
        {
            Status = pod.Status with { Conditions = [.. pod.Status.Conditions.Select(c => c with { LastTransitionTime = c.LastTransitionTime ?? turn.Now })] },
        });
    }

    protected override TimeSpan? GracePeriod(KubeObject old, DeleteOptions options) => PodGrace.Of((Pod)old, options);

    /// <summary>The budget's grain grants evictions one after the other, so that drains that run at once never exceed it together.</summary>
    private async ValueTask<WriteOutcome> EvictAsync(WriteTurn turn, Eviction eviction)
    {
        if (PodEviction.GrantingBudget(turn, (Pod)Existing(turn)) is { Metadata: var budget })
        {
            var grant = await GrainFactory.GetGrain<IPodDisruptionBudgetGrain>($"{budget.Namespace}/{budget.Name}").DisruptAsync(Key.Name, turn.Context.DryRun);
            if (grant.Failure is not null) throw new StatusException(PlanWriter.Status(grant));
        }

        var outcome = await DeleteAsync(turn, eviction.DeleteOptions ?? new DeleteOptions());
        return outcome switch
        {
            WriteOutcome.Store store => store with { Content = Evicted(store.Content) },
            WriteOutcome.Remove remove => remove with { Last = Evicted(remove.Last) },
            _ => outcome,
        };

        Pod Evicted(KubeObject pod) => ((Pod)pod).Disrupted("EvictionByEvictionAPI", "Eviction API: evicting", turn.Now);
    }
}
