using Orleans.Kube.Controllers.Quotas;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Quotas;

/// <summary>Random pods, claims and services come, change and go under a quota that admission asks before each write.</summary>
public sealed class QuotaPropertyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Names = ["pods", "requests.cpu", "limits.memory", "services", "services.nodeports", "persistentvolumeclaims", "requests.storage", "count/pods"];

    [Fact]
    public void What_was_let_in_never_exceeds_the_quota_and_what_was_refused_would_have() => Script.ForAll(static script =>
    {
        var quota = Quota(script);
        var stored = new Dictionary<ObjectKey, ApiObject>();
        while (script.HasMore)
        {
            var wanted = Wanted(script);
            if (script.Choose(4) == 0)
            {
                stored.Remove(wanted.Key);
                continue;
            }

            var old = stored.GetValueOrDefault(wanted.Key);
            var others = stored.Where(o => o.Key != wanted.Key).Select(static o => o.Value).ToList();
            var refusal = QuotaPlanner.Refusal(quota, wanted, old, () => QuotaPlanner.Used(quota.Spec, others.Concat(old is null ? [] : [old]), Now), Now);
            var after = QuotaPlanner.Used(quota.Spec, others.Append(wanted), Now);
            var exceeded = after.Where(used => used.Value > quota.Spec.Hard[used.Key]).Select(static used => used.Key).ToList();
            if (refusal is null) exceeded.ShouldBeEmpty();
            else if (!refusal.StartsWith("failed quota", StringComparison.Ordinal)) exceeded.ShouldContain(name => refusal.Contains($"{name}=", StringComparison.Ordinal));
            if (refusal is null) stored[wanted.Key] = wanted;
        }
    });

    [Fact]
    public void The_status_tells_the_sum_of_all_objects_and_is_quiet_once_it_does() => Script.ForAll(static script =>
    {
        var quota = Quota(script);
        var objects = new Dictionary<ObjectKey, ApiObject>();
        while (script.HasMore)
        {
            var item = Wanted(script);
            objects[item.Key] = item;
        }

        if (QuotaPlanner.Status(quota, objects.Values, static _ => true, Now) is not { } status) return;
        foreach (var (name, used) in status.Used)
        {
            var each = objects.Values.Where(o => QuotaScopes.Include(quota.Spec, o)).Select(o => QuotaUsage.Of(o, Now).GetValueOrDefault(name));
            used.ShouldBe(each.Aggregate(Quantity.Zero, static (sum, one) => sum + one), name);
        }

        QuotaPlanner.Status(quota with { Status = status }, objects.Values.Reverse(), static _ => true, Now).ShouldBeNull();
    });

    [Fact]
    public void Asking_for_less_is_never_refused() => Script.ForAll(static script =>
    {
        var quota = Quota(script);
        while (script.HasMore)
        {
            var pod = Pod(script, "p0", milli: 100 * (1 + script.Choose(20)));
            var less = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Resources = Resources(50, 1) }] } };
            QuotaPlanner.Refusal(quota, Stored(less), Stored(pod), () => QuotaPlanner.Used(quota.Spec, [Stored(pod)], Now), Now).ShouldBeNull();
        }
    });

    private static ResourceQuota Quota(Script script) => new()
    {
        Metadata = new ObjectMeta { Name = "q", Namespace = "default" },
        Spec = new ResourceQuotaSpec
        {
            Hard = Names.Where(_ => script.Choose(2) == 0).ToDictionary(static name => name, name => Quantity.Of(name is "limits.memory" or "requests.storage" ? script.Choose(5000) : script.Choose(6))),
            Scopes = script.Choose(4) == 0 ? ["NotBestEffort"] : [],
        },
    };

    private static ApiObject Wanted(Script script)
    {
        var name = $"o{script.Choose(5)}";
        return script.Choose(3) switch
        {
            0 => Stored(new Service
            {
                ApiVersion = "v1", Kind = "Service", Metadata = new ObjectMeta { Name = name, Namespace = "default" },
                Spec = new ServiceSpec { Type = script.Pick(["ClusterIP", "NodePort", "LoadBalancer"]), Ports = [new ServicePort { Port = 80 }] },
            }),
            1 => Stored(new PersistentVolumeClaim
            {
                ApiVersion = "v1", Kind = "PersistentVolumeClaim", Metadata = new ObjectMeta { Name = name, Namespace = "default" },
                Spec = new PersistentVolumeClaimSpec { Resources = new() { Requests = new Dictionary<string, Quantity> { ["storage"] = Quantity.Of(script.Choose(3000)) } } },
            }),
            _ => Stored(Pod(script, name, 100 * script.Choose(20))),
        };
    }

    private static Pod Pod(Script script, string name, int milli)
    {
        var pod = Make.Pod(name).WithPhase(script.Pick([PodPhase.Running, PodPhase.Succeeded, PodPhase.Pending]));
        return pod with { Spec = pod.Spec with { Containers = [new Container { Name = "c", Resources = Resources(milli, script.Choose(2000)) }] } };
    }

    private static ResourceRequirements Resources(int milli, int memory) => new()
    {
        Requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.OfMilli(milli) }, Limits = new Dictionary<string, Quantity> { ["memory"] = Quantity.Of(memory) },
    };

    private static ApiObject Stored(KubeObject value) => ApiObject.FromContent(Key(value), value);

    private static ObjectKey Key(KubeObject value) => new(
        value switch { Service => Controllers.Resources.Services, PersistentVolumeClaim => Controllers.Resources.PersistentVolumeClaims, _ => Controllers.Resources.Pods },
        value.Metadata.Namespace, value.Metadata.Name);
}
