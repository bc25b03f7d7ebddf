using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Tests.Scheduling;

/// <summary>Which nodes suit and how well, as Kubernetes' own tables have it. Nodes a and b are in zone 1, x and y in zone 2.</summary>
public sealed class SchedulerTableTests
{
    private static readonly string[] Four = ["a", "b", "x", "y"];

    /// <summary>How many pods are on each node, the constraint, and the nodes that suit.</summary>
    [Theory]
    [InlineData("0 0 0 0", "zone", 1, null, "a b x y")]
    [InlineData("2 1 0 3", "zone", 1, null, "a b x y")]
    [InlineData("2 1 0 4", "zone", 1, null, "a b")]
    [InlineData("2 1 0 3", "host", 1, null, "x")]
    [InlineData("2 1 0 3", "host", 2, null, "b x")]
    [InlineData("2 1 0 3", "host", 3, null, "a b x")]
    [InlineData("1 0 0 0", "zone", 1, null, "x y")]
    [InlineData("1 0 0 1", "zone", 1, 3, "")]
    [InlineData("1 0 0 1", "zone", 2, 3, "a b x y")]
    [InlineData("0 0 0 0", "zone", 1, 3, "a b x y")]
    [InlineData("2 2 2 2", "host", 2, 5, "")]
    [InlineData("2 2 2 2", "host", 2, 4, "a b x y")]
    [InlineData("0 0 0 0", "rack", 1, null, "")]
    public void Hard_constraints_leave_these_nodes(string pods, string key, int skew, int? domains, string suitable)
    {
        var constraint = new TopologySpreadConstraint { MaxSkew = skew, TopologyKey = key, MinDomains = domains, WhenUnsatisfiable = "DoNotSchedule", LabelSelector = Make.Selector("app=web") };
        Suitable(Spread(pods), Pod(constraint)).ShouldBe(suitable);
    }

    /// <summary>Which nodes count: those that the pod may not run on do not unless the policy says so; a pod that is not selected itself adds nothing.</summary>
    [Theory]
    [InlineData("2 1 0 3", "Honor", null, "a,y", "", "app=web", "a")]
    [InlineData("2 1 0 3", "Ignore", null, "a,y", "", "app=web", "")]
    [InlineData("2 1 0 3", null, null, "a,y", "", "app=web", "a")]
    [InlineData("2 1 0 3", null, "Honor", "", "x", "app=web", "b")]
    [InlineData("2 1 0 3", null, null, "", "x", "app=web", "")]
    [InlineData("2 1 0 3", null, "Ignore", "", "x", "app=web", "")]
    [InlineData("2 1 0 3", null, null, "", "", "app=other", "b x")]
    public void What_counts_is_what_the_pod_can_reach(string pods, string? affinity, string? taints, string only, string tainted, string label, string suitable)
    {
        var constraint = new TopologySpreadConstraint
        {
            MaxSkew = 1, TopologyKey = "host", WhenUnsatisfiable = "DoNotSchedule", LabelSelector = Make.Selector("app=web"), NodeAffinityPolicy = affinity, NodeTaintsPolicy = taints,
        };
        var pod = Pod(constraint, label);
        if (only.Length > 0) pod = new PodDemand(pod.Pod with { Spec = pod.Pod.Spec with { Affinity = On(only.Split(',')) } });
        Suitable(Spread(pods, tainted), pod).ShouldBe(suitable);
    }

    [Fact]
    public void Pods_of_another_revision_do_not_count_where_the_constraint_matches_label_keys()
    {
        var cluster = Spread("0 0 0 0").Running(Cluster.Pod("old", labels: ["app=web", "hash=1"]), "a").Running(Cluster.Pod("new", labels: ["app=web", "hash=2"]), "x");
        var constraint = new TopologySpreadConstraint { MaxSkew = 1, TopologyKey = "zone", WhenUnsatisfiable = "DoNotSchedule", LabelSelector = Make.Selector("app=web"), MatchLabelKeys = ["hash"] };
        Suitable(cluster, Pod(constraint, "app=web", "hash=2")).ShouldBe("a b");
        Suitable(cluster, Pod(constraint, "app=web", "hash=1")).ShouldBe("x y");
    }

