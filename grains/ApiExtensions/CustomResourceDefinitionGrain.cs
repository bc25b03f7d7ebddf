using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.ApiExtensions;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.ApiExtensions;

/// <summary>A custom resource: established once its names are accepted, and kept at its end until its objects are gone.</summary>
[GrainType("customresourcedefinitions.apiextensions.k8s.io")]
public sealed class CustomResourceDefinitionGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling)
    : ReconcilingGrain(state, services, reconciling), ICustomResourceDefinitionGrain
{
    protected override string Component => "customresource-controller";

    /// <summary>A deletion is never done at once: it begins with the finalizer that <see cref="Ending"/> adds.</summary>
    protected override bool IsHeld(KubeObject value) => value.Metadata.DeletionTimestamp is null;

    protected override KubeObject Ending(KubeObject value) => CustomResourcePlanner.Terminating((CustomResourceDefinition)value, Services.Time.WholeSeconds());

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        if (Stored?.As<CustomResourceDefinition>() is not { } definition) return null;
        var plan = CustomResourcePlanner.Plan(new CustomResourceView(definition, Others(view, definition), Objects(view, definition)) { Registered = Registered(view, definition) }, Services.Time.WholeSeconds());
        if (plan.Status is { } status) await WriteOrThrowAsync([ObjectReplacement.StatusOf(Resources.CustomResourceDefinitions, status)]);
        await WriteOrThrowAsync(plan.Registrations);
        await WriteOrThrowAsync(plan.Deletions);
        if (plan.Finalized is { } finalized) await WriteOrThrowAsync([ObjectReplacement.Of(Resources.CustomResourceDefinitions, finalized)]);
        return null;
    }

    private IReadOnlyList<CustomResourceDefinition> Others(IClusterView view, CustomResourceDefinition definition) =>
    [
        .. view.List(Resources.CustomResourceDefinitions).Where(o => o.Key != Key).Select(static o => o.As<CustomResourceDefinition>())
            .Where(o => o.Spec.Group == definition.Spec.Group),
    ];

    private static Dictionary<string, APIService> Registered(IClusterView view, CustomResourceDefinition definition) => view.List(Resources.APIServices)
        .Select(static o => o.As<APIService>()).Where(a => a.Spec.Group == definition.Spec.Group).ToDictionary(static a => a.Metadata.Name, StringComparer.Ordinal);

    private static IReadOnlyList<CustomResourceItem> Objects(IClusterView view, CustomResourceDefinition definition) => definition.Metadata.DeletionTimestamp is null
        ? []
        : [.. view.List(new GroupResource(definition.Spec.Group, definition.Spec.Names.Plural)).Select(static o => new CustomResourceItem(o.Key, o.Header.Uid, o.Header.IsDeleting))];
}
