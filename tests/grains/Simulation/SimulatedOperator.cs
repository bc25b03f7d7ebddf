using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Policy;

namespace Orleans.Kube.Grains.Tests;

/// <summary>Looks after the cluster as chance has it: volumes and claims, schedules, autoscalers, budgets and a quota.</summary>
public sealed class SimulatedOperator(Cluster cluster, Random chance)
{
    /// <summary>What an autoscaler asks of each pod, in thousandths of a core.</summary>
    public const int Target = 50;

    /// <summary>The most pods that an autoscaler makes.</summary>
    public const int MostPods = 5;

    private static readonly string[] Apps = ["a", "b", "c"];

    public async Task ActAsync()
    {
        var app = Apps[chance.Next(Apps.Length)];
        switch (chance.Next(10))
        {
            case 0: await cluster.TryCreateAsync(Volume($"volume-{chance.Next(4)}")); break;
            case 1: await DeleteAsync<PersistentVolume>($"volume-{chance.Next(4)}", ""); break;
            case 2: await cluster.TryCreateAsync(Claim(app)); break;
            case 3: await DeleteAsync<PersistentVolumeClaim>(app, "default"); break;
            case 4: await cluster.TryCreateAsync(Schedule(app)); break;
            case 5: await SuspendAsync(app, chance.Next(2) == 0); break;
            case 6: await DeleteAsync<CronJob>(app, "default"); break;
            case 7: await cluster.TryCreateAsync(Autoscaler(app)); break;
            case 8: await cluster.TryCreateAsync(Budget(app)); break;
            default: await cluster.TryCreateAsync(Quota()); break;
        }
    }

    /// <summary>Stops the schedules, which would never let the cluster come to rest.</summary>
    public async Task TidyAsync()
    {
        foreach (var app in Apps) await SuspendAsync(app, true);
    }

    private async Task SuspendAsync(string app, bool suspend)
    {
        if (cluster.Find<CronJob>(app) is { } cron) await cluster.TryPatchAsync(cron, $$$$$"""{"spec":{"suspend":{{{{{(suspend ? "true" : "false")}}}}}}}""");
    }

    private async Task DeleteAsync<TObject>(string name, string @namespace) where TObject : KubeObject
    {
        if (cluster.Find<TObject>(name, @namespace) is { } found) await cluster.DeleteAsync(found);
    }

    private static PersistentVolume Volume(string name) => new()
    {
        ApiVersion = "v1", Kind = "PersistentVolume", Metadata = new ObjectMeta { Name = name },
        Spec = new PersistentVolumeSpec
        {
            AccessModes = ["ReadWriteOnce"], HostPath = new HostPathVolumeSource { Path = "/mnt" }, Capacity = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse("1Gi") },
        },
    };

    private static PersistentVolumeClaim Claim(string name) => new()
    {
        ApiVersion = "v1", Kind = "PersistentVolumeClaim", Metadata = Meta(name),
        Spec = new PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"], StorageClassName = "",
            Resources = new VolumeResourceRequirements { Requests = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse("1Gi") } },
        },
    };

    private CronJob Schedule(string name) => new()
    {
        ApiVersion = "batch/v1", Kind = "CronJob", Metadata = Meta(name),
        Spec = new CronJobSpec
        {
            Schedule = "* * * * *", ConcurrencyPolicy = chance.Next(3) switch { 0 => ConcurrencyPolicy.Allow, 1 => ConcurrencyPolicy.Forbid, _ => ConcurrencyPolicy.Replace },
            JobTemplate = new JobTemplateSpec
            {
                Spec = new JobSpec
                {
                    Template = new PodTemplateSpec { Spec = new PodSpec { RestartPolicy = RestartPolicy.Never, Containers = [new Container { Name = "main", Image = "task" }] } },
                },
            },
        },
    };

    private static HorizontalPodAutoscaler Autoscaler(string app) => new()
    {
        ApiVersion = "autoscaling/v2", Kind = "HorizontalPodAutoscaler", Metadata = Meta(app),
        Spec = new HorizontalPodAutoscalerSpec
        {
            ScaleTargetRef = new CrossVersionObjectReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = app }, MinReplicas = 1, MaxReplicas = MostPods,
            Metrics =
            [
                new MetricSpec { Type = "Resource", Resource = new ResourceMetricSource { Name = "cpu", Target = new MetricTarget { Type = "AverageValue", AverageValue = Quantity.Parse($"{Target}m") } } },
            ],
        },
    };

    private static PodDisruptionBudget Budget(string app) => new()
    {
        ApiVersion = "policy/v1", Kind = "PodDisruptionBudget", Metadata = Meta(app),
        Spec = new PodDisruptionBudgetSpec { MinAvailable = 1, Selector = new LabelSelector { MatchLabels = Objects.Map(("app", $"deploy-{app}")) } },
    };

    private static ResourceQuota Quota() => new()
    {
        ApiVersion = "v1", Kind = "ResourceQuota", Metadata = Meta("all"),
        Spec = new ResourceQuotaSpec { Hard = new Dictionary<string, Quantity> { ["pods"] = Quantity.Of(500), ["count/jobs.batch"] = Quantity.Of(500) } },
    };

    private static ObjectMeta Meta(string name) => new() { Name = name, Namespace = "default" };
}
