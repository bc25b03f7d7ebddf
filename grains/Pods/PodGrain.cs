using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model.Core;
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

    protected override TimeSpan? GracePeriod(KubeObject old, DeleteOptions options) => PodGrace.Of((Pod)old, options);

    private ValueTask<WriteOutcome> EvictAsync(WriteTurn turn, Eviction eviction)
    {
        PodEviction.CheckBudgets(turn, (Pod)Existing(turn));
        return DeleteAsync(turn, eviction.DeleteOptions ?? new DeleteOptions());
    }
}
