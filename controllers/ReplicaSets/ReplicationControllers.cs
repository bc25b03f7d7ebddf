using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.ReplicaSets;

/// <summary>A ReplicationController as the ReplicaSet that it amounts to, and that one's status back.</summary>
public static class ReplicationControllers
{
    public static ReplicaSet AsReplicaSet(ReplicationController controller) => new()
    {
        ApiVersion = controller.ApiVersion,
        Kind = controller.Kind,
        Metadata = controller.Metadata,
        Spec = new ReplicaSetSpec
        {
            Replicas = controller.Spec.Replicas,
            MinReadySeconds = controller.Spec.MinReadySeconds,
            Selector = controller.Spec.Selector.Count == 0 ? null : new LabelSelector { MatchLabels = controller.Spec.Selector },
            Template = controller.Spec.Template ?? new(),
        },
        Status = new ReplicaSetStatus
        {
            Replicas = controller.Status.Replicas,
            FullyLabeledReplicas = controller.Status.FullyLabeledReplicas,
            ReadyReplicas = controller.Status.ReadyReplicas,
            AvailableReplicas = controller.Status.AvailableReplicas,
            ObservedGeneration = controller.Status.ObservedGeneration,
            Conditions = [.. controller.Status.Conditions.Select(static c => new ReplicaSetCondition
            {
                Type = c.Type, Status = c.Status, LastTransitionTime = c.LastTransitionTime, Reason = c.Reason, Message = c.Message,
            })],
        },
    };

    public static ReplicationControllerStatus AsStatus(ReplicaSetStatus status) => new()
    {
        Replicas = status.Replicas,
        FullyLabeledReplicas = status.FullyLabeledReplicas,
        ReadyReplicas = status.ReadyReplicas,
        AvailableReplicas = status.AvailableReplicas,
        ObservedGeneration = status.ObservedGeneration,
        Conditions = [.. status.Conditions.Select(static c => new ReplicationControllerCondition
        {
            Type = c.Type, Status = c.Status, LastTransitionTime = c.LastTransitionTime, Reason = c.Reason, Message = c.Message,
        })],
    };
}