    /// <summary>How many pods are on each node, the key and the skew of a soft constraint, and the scores.</summary>
    [Theory]
    [InlineData("0 0 0 0", "kubernetes.io/hostname", 1, "100 100 100 100")]
    [InlineData("1 1 1 1", "kubernetes.io/hostname", 1, "100 100 100 100")]
    [InlineData("2 1 0 3", "kubernetes.io/hostname", 1, "20 60 100 0")]
    [InlineData("2 1 0 3", "kubernetes.io/hostname", 2, "33 66 100 16")]
    [InlineData("4 3 2 1", "kubernetes.io/hostname", 3, "44 66 77 100")]
    [InlineData("2 1 0 3", "zone", 1, "100 100 100 100")]
    [InlineData("2 0 1 0", "zone", 1, "33 33 100 100")]
    public void Soft_constraints_score_so(string pods, string key, int skew, string scores)
    {
        var constraint = new TopologySpreadConstraint { MaxSkew = skew, TopologyKey = key, WhenUnsatisfiable = "ScheduleAnyway", LabelSelector = Make.Selector("app=web") };
        Scores(new TopologyBalance(), Spread(pods), Pod(constraint)).ShouldBe(scores);
    }

    /// <summary>Nodes as processor/memory, pods on them, what the pod asks for; by the room that is left, and by how evenly it is used.</summary>
    [Theory]
    [InlineData("4000/10000 4000/10000", "", "0/0", "100 100", "")]
    [InlineData("4000/10000 6000/10000", "", "3000/5000", "37 50", "87 100")]
    [InlineData("10000/20000 10000/20000", "3000/0@a 3000/0@a 3000/0@b 3000/5000@b", "0/0", "70 57", "")]
    [InlineData("10000/20000 10000/20000", "3000/0@a 3000/5000@b", "3000/5000", "57 45", "82 95")]
    [InlineData("10000/20000 10000/50000", "3000/0@a 3000/5000@b", "3000/5000", "57 60", "82 80")]
    [InlineData("5000/10000 5000/10000", "3000/0@a 3000/5000@b", "3000/0", "50 25", "50 75")]
    [InlineData("0/0 0/0", "3000/0@a 3000/5000@b", "0/0", "0 0", "")]
    public void Room_scores_so(string nodes, string pods, string wanted, string least, string balanced)
    {
        var cluster = new Cluster();
        foreach (var (name, size) in (string[])["a", "b"] is var names ? names.Zip(nodes.Split(' ')) : []) cluster.Node(name, size.Split('/')[0] + "m", size.Split('/')[1]);
        foreach (var (i, pod) in pods.Split(' ', StringSplitOptions.RemoveEmptyEntries).Index())
            cluster.Running(Asking($"p{i}", pod.Split('@')[0]), pod.Split('@')[1]);
        Scores(new LeastAllocated(), cluster, Asking("p", wanted)).ShouldBe(least);
        Scores(new BalancedAllocation(), cluster, Asking("p", wanted)).ShouldBe(balanced);
    }

