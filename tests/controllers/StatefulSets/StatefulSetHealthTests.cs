using Orleans.Kube.Controllers.Revisions;
using Orleans.Kube.Controllers.StatefulSets;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.StatefulSets;

/// <summary>Which pods a StatefulSet stops, by the health of all of them.</summary>
public class StatefulSetHealthTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The pods by ordinal, and which go: r ready, n ready but not for long enough, u unhealthy, d leaving, f failed, - missing.</summary>
    [Theory]
    [InlineData("r r r r", "3")]
    [InlineData("r r r u", "3")]
    [InlineData("r r u r", "3")]
    [InlineData("r r u u", "")]
    [InlineData("r r d r", "3")]
    [InlineData("r r r d", "")]
    [InlineData("r r d u", "")]
    [InlineData("r r r n", "")]
    [InlineData("r u r r", "")]
    public void An_ordered_set_of_two_shrinks_from_the_top(string pods, string goes) => Stops(Set("OrderedReady", replicas: 2, minReady: 10), pods).ShouldBe(goes);

    [Theory]
    [InlineData("r r r r", "2,3")]
    [InlineData("r r u d", "2")]
    [InlineData("u r r r", "2,3")]
    [InlineData("f r r r", "0,2,3")]
    [InlineData("- r r r", "2,3")]
    public void A_parallel_set_of_two_shrinks_at_once_whatever_the_others_are(string pods, string goes) => Stops(Set("Parallel", replicas: 2), pods).ShouldBe(goes);

    /// <summary>Upper case: of the new revision.</summary>
    [Theory]
    [InlineData("OrderedReady", "r r r", "2")]
    [InlineData("OrderedReady", "r r R", "1")]
    [InlineData("OrderedReady", "r r U", "")]
    [InlineData("OrderedReady", "u r r", "")]
    [InlineData("Parallel", "u r r", "2")]
    [InlineData("Parallel", "u R R", "0")]
    [InlineData("Parallel", "r u R", "1")]
    [InlineData("Parallel", "r r U", "")]
    [InlineData("Parallel", "r r d", "")]
    [InlineData("Parallel", "r r r d", "2")]
    [InlineData("Parallel", "r r R r", "1,3")]
    [InlineData("Parallel", "f r r", "0,2")]
    [InlineData("Parallel", "r f r", "1,2")]
    [InlineData("Parallel", "r r f", "2")]
    [InlineData("Parallel", "r f R", "1")]
    [InlineData("Parallel", "r r F", "2")]
    [InlineData("Parallel", "- r r", "2")]
    [InlineData("Parallel", "r r -", "")]
    public void A_rollout_stops_one_from_the_top_and_waits_for_what_it_made(string management, string pods, string goes) => Stops(Set(management, replicas: 3), pods).ShouldBe(goes);

    [Theory]
    [InlineData("r r r r", "3,2")]
    [InlineData("u r r r", "3")]
    [InlineData("r r U R", "1")]
    [InlineData("u u r r", "")]
    public void With_a_bound_of_two_no_more_than_two_are_down(string pods, string goes)
    {
        var set = Set("Parallel", replicas: 4);
        Stops(set with { Spec = set.Spec with { UpdateStrategy = new() { Type = "RollingUpdate", RollingUpdate = new() { Partition = 0, MaxUnavailable = 2 } } } }, pods, inOrder: true).ShouldBe(goes);
    }

    private static StatefulSet Set(string management, int replicas, int minReady = 0) => new()
    {
        ApiVersion = "apps/v1", Kind = "StatefulSet", Metadata = new ObjectMeta { Name = "db", Namespace = "default", Uid = "uid-db" },
        Spec = new StatefulSetSpec
        {
            Replicas = replicas, ServiceName = "db", Selector = Make.Selector("app=web"), Template = Make.Template("app:2"), PodManagementPolicy = management, MinReadySeconds = minReady,
            UpdateStrategy = new StatefulSetUpdateStrategy { Type = "RollingUpdate", RollingUpdate = new() { Partition = 0 } },
        },
    };

    private static string Stops(StatefulSet set, string pods, bool inOrder = false)
    {
        var old = TemplateRevisions.Plan(set, Make.Template(), null, [], TemplateRevisions.StatefulHashLabel).Current;
        var latest = TemplateRevisions.Plan(set, set.Spec.Template, null, [old], TemplateRevisions.StatefulHashLabel).Current;
        // A set that only shrinks has pods of its one template.
        var shrinks = !pods.Any(char.IsUpper) && pods.Split(' ').Length == set.Spec.Replicas + 2;
        set = set with { Status = new StatefulSetStatus { CurrentRevision = (shrinks ? latest : old).Metadata.Name, CurrentReplicas = set.Spec.Replicas!.Value } };
        var made = pods.Split(' ').Select(static (state, ordinal) => (State: state[0], Ordinal: ordinal)).Where(static pod => pod.State != '-')
            .Select(pod => Pod(set, pod.State, pod.Ordinal, (shrinks || char.IsUpper(pod.State) ? latest : old).Metadata.Name)).ToList();

        var plan = StatefulSetPlanner.Plan(new StatefulSetView(set, made, [], [old, latest], []), Now);
        var stopped = plan.Deletes.Select(static d => d.Key.Name["db-".Length..]);
        return string.Join(',', inOrder ? stopped : stopped.Order(StringComparer.Ordinal));
    }

    private static Pod Pod(StatefulSet set, char state, int ordinal, string revision)
    {
        var pod = Make.Pod($"db-{ordinal}", "node-1", set);
        pod = char.ToLowerInvariant(state) switch
        {
            'r' or 'd' => pod.Ready(Now.AddHours(-1)),
            'n' => pod.Ready(Now.AddSeconds(-5)),
            'f' => pod.WithPhase(PodPhase.Failed),
            _ => pod.WithPhase(PodPhase.Running),
        };
        var labels = new Dictionary<string, string>(pod.Metadata.Labels) { [StatefulPods.PodName] = pod.Metadata.Name, [TemplateRevisions.HashLabel] = revision };
        return pod with { Metadata = pod.Metadata with { Labels = labels, DeletionTimestamp = state == 'd' ? Now : null } };
    }
}
