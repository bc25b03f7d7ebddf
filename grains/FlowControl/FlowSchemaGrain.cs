using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.FlowControl;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.FlowControl;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>A flow schema: it tells whether its priority level is there.</summary>
[GrainType("flowschemas.flowcontrol.apiserver.k8s.io")]
public sealed class FlowSchemaGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling)
    : ReconcilingGrain(state, services, reconciling), IFlowSchemaGrain
{
    protected override string Component => "api-priority-and-fairness-config-consumer-v1";

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        if (Stored?.As<FlowSchema>() is not { } schema) return null;
        var hasLevel = view.Find(new ObjectKey(Resources.PriorityLevelConfigurations, "", schema.Spec.PriorityLevelConfiguration.Name)) is not null;
        if (FlowSchemaPlanner.Plan(schema, hasLevel, Services.Time.WholeSeconds()) is { } changed) await WriteOrThrowAsync([ObjectReplacement.StatusOf(Resources.FlowSchemas, changed)]);
        return null;
    }
}