    /// <summary>The zone of the volume, the labels of the node, and whether it suits.</summary>
    [Theory]
    [InlineData("topology.kubernetes.io/zone=1", "topology.kubernetes.io/zone=1", true)]
    [InlineData("topology.kubernetes.io/zone=1", "topology.kubernetes.io/zone=2", false)]
    [InlineData("topology.kubernetes.io/zone=1__2", "topology.kubernetes.io/zone=2", true)]
    [InlineData("topology.kubernetes.io/zone=1", "", true)]
    [InlineData("topology.kubernetes.io/zone=1", "topology.kubernetes.io/region=r", false)]
    [InlineData("failure-domain.beta.kubernetes.io/zone=1", "topology.kubernetes.io/zone=1", true)]
    [InlineData("failure-domain.beta.kubernetes.io/zone=1", "topology.kubernetes.io/zone=2", false)]
    [InlineData("failure-domain.beta.kubernetes.io/region=r", "failure-domain.beta.kubernetes.io/region=r", true)]
    [InlineData("", "topology.kubernetes.io/zone=2", true)]
    public void Volumes_are_used_in_their_zone(string volume, string node, bool suits)
    {
        var cluster = new Cluster().Node("n1", labels: node.Length == 0 ? [] : [node]);
        cluster.Model.Volumes.Read(Volume("v1", volume), isGone: false);
        cluster.Model.Volumes.Read(Claim("c1", "v1"), isGone: false);
        cluster.Plan(Using("c1")).Report.Message.ShouldBe(suits ? "0/1 nodes are available:" : "0/1 nodes are available: 1 node(s) had no available volume zone.");
    }

    [Fact]
    public void A_claim_without_its_volume_suits_no_node()
    {
        var cluster = new Cluster().Node("n1").Node("n2");
        cluster.Model.Volumes.Read(Claim("c1", "gone"), isGone: false);
        cluster.Plan(Using("c1")).Report.Message.ShouldBe("0/2 nodes are available: persistentvolume \"gone\" not found.");
    }

    [Fact]
    public void A_claim_for_one_pod_has_one_user_and_a_more_important_one_takes_it()
    {
        var cluster = new Cluster().Node("n1").Node("n2");
        cluster.Model.Volumes.Read(Volume("v1", ""), isGone: false);
        cluster.Model.Volumes.Read(Claim("c1", "v1", "ReadWriteOncePod"), isGone: false);
        cluster.NodeFor(Using("c1")).ShouldNotBeNull();
        cluster.Running(Using("c1"), "n2");

        var vip = Using("c1", "vip");
        cluster.Plan(vip).Report.Message.ShouldBe("0/2 nodes are available: 2 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode.");
        cluster.Preempt(vip).Message.ShouldBe("preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.");
        var plan = cluster.Preempt(new PodDemand(vip.Pod with { Spec = vip.Pod.Spec with { Priority = 10 } }));
        (plan.Node, plan.Victims.ShouldHaveSingleItem().Key.Name).ShouldBe(("n2", "user"));
    }

    /// <summary>The most volumes of the driver that each node takes, the claims in use and attached there, and whether the node suits.</summary>
    [Theory]
    [InlineData(2, "c1", "", true)]
    [InlineData(1, "c1", "", false)]
    [InlineData(1, "", "", true)]
    [InlineData(1, "", "c2", false)]
    [InlineData(2, "c1", "c1", true)]
    [InlineData(2, "c1", "c2", false)]
    [InlineData(1, "new", "", true)]
    [InlineData(null, "c1 c2", "", true)]
    public void A_node_takes_no_more_volumes_than_its_driver_says(int? most, string used, string attached, bool suits)
    {
        var cluster = new Cluster().Node("n1");
        foreach (var name in (string[])["c1", "c2", "new"])
        {
            cluster.Model.Volumes.Read(Volume($"v-{name}", "", "csi.example.com"), isGone: false);
            cluster.Model.Volumes.Read(Claim(name, $"v-{name}"), isGone: false);
        }

        var driver = new CSINodeDriver { Name = "csi.example.com", Allocatable = most is null ? null : new VolumeNodeResources { Count = most } };
        cluster.Model.Volumes.Read(new CSINode { Metadata = new ObjectMeta { Name = "n1" }, Spec = new CSINodeSpec { Drivers = [driver] } }, isGone: false);
        foreach (var name in used.Split(' ', StringSplitOptions.RemoveEmptyEntries)) cluster.Running(Using(name, $"user-{name}"), "n1");
        foreach (var name in attached.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            cluster.Model.Volumes.Read(new VolumeAttachment
            {
                Metadata = new ObjectMeta { Name = name },
                Spec = new VolumeAttachmentSpec { Attacher = "csi.example.com", NodeName = "n1", Source = new VolumeAttachmentSource { PersistentVolumeName = $"v-{name}" } },
            }, isGone: false);
        }

        cluster.Plan(Using("new")).Report.Message.ShouldBe(suits ? "0/1 nodes are available:" : "0/1 nodes are available: 1 node(s) exceed max volume count.");
    }

