using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains.Tests;

/// <summary>What an agent does, a step at a time: reports its node, starts the pods that are bound to it, ends those that are deleted. It tells what it could write; what was refused or lost it tries in its next step.</summary>
public sealed class SimulatedKubelet(Cluster cluster, string name, Random chance)
{
    private int _addresses;

    public string Name => name;

    /// <summary>The share of its reports that go wrong: pods that fail, that are not ready, that are slow.</summary>
    public double Trouble { get; set; }

    /// <summary>How many steps it does nothing at all.</summary>
    public int Silent { get; set; }

    public async Task StepAsync()
    {
        if (Silent-- > 0) return;
        await ReportNodeAsync();
        foreach (var pod in Pods(cluster.Ledger.Current)) await LookAfterAsync(pod);
    }

    private IEnumerable<Pod> Pods(IClusterView view) => view.List(Resources.Pods).Select(static o => o.As<Pod>()).Where(p => p.Spec.NodeName == name);

    private async Task ReportNodeAsync()
    {
        if (cluster.Find<Node>(name, "") is not { } node)
        {
            // A node that somebody deleted registers anew.
            await cluster.TryCreateAsync(Objects.Node(name));
            return;
        }

        var room = new Dictionary<string, Model.Quantity> { ["cpu"] = Model.Quantity.Parse("8"), ["memory"] = Model.Quantity.Parse("16Gi"), ["pods"] = Model.Quantity.Parse("110") };
        await cluster.TryReplaceAsync(node with
        {
            Metadata = node.Metadata with { ResourceVersion = "" },
            Status = node.Status with
            {
                Capacity = room, Allocatable = room,
                Conditions = [new NodeCondition { Type = NodeConditionType.Ready, Status = Model.Core.ConditionStatus.True, LastHeartbeatTime = cluster.Time.GetUtcNow(), Reason = "KubeletReady" }],
            },
        }, "status");
    }

    private async Task LookAfterAsync(Pod pod)
    {
        if (chance.NextDouble() < Trouble) return;
        if (pod.IsDeleting())
        {
            if (!pod.IsFinished()) await ReportAsync(pod, PodPhase.Failed, isReady: false);
            await cluster.DeleteAsync(pod, new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = pod.Metadata.Uid } }, WriteContext.System("kubelet"));
        }
        else if (!pod.IsFinished())
        {
            var isTask = pod.Spec.RestartPolicy != RestartPolicy.Always;
            if (chance.NextDouble() < Trouble / 2) await ReportAsync(pod, PodPhase.Failed, isReady: false);
            else if (pod.Status.Phase != PodPhase.Running) await ReportAsync(pod, PodPhase.Running, isReady: chance.NextDouble() >= Trouble);
            else if (isTask) await ReportAsync(pod, PodPhase.Succeeded, isReady: false);
            else if (!IsReady(pod)) await ReportAsync(pod, PodPhase.Running, isReady: true);
            else if (chance.NextDouble() < Trouble / 2) await ReportAsync(pod, PodPhase.Running, isReady: false);
        }
    }

    private static bool IsReady(Pod pod) => pod.Status.Conditions.Any(static c => c is { Type: PodConditionType.Ready, Status: Model.Core.ConditionStatus.True });

    private async Task ReportAsync(Pod pod, string phase, bool isReady)
    {
        var now = cluster.Time.GetUtcNow();
        var ready = isReady ? Model.Core.ConditionStatus.True : Model.Core.ConditionStatus.False;
        var ip = pod.Status.PodIP.Length > 0 ? pod.Status.PodIP : $"10.{Math.Abs(name.GetHashCode(StringComparison.Ordinal)) % 200}.{++_addresses / 250}.{_addresses % 250}";
        await cluster.TryReplaceAsync(pod with
        {
            Metadata = pod.Metadata with { ResourceVersion = "" },
            Status = pod.Status with
            {
                Phase = phase, PodIP = ip, PodIPs = [new PodIP { Ip = ip }], StartTime = pod.Status.StartTime ?? now,
                Conditions =
                [
                    .. pod.Status.Conditions.Where(static c => c.Type != PodConditionType.Ready),
                    new PodCondition { Type = PodConditionType.Ready, Status = ready, LastTransitionTime = now },
                ],
            },
        }, "status", WriteContext.System("kubelet"));
    }
}
