using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Tests;

/// <summary>Creates, changes and deletes workloads, pods and nodes as chance has it. What is refused is let be.</summary>
public sealed class SimulatedUser(Cluster cluster, Random chance)
{
    private static readonly string[] Apps = ["a", "b", "c"];

    public async Task ActAsync()
    {
        var app = Apps[chance.Next(Apps.Length)];
        switch (chance.Next(16))
        {
            case 0 or 1: await cluster.TryCreateAsync(Deployment(app)); break;
            case 2: await cluster.TryCreateAsync(StatefulSet(app)); break;
            case 3: await cluster.TryCreateAsync(DaemonSet(app)); break;
            case 4: await cluster.TryCreateAsync(Job(app)); break;
            case 5 or 6: await ChangeAsync<Deployment>(app, $$$$$$"""{"spec":{"replicas":{{{{{{chance.Next(6)}}}}}}}}"""); break;
            case 7: await ChangeAsync<Deployment>(app, $$$$$$"""{"spec":{"template":{"spec":{"containers":[{"name":"main","image":"app:{{{{{{chance.Next(4)}}}}}}"}]}}}}"""); break;
            case 8: await ChangeAsync<Deployment>(app, $$$$$$"""{"spec":{"paused":{{{{{{(chance.Next(2) == 0 ? "true" : "false")}}}}}}}}"""); break;
            case 9: await ChangeAsync<StatefulSet>(app, $$$$$$"""{"spec":{"replicas":{{{{{{chance.Next(5)}}}}}},"template":{"spec":{"containers":[{"name":"main","image":"app:{{{{{{chance.Next(4)}}}}}}"}]}}}}"""); break;
            case 10: await ChangeAsync<DaemonSet>(app, $$$$$$"""{"spec":{"template":{"spec":{"containers":[{"name":"main","image":"app:{{{{{{chance.Next(4)}}}}}}"}]}}}}"""); break;
            case 11: await DisturbPodAsync(); break;
            case 12: await DisturbNodeAsync(); break;
            case 13: await cluster.TryCreateAsync(Service(app)); break;
            case 14: await FillOrDeleteNamespaceAsync(app); break;
            default: await DeleteAsync(app); break;
        }
    }

    /// <summary>
    /// Takes back what would keep the cluster from coming to rest: pauses, nodes that take no pods, pods that left their set and keep its names, failed pods of
    /// stateful sets (two of them halt an ordered scale-down until somebody removes them, as in Kubernetes).
    /// </summary>
    public async Task TidyAsync()
    {
        foreach (var pod in cluster.Ledger.Current.List(Resources.Pods).Select(static p => p.As<Pod>()).Where(static p => p.Status.Phase == "Failed" && p.Metadata.OwnerReferences.Any(static o => o.Kind == "StatefulSet")))
        {
            await cluster.DeleteAsync(pod);
        }

        foreach (var pod in cluster.Ledger.Current.List(Resources.Pods).Where(static p => p.Header.Labels.GetValueOrDefault("app") == "stray")) await cluster.DeleteAsync(pod.As<Pod>());
        foreach (var app in Apps) await ChangeAsync<Deployment>(app, """{"spec":{"paused":false}}""");
        foreach (var node in cluster.Ledger.Current.List(Resources.Nodes)) await cluster.TryPatchAsync(node.As<Node>(), """{"spec":{"unschedulable":false}}""");
    }

    private async Task ChangeAsync<TObject>(string app, string json) where TObject : KubeObject
    {
        if (cluster.Find<TObject>(app) is { } found) await cluster.TryPatchAsync(found, json);
    }

    private async Task DisturbPodAsync()
    {
        var pods = cluster.Ledger.Current.List(Resources.Pods).ToList();
        if (pods.Count == 0) return;
        var pod = pods[chance.Next(pods.Count)].As<Pod>();
        if (chance.Next(3) == 0) await cluster.TryPatchAsync(pod, """{"metadata":{"labels":{"app":"stray"}}}""");
        else await cluster.DeleteAsync(pod, chance.Next(3) == 0 ? new DeleteOptions { GracePeriodSeconds = 0 } : null);
    }

