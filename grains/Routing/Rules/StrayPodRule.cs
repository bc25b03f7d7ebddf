using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Jobs;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>A pod that a Job keeps until it is counted, and that has lost that Job, concerns the Job's grain: it lets go of the pod, whether or not the Job is there.</summary>
public sealed class StrayPodRule : IWakeRule
{
    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Kind != ChangeKind.Deleted && JobOf(change.Object) is { } job) targets.Add(Target(change.Object, job));
    }

    /// <summary>The Jobs that such pods concern.</summary>
    public static IEnumerable<WakeTarget> In(IClusterView view)
    {
        foreach (var pod in view.List(Resources.Pods))
            if (JobOf(pod) is { } job) yield return Target(pod, job);
    }

    /// <summary>The Job that a pod without an owner was made for; null for all other objects.</summary>
    public static string? JobOf(ApiObject pod) =>
        pod.Key.Resource == Resources.Pods && pod.Header is { HasFinalizers: true, ControllerUid: null } ? pod.Header.Labels.GetValueOrDefault(JobTracking.JobName) : null;

    private static WakeTarget Target(ApiObject pod, string job) => WakeTarget.Reconciler(new ObjectKey(Resources.Jobs, pod.Key.Namespace, job));
}