    /// <summary>Volumes as name:size:node, claims as name:size; which nodes suit a pod with all of the claims. Those of the class cannot be made.</summary>
    [Theory]
    [InlineData("v1:1Gi:a", "c1:1Gi", "a")]
    [InlineData("v1:1Gi:a v2:1Gi:b", "c1:1Gi", "a b")]
    [InlineData("v1:1Gi:a v2:1Gi:b", "c1:1Gi c2:1Gi", "")]
    [InlineData("v1:1Gi:a v2:1Gi:b v3:1Gi:b", "c1:1Gi c2:1Gi", "b")]
    [InlineData("v1:5Gi:a v2:1Gi:a", "c1:5Gi c2:1Gi", "a")]
    [InlineData("v1:5Gi:a v2:1Gi:a", "c1:5Gi c2:2Gi", "")]
    [InlineData("v1:5Gi:a:c1 v2:1Gi:b", "c1:1Gi", "a")]
    public void Each_claim_takes_a_volume_of_its_own(string volumes, string claims, string suitable)
    {
        var cluster = new Cluster().Node("a").Node("b");
        cluster.Model.Volumes.Read(Class("manual", "kubernetes.io/no-provisioner"), isGone: false);
        foreach (var volume in volumes.Split(' ').Select(static v => v.Split(':')))
            cluster.Model.Volumes.Read(Reachable(volume[0], volume[1], volume[2], volume.ElementAtOrDefault(3)), isGone: false);
        foreach (var claim in claims.Split(' ').Select(static c => c.Split(':'))) cluster.Model.Volumes.Read(Waiting(claim[0], claim[1], "manual"), isGone: false);
        var names = claims.Split(' ').Select(static c => c.Split(':')[0]).ToArray();
        var pod = Cluster.Pod("p", spec: p => p with
        {
            Volumes = [.. names.Select(static name => new Volume { Name = name, PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = name } })],
        });
        var report = cluster.Plan(pod).Report;
        string.Join(' ', new[] { "a", "b" }.Except(report.Rejections.Select(static r => r.Node.Name))).ShouldBe(suitable);
        report.Rejections.SelectMany(static r => r.Rejection.Reasons).Distinct().ShouldBe(suitable == "a b" ? [] : ["node(s) didn't find available persistent volumes to bind"]);
    }

    [Fact]
    public void Volumes_are_made_where_their_class_allows_it()
    {
        var cluster = new Cluster().Node("a", labels: ["zone=1"]).Node("b", labels: ["zone=2"]);
        var term = new TopologySelectorTerm { MatchLabelExpressions = [new TopologySelectorLabelRequirement { Key = "zone", Values = ["2", "3"] }] };
        cluster.Model.Volumes.Read(Class("made", "csi.example.com") with { AllowedTopologies = [term] }, isGone: false);
        cluster.Model.Volumes.Read(Waiting("c1", "1Gi", "made"), isGone: false);
        cluster.NodeFor(Using("c1")).ShouldBe("b");
    }

    private static StorageClass Class(string name, string maker) => new()
    {
        Metadata = new ObjectMeta { Name = name }, Provisioner = maker, VolumeBindingMode = "WaitForFirstConsumer",
    };

    private static PersistentVolumeClaim Waiting(string name, string size, string of) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = name },
        Spec = new PersistentVolumeClaimSpec { StorageClassName = of, AccessModes = ["ReadWriteOnce"], Resources = new() { Requests = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse(size) } } },
    };

    private static PersistentVolume Reachable(string name, string size, string node, string? claim) => new()
    {
        Metadata = new ObjectMeta { Name = name },
        Spec = new PersistentVolumeSpec
        {
            StorageClassName = "manual", AccessModes = ["ReadWriteOnce"], Capacity = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse(size) },
            ClaimRef = claim is null ? null : new ObjectReference { Namespace = "default", Name = claim },
            NodeAffinity = new VolumeNodeAffinity
            {
                Required = new NodeSelector
                {
                    NodeSelectorTerms = [new NodeSelectorTerm { MatchExpressions = [new NodeSelectorRequirement { Key = "kubernetes.io/hostname", Operator = "In", Values = [node] }] }],
                },
            },
        },
        Status = new PersistentVolumeStatus { Phase = "Available" },
    };

    private static string Suitable(Cluster cluster, PodDemand pod)
    {
        var refused = cluster.Plan(pod).Report.Rejections.Select(static r => r.Node.Name).ToHashSet();
        return string.Join(' ', Four.Where(name => !refused.Contains(name)));
    }

    private static string Scores(INodeScore score, Cluster cluster, PodDemand pod)
    {
        var scores = new double[cluster.Model.Nodes.Count];
        return score.Score(pod, cluster.Model.Nodes, cluster.Model, scores) ? string.Join(' ', scores.Select(Math.Floor)) : "";
    }

    /// <summary>The four nodes with so many pods each.</summary>
    private static Cluster Spread(string pods, string tainted = "")
    {
        var cluster = new Cluster();
        foreach (var (i, count) in pods.Split(' ').Index())
        {
            var name = Four[i];
            cluster.Node(name, labels: [$"host={name}", $"zone={(i < 2 ? 1 : 2)}"], taints: name == tainted ? [new Taint { Key = "k", Effect = "NoSchedule" }] : null);
            for (var pod = 0; pod < int.Parse(count); pod++) cluster.Running(Cluster.Pod($"{name}{pod}"), name);
        }

        return cluster;
    }

    private static PodDemand Pod(TopologySpreadConstraint constraint, params string[] labels) =>
        Cluster.Pod("p", spec: p => p with { TopologySpreadConstraints = [constraint] }, labels: labels);

    private static Affinity On(string[] hosts) => new()
    {
        NodeAffinity = new Model.Core.NodeAffinity
        {
            RequiredDuringSchedulingIgnoredDuringExecution = new NodeSelector
            {
                NodeSelectorTerms = [new NodeSelectorTerm { MatchExpressions = [new NodeSelectorRequirement { Key = "host", Operator = "In", Values = hosts }] }],
            },
        },
    };

    private static PodDemand Asking(string name, string amounts) => Cluster.Pod(name, amounts.Split('/')[0] + "m", amounts.Split('/')[1]);

    private static PersistentVolume Volume(string name, string label, string driver = "") => new()
    {
        Metadata = new ObjectMeta { Name = name, Labels = label.Length == 0 ? Make.Labels() : Make.Labels(label) },
        Spec = new PersistentVolumeSpec { Csi = driver.Length == 0 ? null : new CSIPersistentVolumeSource { Driver = driver, VolumeHandle = name } },
    };

    private static PersistentVolumeClaim Claim(string name, string volume, string mode = "ReadWriteOnce") => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Annotations = new Dictionary<string, string> { ["pv.kubernetes.io/bind-completed"] = "yes" } },
        Spec = new PersistentVolumeClaimSpec { VolumeName = volume, AccessModes = [mode] },
    };

    private static PodDemand Using(string claim, string name = "user") => Cluster.Pod(name, spec: p => p with
    {
        Volumes = [new Volume { Name = "data", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = claim } }],
    });
}
