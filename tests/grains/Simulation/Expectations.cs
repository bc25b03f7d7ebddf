using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Policy;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains.Tests;

/// <summary>What a cluster that has come to rest looks like.</summary>
public static class Expectations
{
    private static readonly Model.GroupResource Autoscalers = new("autoscaling", "horizontalpodautoscalers");

    /// <summary>Everything that is not yet as the specs ask.</summary>
    public static IEnumerable<string> Unmet(IClusterView view, int nodes)
    {
        if (view.Count(Resources.Nodes) != nodes) yield return $"{view.Count(Resources.Nodes)} nodes of {nodes}";
        var pods = view.List(Resources.Pods).Select(static o => o.As<Pod>()).ToList();
        foreach (var pod in pods.Where(static p => p.IsDeleting())) yield return $"pod {pod.Metadata.Name} is still ending: {pod.Status.Phase} on {pod.Spec.NodeName}, kept by [{string.Join(' ', pod.Metadata.Finalizers)}]";
        foreach (var set in All<ReplicaSet>(view, Resources.ReplicaSets)) foreach (var problem in Of(set, Of(pods, set.Metadata.Uid))) yield return problem;
        foreach (var deployment in All<Deployment>(view, Resources.Deployments)) foreach (var problem in Of(deployment, view)) yield return problem;
        foreach (var set in All<StatefulSet>(view, Resources.StatefulSets)) foreach (var problem in Of(set, Of(pods, set.Metadata.Uid))) yield return problem;
        foreach (var set in All<DaemonSet>(view, Resources.DaemonSets)) foreach (var problem in Of(set, Of(pods, set.Metadata.Uid), view)) yield return problem;
        foreach (var service in All<Service>(view, Resources.Services)) foreach (var problem in Of(service, pods, view)) yield return problem;
        foreach (var space in view.List(Resources.Namespaces).Where(static n => n.Header.IsDeleting)) yield return $"namespace {space.Key.Name} is still ending";
        foreach (var space in pods.Select(static p => p.Metadata.Namespace).Distinct().Where(n => view.Find(new Model.ObjectKey(Resources.Namespaces, "", n)) is null)) yield return $"pods outlive their namespace {space}";
        foreach (var job in All<Job>(view, Resources.Jobs)) foreach (var problem in Of(job, Of(pods, job.Metadata.Uid))) yield return problem;
        foreach (var pod in pods.Where(p => p.Metadata.OwnerReferences.Any(o => o.Controller == true && !Exists(view, o.Uid)))) yield return $"pod {pod.Metadata.Name} outlives its owner";
        foreach (var problem in UnmetOperations(view, pods)) yield return problem;
        foreach (var pod in pods.Where(static p => p is { Spec.NodeName: "" })) yield return $"pod {pod.Metadata.Name} has no node";
    }

    private static IEnumerable<string> UnmetOperations(IClusterView view, List<Pod> pods)
    {
        var (claims, volumes) = (All<PersistentVolumeClaim>(view, Resources.PersistentVolumeClaims).ToList(), All<PersistentVolume>(view, Resources.PersistentVolumes).ToList());
        foreach (var claim in claims) foreach (var problem in Of(claim, volumes)) yield return problem;
        foreach (var volume in volumes) foreach (var problem in Of(volume, claims)) yield return problem;
        foreach (var cron in All<CronJob>(view, Resources.CronJobs)) foreach (var problem in Of(cron, view)) yield return problem;
        foreach (var scaler in All<HorizontalPodAutoscaler>(view, Autoscalers)) foreach (var problem in Of(scaler, view)) yield return problem;
        foreach (var budget in All<PodDisruptionBudget>(view, Resources.PodDisruptionBudgets)) foreach (var problem in Of(budget, pods)) yield return problem;
        foreach (var quota in All<ResourceQuota>(view, Resources.ResourceQuotas)) foreach (var problem in Of(quota, pods, view)) yield return problem;
    }

    private static IEnumerable<string> Of(PersistentVolumeClaim claim, List<PersistentVolume> volumes)
    {
        var name = claim.Metadata.Name;
        if (claim.Metadata.DeletionTimestamp is not null) yield return $"claim {name} is still ending";
        else if (claim.Status.Phase == "Bound")
        {
            var volume = volumes.SingleOrDefault(v => v.Metadata.Name == claim.Spec.VolumeName);
            if (volume?.Spec.ClaimRef?.Uid != claim.Metadata.Uid || volume.Status.Phase != "Bound") yield return $"claim {name} is bound to {claim.Spec.VolumeName}, which is {volume?.Status.Phase} for {volume?.Spec.ClaimRef?.Name}";
        }
        else if (claim.Status.Phase != "Pending" || volumes.Any(static v => v.Status.Phase == "Available")) yield return $"claim {name} is {claim.Status.Phase}, volumes are [{string.Join(' ', volumes.Select(static v => v.Status.Phase))}]";
    }

