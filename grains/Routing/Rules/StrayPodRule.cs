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
        if (change.Kind != ChangeKind.Deleted && JobOf(change.Object, situation.View) is { } job) targets.Add(Target(change.Object, job));
    }

    /// <summary>The Jobs that such pods concern.</summary>
    public static IEnumerable<WakeTarget> In(IClusterView view)
    {
        foreach (var pod in view.List(Resources.Pods))
            if (JobOf(pod, view) is { } job) yield return Target(pod, job);
    }

    /// <summary>The name of the Job that a pod was made for, when it has no owner any more or that life of the Job is over; null for all other objects.</summary>
    public static string? JobOf(ApiObject pod, IClusterView view)
    {
        if (pod.Key.Resource != Resources.Pods || !pod.Header.HasFinalizers) return null;
        if (pod.Header.OwnerReferences.FirstOrDefault(static o => o.Controller == true) is not { } owner) return pod.Header.Labels.GetValueOrDefault(JobTracking.JobName);
        return owner.Kind == "Job" && view.Find(new ObjectKey(Resources.Jobs, pod.Key.Namespace, owner.Name))?.Header.Uid != owner.Uid ? owner.Name : null;
    }

    private static WakeTarget Target(ApiObject pod, string job) => WakeTarget.Reconciler(new ObjectKey(Resources.Jobs, pod.Key.Namespace, job));
}
