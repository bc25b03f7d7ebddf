using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.Computed;

/// <summary>componentstatuses: the parts of a control plane under their usual names. They are one process here, so whoever answers is healthy.</summary>
public sealed class ComponentStatuses : IComputedResource
{
    private static readonly string[] Names = ["controller-manager", "etcd-0", "scheduler"];

    public GroupResource Resource { get; } = new("", "componentstatuses");

    public ValueTask<IReadOnlyList<ApiObject>> ListAsync(string? @namespace, CancellationToken cancellationToken) => new([.. Names.Select(Healthy)]);

    private ApiObject Healthy(string name) => ApiObject.FromContent(new ObjectKey(Resource, "", name), new ComponentStatus
    {
        ApiVersion = "v1", Kind = "ComponentStatus", Metadata = new ObjectMeta { Name = name },
        Conditions = [new ComponentCondition { Type = ComponentConditionType.Healthy, Status = Model.Core.ConditionStatus.True, Message = "ok" }],
    });
}