    private static IEnumerable<string> Of(PersistentVolume volume, List<PersistentVolumeClaim> claims)
    {
        var claim = claims.SingleOrDefault(c => c.Metadata.Uid == volume.Spec.ClaimRef?.Uid);
        var wanted = claim is not null ? "Bound" : volume.Spec.ClaimRef is not null ? "Released" : "Available";
        if (volume.Status.Phase != wanted) yield return $"volume {volume.Metadata.Name} is {volume.Status.Phase}, should be {wanted}";
        if (volume.Metadata.DeletionTimestamp is not null && claim is null) yield return $"volume {volume.Metadata.Name} is still ending";
    }

    private static IEnumerable<string> Of(CronJob cron, IClusterView view)
    {
        var jobs = All<Job>(view, Resources.Jobs).Where(j => j.Metadata.OwnerReferences.Any(o => o.Uid == cron.Metadata.Uid)).ToList();
        var (done, failed) = (jobs.Count(static j => Is(j, "Complete")), jobs.Count(static j => Is(j, "Failed")));
        if (done > 3 || failed > 1 || cron.Status.Active.Count > 0) yield return $"cron job {cron.Metadata.Name} keeps {done} jobs that are done, {failed} that failed, {cron.Status.Active.Count} active";

        static bool Is(Job job, string type) => job.Status.Conditions.Any(c => c.Type == type && c.Status == "True");
    }

    private static IEnumerable<string> Of(HorizontalPodAutoscaler scaler, IClusterView view)
    {
        if (view.Find(new Model.ObjectKey(Resources.Deployments, "default", scaler.Spec.ScaleTargetRef.Name))?.As<Deployment>() is not { } deployment) yield break;
        var wanted = deployment.Spec.Replicas == 0 ? 0 : Math.Min(SharedLoad.Total / SimulatedOperator.Target, SimulatedOperator.MostPods);
        if (deployment.Spec.Replicas != wanted) yield return $"autoscaler {scaler.Metadata.Name} leaves {deployment.Spec.Replicas} pods, should make {wanted}";
        if (wanted > 0 && (scaler.Status.CurrentReplicas, scaler.Status.DesiredReplicas) != (wanted, wanted)) yield return $"autoscaler {scaler.Metadata.Name} says {scaler.Status.CurrentReplicas} of {scaler.Status.DesiredReplicas}";
    }

    private static IEnumerable<string> Of(PodDisruptionBudget budget, List<Pod> pods)
    {
        var own = pods.Where(p => p.Metadata.Namespace == budget.Metadata.Namespace && p.Metadata.Labels.GetValueOrDefault("app") == budget.Spec.Selector!.MatchLabels["app"]).ToList();
        var (healthy, status) = (own.Count(static p => p.IsReady()), budget.Status);
        if ((status.ExpectedPods, status.CurrentHealthy, status.DisruptionsAllowed) != (own.Count, healthy, Math.Max(0, healthy - 1)))
            yield return $"budget {budget.Metadata.Name} says {status.CurrentHealthy} of {status.ExpectedPods} are healthy and {status.DisruptionsAllowed} may go, there are {healthy} of {own.Count}";
    }

    private static IEnumerable<string> Of(ResourceQuota quota, List<Pod> pods, IClusterView view)
    {
        var (active, jobs) = (pods.Count(p => p.Metadata.Namespace == "default" && !p.IsFinished()), view.List(Resources.Jobs, "default").Count());
        var used = quota.Status.Used;
        if (used.GetValueOrDefault("pods") != Model.Quantity.Of(active) || used.GetValueOrDefault("count/jobs.batch") != Model.Quantity.Of(jobs))
            yield return $"quota {quota.Metadata.Name} counts {used.GetValueOrDefault("pods")} pods and {used.GetValueOrDefault("count/jobs.batch")} jobs, there are {active} and {jobs}";
    }

    private static IEnumerable<string> Of(ReplicaSet set, List<Pod> pods)
    {
        var wanted = set.Spec.Replicas ?? 1;
        var active = pods.Count(static p => p.IsActive());
        if (active != wanted) yield return $"replica set {set.Metadata.Name} has {active} pods, wants {wanted}";
        if (set.Status.Replicas != wanted || set.Status.AvailableReplicas != wanted) yield return $"replica set {set.Metadata.Name} says {set.Status.Replicas}, {set.Status.AvailableReplicas} available, wants {wanted}";
    }

