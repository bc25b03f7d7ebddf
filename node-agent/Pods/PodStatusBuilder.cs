using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>The status of a pod as kubelet writes it. Pure; what others own in the status is kept.</summary>
public sealed class PodStatusBuilder(ContainerOptions options)
{
    private const int MostBytes = 12 * 1024;

    public PodStatus Build(PodView view, string hostIP)
    {
        var (pod, before) = (view.Pod, view.Pod.Status);
        if (view.Memory.Verdict is { IsRejection: true } rejection) return Rejected(view, rejection);
        var inits = Statuses(view, pod.Spec.InitContainers.Select(c => (c, PodContainers.KindOfInit(c))));
        var mains = Statuses(view, pod.Spec.Containers.Select(c => (c, ContainerKind.Main)));
        var phase = PodPhases.Of(view, inits, mains);
        var verdict = phase == PodPhase.Failed ? view.Memory.Verdict : null;
        var conditions = PodConditions.Of(view, phase, inits, mains);
        if (verdict is not null || view.HasEnded) (inits, mains) = ContainerStatuses.Over(pod.Spec, inits, mains);
        if (view.HasEnded && phase != PodPhase.Succeeded) phase = PodPhase.Failed;
        var address = pod.Spec.HostNetwork ? hostIP : view.SandboxRuns ? view.Sandbox!.Address : before.PodIP;
        return before with
        {
            Phase = phase,
            // What was said of an earlier phase is over with it.
            Reason = verdict?.Reason ?? (phase == before.Phase ? before.Reason : ""),
            Message = verdict?.Message ?? (phase == before.Phase ? before.Message : ""),
            ObservedGeneration = 0,
            HostIP = hostIP,
            HostIPs = [new HostIP { Ip = hostIP }],
            PodIP = address,
            PodIPs = address.Length == 0 ? [] : [new PodIP { Ip = address }],
            StartTime = before.StartTime ?? view.Now,
            QosClass = before.QosClass.Length > 0 ? before.QosClass : QualityOfService.Of(pod.Spec),
            InitContainerStatuses = inits,
            ContainerStatuses = mains,
            EphemeralContainerStatuses = Statuses(view, PodContainers.All(pod.Spec).Where(c => c.Kind == ContainerKind.Ephemeral)),
            Conditions = conditions,
        };
    }

    private static PodStatus Rejected(PodView view, PodVerdict rejection) => view.Pod.Status with
    {
        Phase = PodPhase.Failed, Reason = rejection.Reason, Message = rejection.Message, StartTime = view.Pod.Status.StartTime ?? view.Now,
        QosClass = view.Pod.Status.QosClass.Length > 0 ? view.Pod.Status.QosClass : QualityOfService.Of(view.Pod.Spec),
        Conditions = [.. view.Pod.Status.Conditions.Where(static c => !PodConditions.IsOwned(c.Type))],
    };

    private IReadOnlyList<ContainerStatus> Statuses(PodView view, IEnumerable<(Container Container, ContainerKind Kind)> containers) =>
        [.. containers.Select(c => Bounded(ContainerStatuses.Of(view, c.Container, c.Kind, options), MostBytes / CountOf(view.Pod.Spec)))];

    private static int CountOf(PodSpec spec) => Math.Max(1, spec.Containers.Count + spec.InitContainers.Count + spec.EphemeralContainers.Count);

    /// <summary>The last words of a pod's containers share a bound, so that the status of a pod with many does not grow without one.</summary>
    private static ContainerStatus Bounded(ContainerStatus status, int bytes) => status with { State = Bounded(status.State, bytes), LastState = Bounded(status.LastState, bytes) };

    private static ContainerState Bounded(ContainerState state, int bytes) =>
        state.Terminated is { } ended && Encoding.UTF8.GetByteCount(ended.Message) > bytes ? state with { Terminated = ended with { Message = Utf8.Start(ended.Message, bytes) } } : state;
}
