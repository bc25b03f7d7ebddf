using Orleans.Kube.Controllers.DisruptionBudgets;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Policy;

namespace Orleans.Kube.Controllers.Tests.DisruptionBudgets;

/// <summary>How many pods may be evicted, as Kubernetes' own tests have it.</summary>
public sealed class DisruptionTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// What the budget demands (<c>min</c>, <c>max</c> or <c>none</c>), the controllers as <c>size:ready/pods</c> where <c>-</c> is none and <c>?</c> one that does not say its size, and what
    /// comes of it: <c>allowed current desired expected</c>, with the event that tells of trouble.
    /// </summary>
    [Theory]
    [InlineData("min 3", "", "0 0 3 0 NoPods")]
    [InlineData("none", "-:3/3", "0 3 0 0")]
    [InlineData("none", "5:3/3", "0 3 0 0")]
    [InlineData("min 3", "-:3/3", "0 3 3 3")]
    [InlineData("min 3", "-:4/4", "1 4 3 4")]
    [InlineData("min 3", "-:3/4", "0 3 3 4")]
    [InlineData("max 1", "", "0 0 0 0 NoPods")]
    [InlineData("max 1", "-:1/1", "0 1 0 0 UnmanagedPods")]
    [InlineData("max 2", "7:1/1", "0 1 5 7")]
    [InlineData("max 2", "5:1/1", "0 1 3 5")]
    [InlineData("max 30%", "7:1/1", "0 1 4 7")]
    [InlineData("max 30%", "3:1/1", "0 1 2 3")]
    [InlineData("max 5", "10:4/4", "0 4 5 10")]
    [InlineData("max 5", "10:7/7", "2 7 5 10")]
    [InlineData("max 9", "5:5/5", "5 5 0 5")]
    [InlineData("min 28%", "", "0 0 0 0 NoPods")]
    [InlineData("min 28%", "-:1/1", "0 1 0 0 UnmanagedPods")]
    [InlineData("min 20%", "10:1/1", "0 1 2 10")]
    [InlineData("min 34%", "3:2/2", "0 2 2 3")]
    [InlineData("min 34%", "3:3/3", "1 3 2 3")]
    [InlineData("min 34%", "3:3/3 -:1/1", "2 4 2 3 UnmanagedPods")]
    [InlineData("min 28%", "11:4/11", "0 4 4 11")]
    [InlineData("min 28%", "11:5/11", "1 5 4 11")]
    [InlineData("min 28%", "11:5/11 11:0/0", "1 5 4 11")]
    [InlineData("min 28%", "11:5/11 11:1/1", "0 6 7 22")]
    [InlineData("min 28%", "11:5/11 11:4/4", "2 9 7 22")]
    [InlineData("min 1%", "1:2/2", "1 2 1 1")]
    [InlineData("min 1%", "1:1/1 1:1/1", "1 2 1 2")]
    [InlineData("min 28%", "?:1/1", "0 - - - CalculateExpectedPodCountFailed")]
    [InlineData("min 28%", "3:3/3 ?:1/1", "0 - - - CalculateExpectedPodCountFailed")]
    [InlineData("min 3", "?:4/4", "1 4 3 4")]
    public void So_many_pods_may_go(string demand, string controllers, string expected)
    {
        var (pods, scales, controllerOf) = (new List<Pod>(), new Dictionary<string, int>(), new Dictionary<string, string>());
        foreach (var (i, text) in controllers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Index())
        {
            var (size, counts) = (text.Split(':')[0], text.Split(':')[1].Split('/'));
            if (int.TryParse(size, out var scale)) scales[$"c{i}"] = scale;
            for (var n = 0; n < int.Parse(counts[1]); n++)
            {
                var pod = Pod($"p{i}-{n}", size == "-" ? null : $"c{i}", isReady: n < int.Parse(counts[0]));
                pods.Add(pod);
                if (size is not ("-" or "?")) controllerOf[pod.Metadata.Uid] = $"c{i}";
            }
        }

        var plan = DisruptionBudgetPlanner.Plan(new(Budget(demand), pods, scales, controllerOf), Now);
        var status = plan.Status.ShouldNotBeNull();
        var said = status.Conditions.Single().Reason == "SyncFailed" ? $"{status.DisruptionsAllowed} - - -"
            : $"{status.DisruptionsAllowed} {status.CurrentHealthy} {status.DesiredHealthy} {status.ExpectedPods}";
        string.Join(' ', plan.Events.Select(static e => e.Reason).Prepend(said)).ShouldBe(expected);
    }

    [Fact]
    public void Why_a_controller_does_not_say_its_size_is_told()
    {
        Pod[] pods = [Pod("a", null, isReady: true), Pod("b", "gone", isReady: true), Pod("c", "agent", isReady: true)];
        foreach (var (seen, why) in new[] { (pods, "found no controllers for pod \"b\""), ([pods[0], pods[2]], "daemonsets.apps does not implement the scale subresource") })
        {
            var plan = DisruptionBudgetPlanner.Plan(new(Budget("max 1"), seen, new Dictionary<string, int>(), new Dictionary<string, string>())
            {
                Silent = new Dictionary<string, string> { ["uid-c"] = "daemonsets.apps does not implement the scale subresource" },
            }, Now);

            plan.Status!.Conditions.Single().Message.ShouldBe(why);
            plan.Events.Single().ShouldBe(PlannedEvent.Warning("CalculateExpectedPodCountFailed", $"Failed to calculate the number of expected pods: {why}"));
        }
    }

    private static PodDisruptionBudget Budget(string demand)
    {
        var text = demand.Split(' ')[^1];
        IntOrString amount = int.TryParse(text, out var number) ? number : text;
        var spec = new PodDisruptionBudgetSpec { Selector = Make.Selector("app=web") };
        return new PodDisruptionBudget
        {
            ApiVersion = "policy/v1", Kind = "PodDisruptionBudget", Metadata = new ObjectMeta { Name = "pdb", Namespace = "default", Generation = 1 },
            Spec = demand[..2] switch { "mi" => spec with { MinAvailable = amount }, "ma" => spec with { MaxUnavailable = amount }, _ => spec },
        };
    }

    private static Pod Pod(string name, string? controller, bool isReady)
    {
        var pod = isReady ? Make.Pod(name).Ready(Now) : Make.Pod(name);
        return controller is null ? pod : pod with
        {
            Metadata = pod.Metadata with { OwnerReferences = [new OwnerReference { ApiVersion = "apps/v1", Kind = "ReplicaSet", Name = controller, Uid = controller, Controller = true }] },
        };
    }
}