    private async Task DisturbNodeAsync()
    {
        var nodes = cluster.Ledger.Current.List(Resources.Nodes).ToList();
        if (nodes.Count == 0) return;
        var node = nodes[chance.Next(nodes.Count)].As<Node>();
        if (chance.Next(5) == 0) await cluster.DeleteAsync(node);
        else await cluster.TryPatchAsync(node, $$$$$$"""{"spec":{"unschedulable":{{{{{{(chance.Next(2) == 0 ? "true" : "false")}}}}}}}}""");
    }

    private async Task FillOrDeleteNamespaceAsync(string app)
    {
        var name = $"space-{app}";
        if (cluster.Find<Namespace>(name, "") is { } space && chance.Next(2) == 0)
        {
            await cluster.DeleteAsync(space);
            return;
        }

        await cluster.TryCreateAsync(Objects.Namespace(name));
        var deployment = Deployment(app);
        await cluster.TryCreateAsync(deployment with { Metadata = deployment.Metadata with { Namespace = name } });
        await cluster.TryCreateAsync(Objects.ConfigMap(app, @namespace: name));
    }

    private async Task DeleteAsync(string app)
    {
        var options = new DeleteOptions { PropagationPolicy = chance.Next(3) switch { 0 => DeletionPropagation.Foreground, 1 => DeletionPropagation.Orphan, _ => DeletionPropagation.Background } };
        KubeObject? victim = chance.Next(4) switch { 0 => cluster.Find<Deployment>(app), 1 => cluster.Find<StatefulSet>(app), 2 => cluster.Find<DaemonSet>(app), _ => cluster.Find<Job>(app) };
        if (victim is not null) await cluster.DeleteAsync(victim, options);
    }

    private Deployment Deployment(string app) => new()
    {
        ApiVersion = "apps/v1", Kind = "Deployment", Metadata = Meta(app),
        Spec = new DeploymentSpec
        {
            Replicas = chance.Next(1, 6), Selector = Selector("deploy", app), Template = Template("deploy", app),
            Strategy = chance.Next(4) == 0
                ? new DeploymentStrategy { Type = DeploymentStrategyType.Recreate }
                : new DeploymentStrategy { Type = DeploymentStrategyType.RollingUpdate, RollingUpdate = new RollingUpdateDeployment { MaxSurge = chance.Next(1, 3), MaxUnavailable = chance.Next(2) } },
        },
    };

    private StatefulSet StatefulSet(string app) => new()
    {
        ApiVersion = "apps/v1", Kind = "StatefulSet", Metadata = Meta(app),
        Spec = new StatefulSetSpec
        {
            Replicas = chance.Next(1, 4), Selector = Selector("set", app), Template = Template("set", app), ServiceName = app,
            PodManagementPolicy = chance.Next(2) == 0 ? PodManagementPolicyType.Parallel : PodManagementPolicyType.OrderedReady,
        },
    };

    private static DaemonSet DaemonSet(string app) => new()
    {
        ApiVersion = "apps/v1", Kind = "DaemonSet", Metadata = Meta(app), Spec = new DaemonSetSpec { Selector = Selector("daemon", app), Template = Template("daemon", app) },
    };

    private Job Job(string app) => new()
    {
        ApiVersion = "batch/v1", Kind = "Job", Metadata = Meta(app),
        Spec = new JobSpec
        {
            Completions = chance.Next(1, 5), Parallelism = chance.Next(1, 3), BackoffLimit = 50,
            Template = new PodTemplateSpec { Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = "task" }] } },
        },
    };

    private static Service Service(string app) => new()
    {
        ApiVersion = "v1", Kind = "Service", Metadata = Meta(app),
        Spec = new ServiceSpec { Selector = Objects.Map(("app", $"deploy-{app}")), Ports = [new ServicePort { Port = 80 }] },
    };

    private static ObjectMeta Meta(string name) => new() { Name = name, Namespace = "default" };

    private static LabelSelector Selector(string kind, string app) => new() { MatchLabels = Objects.Map(("app", $"{kind}-{app}")) };

    private static PodTemplateSpec Template(string kind, string app) => new()
    {
        Metadata = new ObjectMeta { Labels = Objects.Map(("app", $"{kind}-{app}")) }, Spec = new PodSpec { Containers = [new Container { Name = "main", Image = "app:0" }] },
    };
}