    private static IEnumerable<string> Of(Deployment deployment, IClusterView view)
    {
        var wanted = deployment.Spec.Replicas ?? 1;
        var status = deployment.Status;
        if ((status.Replicas, status.UpdatedReplicas, status.AvailableReplicas) != (wanted, wanted, wanted))
            yield return $"deployment {deployment.Metadata.Name} has {status.Replicas} pods, {status.UpdatedReplicas} updated, {status.AvailableReplicas} available, wants {wanted}";
        if (status.ObservedGeneration != deployment.Metadata.Generation) yield return $"deployment {deployment.Metadata.Name} was not looked at";
        var sets = All<ReplicaSet>(view, Resources.ReplicaSets).Where(s => s.Metadata.OwnerReferences.Any(o => o.Uid == deployment.Metadata.Uid)).ToList();
        if (sets.Sum(static s => s.Spec.Replicas ?? 1) != wanted) yield return $"deployment {deployment.Metadata.Name} wants {wanted}, its sets {string.Join('+', sets.Select(static s => s.Spec.Replicas))}";
    }

    private static IEnumerable<string> Of(StatefulSet set, List<Pod> pods)
    {
        var names = Enumerable.Range(0, set.Spec.Replicas ?? 1).Select(i => $"{set.Metadata.Name}-{i}").ToHashSet();
        if (!names.SetEquals(pods.Select(static p => p.Metadata.Name))) yield return $"stateful set {set.Metadata.Name} has [{string.Join(' ', pods.Select(static p => p.Metadata.Name))}], wants {names.Count}";
        if (set.Status.ReadyReplicas != names.Count || set.Status.UpdatedReplicas != names.Count) yield return $"stateful set {set.Metadata.Name} says {set.Status.ReadyReplicas} ready, {set.Status.UpdatedReplicas} updated, wants {names.Count}";
        var image = set.Spec.Template.Spec.Containers[0].Image;
        if (pods.Any(p => p.Spec.Containers[0].Image != image)) yield return $"stateful set {set.Metadata.Name} has pods of an old version";
    }

    private static IEnumerable<string> Of(DaemonSet set, List<Pod> pods, IClusterView view)
    {
        var nodes = view.Count(Resources.Nodes);
        if (pods.Count != nodes || pods.Select(static p => p.Spec.NodeName).Distinct().Count() != nodes) yield return $"daemon set {set.Metadata.Name} has {pods.Count} pods on {nodes} nodes";
        if (set.Status.NumberAvailable != nodes || set.Status.UpdatedNumberScheduled != nodes) yield return $"daemon set {set.Metadata.Name} says {set.Status.NumberAvailable} available, {set.Status.UpdatedNumberScheduled} updated of {nodes}";
    }

    private static IEnumerable<string> Of(Job job, List<Pod> pods)
    {
        if (!job.Status.Conditions.Any(static c => c is { Type: "Complete" or "Failed", Status: "True" })) yield return $"job {job.Metadata.Name} is not over: {job.Status.Succeeded} of {job.Spec.Completions}";
        else if (job.Status.Conditions.Any(static c => c is { Type: "Complete", Status: "True" }) && job.Status.Succeeded != job.Spec.Completions) yield return $"job {job.Metadata.Name} is complete with {job.Status.Succeeded} of {job.Spec.Completions}";
        foreach (var pod in pods.Where(static p => p.Metadata.Finalizers.Count > 0 && p.IsFinished())) yield return $"pod {pod.Metadata.Name} of job {job.Metadata.Name} is held";
    }

    private static IEnumerable<string> Of(Service service, List<Pod> pods, IClusterView view)
    {
        var selected = pods.Where(p => p.Metadata.Namespace == service.Metadata.Namespace && service.Spec.Selector.All(s => p.Metadata.Labels.GetValueOrDefault(s.Key) == s.Value) && p.IsReady() && !p.IsFinished())
            .Select(static p => p.Status.PodIP).Order(StringComparer.Ordinal).ToList();
        var listed = All<EndpointSlice>(view, Resources.EndpointSlices).Where(s => s.Metadata.Namespace == service.Metadata.Namespace && s.Metadata.Labels.GetValueOrDefault("kubernetes.io/service-name") == service.Metadata.Name)
            .SelectMany(static s => s.Endpoints).Where(static e => e.Conditions?.Ready == true).SelectMany(static e => e.Addresses).Order(StringComparer.Ordinal).ToList();
        if (!selected.SequenceEqual(listed)) yield return $"service {service.Metadata.Name} leads to [{string.Join(' ', listed)}], its pods are [{string.Join(' ', selected)}]";
    }

    private static List<Pod> Of(List<Pod> pods, string uid) => [.. pods.Where(p => p.Metadata.OwnerReferences.Any(o => o.Controller == true && o.Uid == uid))];

    private static IEnumerable<TObject> All<TObject>(IClusterView view, Model.GroupResource resource) where TObject : Model.Meta.KubeObject => view.List(resource).Select(static o => o.As<TObject>());

    private static bool Exists(IClusterView view, string uid) => new[] { Resources.ReplicaSets, Resources.StatefulSets, Resources.DaemonSets, Resources.Jobs }.Any(r => view.List(r).Any(o => o.Header.Uid == uid));
}
