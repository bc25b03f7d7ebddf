using Orleans.Kube.Controllers.DaemonSets;
using Orleans.Kube.Controllers.Revisions;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.DaemonSets;

/// <summary>
/// Which nodes get a pod and which pods go, by what is there. Nodes are parted by spaces, pods of one by a plus; a pod is of the old (o) or the new (n) revision and
/// available (a), ready but not for long enough (r), unready (u), leaving (l), failed (f), pending without a node (p) or has ended and leaves (e). A node in brackets takes no new pods.
/// </summary>
public class DaemonSetTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", "", "")]
    [InlineData("- na -", "0 2", "")]
    [InlineData("oa oa oa", "", "0o")]
    [InlineData("na oa oa", "", "1o")]
    [InlineData("nu oa oa", "", "")]
    [InlineData("nr oa oa", "", "")]
    [InlineData("oa ou ou", "", "1o 2o")]
    [InlineData("ol oa", "", "")]
    [InlineData("nf oa", "", "0n")]
    [InlineData("na+na oa", "", "0n")]
    [InlineData("oa+na oa", "", "0n")]
    [InlineData("ne na", "0", "")]
    [InlineData("oa (oa)", "", "0o")]
    [InlineData("na (oa)", "", "1o")]
    [InlineData("na (ou)", "", "1o")]
    [InlineData("na (-)", "", "")]
    public void One_may_be_missing(string nodes, string starts, string stops) => Plan(nodes, new RollingUpdateDaemonSet { MaxUnavailable = 1 }).ShouldBe((starts, stops));

    [Theory]
    [InlineData("oa oa oa oa", "", "0o 1o")]
    [InlineData("nu oa oa oa", "", "1o")]
    [InlineData("nu nu oa oa", "", "")]
    [InlineData("nu ou oa oa", "", "1o")]
    [InlineData("(oa)", "", "")]
    [InlineData("(ou)", "", "0o")]
    public void Half_may_be_missing(string nodes, string starts, string stops) => Plan(nodes, new RollingUpdateDaemonSet { MaxUnavailable = "50%" }).ShouldBe((starts, stops));

    [Theory]
    [InlineData("oa oa oa", "0", "")]
    [InlineData("oa+nu oa oa", "", "")]
    [InlineData("oa+na oa oa", "", "0o")]
    [InlineData("or+nu oa oa", "", "")]
    [InlineData("or+nr oa oa", "", "")]
    [InlineData("ou+nu oa oa", "", "0o")]
    [InlineData("ou oa oa", "0 1", "")]
    [InlineData("ol oa", "0", "")]
    [InlineData("ol oa+nu", "0", "")]
    [InlineData("oa+oa+nu oa", "", "0o")]
    [InlineData("na na (oa)", "", "2o")]
    [InlineData("na nu (oa)", "", "")]
    [InlineData("na nu (ou)", "", "2o")]
    [InlineData("oa (oa)", "0", "1o")]
    [InlineData("(ol)", "", "")]
    public void One_may_surge(string nodes, string starts, string stops) => Plan(nodes, new RollingUpdateDaemonSet { MaxSurge = 1, MaxUnavailable = 0 }).ShouldBe((starts, stops));

    [Theory]
    [InlineData("(oa+nu)", "", "")]
    [InlineData("(oa+na)", "", "0o")]
    public void A_share_of_no_nodes_at_all_may_surge(string nodes, string starts, string stops) =>
        Plan(nodes, new RollingUpdateDaemonSet { MaxSurge = "40%", MaxUnavailable = 0 }).ShouldBe((starts, stops));

    [Theory]
    [InlineData("oa oa", "", "")]
    [InlineData("- oa", "0", "")]
    [InlineData("ol oa", "", "")]
    [InlineData("of oa", "", "0o")]
    [InlineData("oa+nu oa", "", "0n")]
    public void On_delete_only_what_is_missing_starts(string nodes, string starts, string stops) => Plan(nodes, new RollingUpdateDaemonSet { MaxSurge = 1 }, "OnDelete").ShouldBe((starts, stops));

    [Fact]
    public void A_pod_that_was_taken_over_and_waits_for_any_node_stays()
    {
        var set = Set(new RollingUpdateDaemonSet { MaxUnavailable = 1 });
        var plan = DaemonSetPlanner.Plan(new DaemonSetView(set, [], [Make.Pod("anywhere", owner: set)], [], []), Now, new World().Ids);
        plan.Deletes.ShouldBeEmpty();
    }

    /// <summary>The old revisions by number, those that have pods in upper case; and which of them go.</summary>
    [Theory]
    [InlineData("a b c", 3, "")]
    [InlineData("a b c", 2, "a")]
    [InlineData("a B C", 2, "a")]
    [InlineData("A b c", 1, "b c")]
    [InlineData("A B c", 0, "c")]
    [InlineData("a B C d", 2, "a d")]
    public void Old_revisions_that_have_pods_count_towards_the_limit_and_stay(string history, int limit, string goes)
    {
        var set = Set(new RollingUpdateDaemonSet { MaxUnavailable = 1 });
        set = set with { Spec = set.Spec with { RevisionHistoryLimit = limit } };
        var old = history.Split(' ').Select((name, number) => new ControllerRevision
        {
            ApiVersion = "apps/v1", Kind = "ControllerRevision", Revision = number + 1,
            Metadata = new ObjectMeta
            {
                Name = name, Namespace = "default", OwnerReferences = [set.ControllerReference()],
                Labels = Make.Labels("app=web", $"{TemplateRevisions.HashLabel}={name}"),
            },
        }).ToList();
        var pods = history.Split(' ').Where(static name => char.IsUpper(name[0])).Select((name, number) => Pod(set, "", "ol", $"{number}", number) is var pod
            ? pod with { Metadata = pod.Metadata with { Labels = Make.Labels("app=web", $"{TemplateRevisions.HashLabel}={name}") } } : pod);

        var plan = DaemonSetPlanner.Plan(new DaemonSetView(set, [], [.. pods], [], [.. old, TemplateRevisions.Plan(set, set.Spec.Template, null, old).Current]), Now, new World().Ids);

        string.Join(' ', plan.Revisions.OfType<ObjectDeletion>().Select(static write => write.Key.Name)).ShouldBe(goes);
    }

    /// <summary>Pods that an earlier set of the name left behind, and that say that they are of the generation that the set says.</summary>
    [Theory]
    [InlineData("2", "")]
    [InlineData("1", "0o")]
    public void A_pod_of_the_template_s_generation_is_current_whatever_its_hash_is(string generation, string stops)
    {
        var set = Set(new RollingUpdateDaemonSet { MaxUnavailable = 1 });
        set = set with { Metadata = set.Metadata with { Annotations = Make.Labels("deprecated.daemonset.template.generation=2") } };
        var pod = Pod(set, "", "oa", "0", 0);
        pod = pod with { Metadata = pod.Metadata with { Labels = pod.Metadata.Labels.With("pod-template-generation", generation) } };
        Node node = new() { ApiVersion = "v1", Kind = "Node", Metadata = new ObjectMeta { Name = "0" } };

        var plan = DaemonSetPlanner.Plan(new DaemonSetView(set, [node], [pod], [], [TemplateRevisions.Plan(set, set.Spec.Template, null, []).Current]), Now, new World().Ids);

        string.Join(' ', plan.Deletes.Select(static d => d.Key.Name[..^2])).ShouldBe(stops);
        plan.Status!.UpdatedNumberScheduled.ShouldBe(stops.Length == 0 ? 1 : 0);
    }

    [Fact]
    public void The_status_of_a_set_that_is_deleted_stays_as_it_is()
    {
        var set = Set(new RollingUpdateDaemonSet { MaxUnavailable = 1 });
        set = set with { Metadata = set.Metadata with { DeletionTimestamp = Now, Finalizers = ["foregroundDeletion"] } };
        Node node = new() { ApiVersion = "v1", Kind = "Node", Metadata = new ObjectMeta { Name = "0" } };
        var plan = DaemonSetPlanner.Plan(new DaemonSetView(set, [node], [Pod(set, "", "oa", "0", 0)], [], []), Now, new World().Ids);
        plan.IsQuiet.ShouldBeTrue();
    }

    [Fact]
    public void A_pod_that_waits_for_a_node_that_is_gone_goes()
    {
        Plan("na", new RollingUpdateDaemonSet { MaxUnavailable = 1 }, gone: ["np", "na"]).ShouldBe(("", "gone0n"));
    }

    private static (string Starts, string Stops) Plan(string nodes, RollingUpdateDaemonSet rolling, string strategy = "RollingUpdate", string[]? gone = null)
    {
        var set = Set(rolling, strategy);
        var revision = TemplateRevisions.Plan(set, set.Spec.Template, null, []).Current;
        var (seen, pods) = (new List<Node>(), new List<Pod>());
        foreach (var (text, number) in nodes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static (n, i) => (n, i)))
        {
            var closed = text[0] == '(';
            seen.Add(new Node
            {
                ApiVersion = "v1", Kind = "Node", Metadata = new ObjectMeta { Name = $"{number}" },
                Spec = new NodeSpec { Taints = closed ? [new Taint { Key = "example.com/closed", Effect = TaintEffect.NoSchedule }] : [] },
            });
            foreach (var pod in text.Trim('(', ')').Split('+').Where(static p => p != "-")) pods.Add(Pod(set, TemplateRevisions.Hash(revision), pod, $"{number}", pods.Count));
        }

        foreach (var pod in gone ?? []) pods.Add(Pod(set, TemplateRevisions.Hash(revision), pod, "gone" + Array.IndexOf(gone!, pod), pods.Count));
        var plan = DaemonSetPlanner.Plan(new DaemonSetView(set, seen, pods, [], [revision]), Now, new World().Ids);
        return (string.Join(' ', plan.Creates.Select(static c => DaemonPods.TargetNode((Pod)c.Content))), string.Join(' ', plan.Deletes.Select(static d => d.Key.Name[..^2])));
    }

    private static DaemonSet Set(RollingUpdateDaemonSet rolling, string strategy = "RollingUpdate") => new()
    {
        ApiVersion = "apps/v1", Kind = "DaemonSet", Metadata = new ObjectMeta { Name = "agent", Namespace = "default", Uid = "uid-agent" },
        Spec = new DaemonSetSpec { Selector = Make.Selector("app=web"), Template = Make.Template("app:2"), MinReadySeconds = 10, UpdateStrategy = new() { Type = strategy, RollingUpdate = rolling } },
    };

    private static Pod Pod(DaemonSet set, string hash, string text, string node, int number)
    {
        var pinned = DaemonPods.Make(set, node, text[0] == 'n' ? hash : "before", new World().Ids);
        pinned = pinned with { Metadata = pinned.Metadata with { Name = $"{node}{text[0]}-{number}", Uid = $"u{number}", CreationTimestamp = Now.AddMinutes(number - 60) } };
        var pod = text[1] switch
        {
            'a' => pinned.Ready(Now.AddMinutes(-5), node),
            'r' or 'l' => pinned.Ready(Now.AddSeconds(-5), node),
            'f' => pinned.Ready(Now, node).WithPhase(PodPhase.Failed),
            'e' => pinned.Ready(Now, node).WithPhase(PodPhase.Succeeded),
            'p' => pinned.WithPhase(PodPhase.Pending),
            _ => pinned.Ready(Now, node).WithPhase(PodPhase.Running),
        };
        return text[1] is 'l' or 'e' ? pod with { Metadata = pod.Metadata with { DeletionTimestamp = Now } } : pod;
    }
}
