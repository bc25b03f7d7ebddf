using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Scheduling;

public class FilterTests
{
    [Fact]
    public void Reasons_are_counted_and_worded_as_kubernetes_does()
    {
        var cluster = new Cluster()
            .Node("n1", taints: [new Taint { Key = "x", Value = "y", Effect = "NoSchedule" }])
            .Node("n2", "1").Node("n3", "1").Node("n4", "1");

        cluster.Plan(Cluster.Pod(cpu: "2")).Report.Message.ShouldBe(
            "0/4 nodes are available: 1 node(s) had untolerated taint {x: y}, 3 Insufficient cpu.");
    }

    [Fact]
    public void Without_nodes_the_message_says_that() =>
        new Cluster().Plan(Cluster.Pod()).Report.Message.ShouldBe("no nodes available to schedule pods");

    [Fact]
    public void A_node_lacking_several_things_is_counted_for_each()
    {
        var cluster = new Cluster().Node("n1", "1", "1Gi", pods: 0);

        cluster.Plan(Cluster.Pod(cpu: "2", memory: "2Gi")).Report.Message.ShouldBe(
            "0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 Too many pods.");
    }

    /// <summary>Each row: the reason that a lone node is refused with, and what makes the pod or the node so.</summary>
    public static TheoryData<string, Func<PodSpec, PodSpec>, Func<Node, Node>> Refusals() => new()
    {
        { "node(s) were unschedulable", static p => p, static n => n with { Spec = n.Spec with { Unschedulable = true } } },
        { "node(s) didn't match the requested node name", static p => p with { NodeName = "other" }, static n => n },
        { "node(s) didn't match Pod's node affinity/selector", static p => p with { NodeSelector = Make.Labels("disk=ssd") }, static n => n },
        { "node(s) didn't match Pod's node affinity/selector", static p => Required(p, "cores", "Gt", "8"), static n => Labelled(n, "cores=8") },
        { "node(s) had untolerated taint {k: }", static p => p, static n => Tainted(n, "NoExecute") },
        { "Insufficient example.com/gpu", static p => Asking(p, "example.com/gpu"), static n => n },
        { "Insufficient ephemeral-storage", static p => Asking(p, "ephemeral-storage"), static n => n },
        { "node(s) didn't match pod topology spread constraints (missing required label)", static p => Spread(p, "zone"), static n => n },
        { "node(s) didn't match pod affinity rules", static p => Near(p, "app=db", "kubernetes.io/hostname"), static n => n },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_filter_explains_its_refusal(string reason, Func<PodSpec, PodSpec> pod, Func<Node, Node> node) =>
        new Cluster().Node("n1", with: node).Plan(Cluster.Pod(spec: pod)).Report.Message.ShouldBe($"0/1 nodes are available: 1 {reason}.");

    /// <summary>Each row: what makes the pod and the node fit each other.</summary>
    public static TheoryData<Func<PodSpec, PodSpec>, Func<Node, Node>> Matches() => new()
    {
        { static p => p with { Tolerations = [new Toleration { Operator = "Exists" }] }, static n => Tainted(n, "NoSchedule") },
        { static p => p with { Tolerations = [new Toleration { Key = "k", Operator = "Equal" }] }, static n => Tainted(n, "NoSchedule") },
        { static p => p, static n => Tainted(n, "PreferNoSchedule") },
        {
            static p => p with { Tolerations = [new Toleration { Key = "node.kubernetes.io/unschedulable", Operator = "Exists" }] },
            static n => n with { Spec = n.Spec with { Unschedulable = true } }
        },
        { static p => Required(p, "cores", "Gt", "7"), static n => Labelled(n, "cores=8") },
        { static p => Required(p, "disk", "NotIn", "hdd"), static n => n },
        { static p => Near(p, "app=web", "kubernetes.io/hostname"), static n => n },
    };

    [Theory]
    [MemberData(nameof(Matches))]
    public void A_node_that_suits_is_taken(Func<PodSpec, PodSpec> pod, Func<Node, Node> node) =>
        new Cluster().Node("n1", with: node).NodeFor(Cluster.Pod(spec: pod)).ShouldBe("n1");

    [Fact]
    public void A_pod_that_names_its_nodes_is_refused_by_all_others_before_they_are_looked_at()
    {
        var cluster = new Cluster().Node("n1", "50m").Node("n2").Node("n3", taints: [new Taint { Key = "x", Effect = "NoSchedule" }]);

        cluster.Plan(Cluster.Pod(spec: static p => On(p, ["n1"]))).Report.Message.ShouldBe(
            "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].");
        cluster.NodeFor(Cluster.Pod(spec: static p => On(p, ["n1"], ["n2"]))).ShouldBe("n2");
        cluster.Plan(Cluster.Pod(spec: static p => On(p, terms: [[]]))).Report.Message.ShouldBe("0/3 nodes are available: pod affinity terms conflict.");

        static PodSpec On(PodSpec pod, params string[][] terms) => pod with
        {
            Affinity = new Affinity
            {
                NodeAffinity = new Model.Core.NodeAffinity
                {
                    RequiredDuringSchedulingIgnoredDuringExecution = new NodeSelector
                    {
                        NodeSelectorTerms = [.. terms.Select(static names => new NodeSelectorTerm
                        {
                            MatchFields = [new NodeSelectorRequirement { Key = "metadata.name", Operator = "In", Values = names }],
                        })],
                    },
                },
            },
        };
    }

    [Fact]
    public void Host_ports_conflict_on_the_same_or_any_address()
    {
        var cluster = new Cluster().Node("n1").Running(WithPort("a", "10.0.0.1", 80), "n1");

        cluster.Plan(WithPort("b", "", 80)).Report.Message.ShouldContain("didn't have free ports for the requested pod ports");
        cluster.NodeFor(WithPort("c", "10.0.0.2", 80)).ShouldBe("n1");
        cluster.NodeFor(WithPort("d", "", 81)).ShouldBe("n1");
    }

    [Fact]
    public void Hard_spread_constraints_bound_the_skew()
    {
        var cluster = new Cluster().Node("a1", labels: ["zone=a"]).Node("a2", labels: ["zone=a"]).Node("b1", "200m", labels: ["zone=b"]);
        var zones = Enumerable.Range(0, 5).Select(i => cluster.Place(Cluster.Pod($"p{i}", spec: p => Spread(p, "zone")))?[..1]).ToArray();

        zones.Count(static z => z == "a").ShouldBe(3);
        zones.Count(static z => z == "b").ShouldBe(2);
        cluster.Plan(Cluster.Pod("p6", spec: p => Spread(p, "zone"))).Report.Message.ShouldBe(
            "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't match pod topology spread constraints.");
    }

    [Fact]
    public void Anti_affinity_counts_both_ways()
    {
        var cluster = new Cluster().Node("n1").Running(Cluster.Pod("loner", spec: p => Away(p, "app=web"), labels: "app=db"), "n1");
        cluster.Plan(Cluster.Pod()).Report.Message.ShouldContain("1 node(s) didn't satisfy existing pods anti-affinity rules");

        cluster = new Cluster().Node("n1").Running(Cluster.Pod("web"), "n1");
        cluster.Plan(Cluster.Pod("p", spec: p => Away(p, "app=web"))).Report.Message.ShouldContain("1 node(s) didn't match pod anti-affinity rules");
    }

    [Fact]
    public void Affinity_follows_pods_of_selected_namespaces_only()
    {
        var cluster = new Cluster().Node("n1").Node("n2");
        var db = Make.Pod("db", labels: "app=db");
        cluster.Running(new PodDemand(db with { Metadata = db.Metadata with { Namespace = "data" } }), "n2");
        cluster.NodeFor(Cluster.Pod(spec: p => Near(p, "app=db", "kubernetes.io/hostname"))).ShouldBeNull();

        cluster.Model.PutNamespace("data", Make.Labels("team=x"));
        cluster.NodeFor(Cluster.Pod(spec: p => Near(p, "app=db", "kubernetes.io/hostname", "team=x"))).ShouldBe("n2");
    }

    [Fact]
    public void Init_containers_sidecars_and_overhead_count_as_kubernetes_counts_them()
    {
        var pod = Make.Pod("p");
        Container Asking(string name, string cpu, bool sidecar = false) => new()
        {
            Name = name, Resources = new ResourceRequirements { Requests = Cluster.Requests(cpu, "0") }, RestartPolicy = sidecar ? "Always" : null,
        };
        var spec = pod.Spec with
        {
            Containers = [Asking("main", "500m")],
            InitContainers = [Asking("early", "700m"), Asking("proxy", "200m", sidecar: true), Asking("late", "600m")],
            Overhead = Cluster.Requests("50m", "0"),
        };

        PodRequests.Of(pod with { Spec = spec }).MilliCpu.ShouldBe(850);
        PodRequests.Of(pod with { Spec = spec with { InitContainers = [Asking("proxy", "200m", sidecar: true)] } }).MilliCpu.ShouldBe(750);
        PodRequests.Of(pod).MilliCpu.ShouldBe(0);
        PodRequests.Estimate(pod).ShouldBe(new Amounts(100, 200L << 20, 0));
    }

    private static Node Labelled(Node node, string label) =>
        node with { Metadata = node.Metadata with { Labels = new Dictionary<string, string>(node.Metadata.Labels.Concat(Make.Labels(label))) } };

    private static Node Tainted(Node node, string effect) => node with { Spec = node.Spec with { Taints = [new Taint { Key = "k", Effect = effect }] } };

    private static PodSpec Asking(PodSpec pod, string resource) => pod with
    {
        Containers = [pod.Containers[0] with { Resources = new ResourceRequirements { Requests = new Dictionary<string, Quantity> { [resource] = Quantity.Of(1) } } }],
    };

    private static PodSpec Required(PodSpec pod, string key, string @operator, string value) => pod with
    {
        Affinity = new Affinity
        {
            NodeAffinity = new Model.Core.NodeAffinity
            {
                RequiredDuringSchedulingIgnoredDuringExecution = new NodeSelector
                {
                    NodeSelectorTerms = [new NodeSelectorTerm { MatchExpressions = [new NodeSelectorRequirement { Key = key, Operator = @operator, Values = [value] }] }],
                },
            },
        },
    };

    private static PodSpec Spread(PodSpec pod, string key) => pod with
    {
        TopologySpreadConstraints = [new TopologySpreadConstraint { MaxSkew = 1, TopologyKey = key, WhenUnsatisfiable = "DoNotSchedule", LabelSelector = Make.Selector("app=web") }],
    };

    private static PodAffinityTerm Term(string label, string key, string? namespaces = null) => new()
    {
        LabelSelector = Make.Selector(label), TopologyKey = key, NamespaceSelector = namespaces is null ? null : Make.Selector(namespaces),
    };

    private static PodSpec Near(PodSpec pod, string label, string key, string? namespaces = null) => pod with
    {
        Affinity = new Affinity { PodAffinity = new PodAffinity { RequiredDuringSchedulingIgnoredDuringExecution = [Term(label, key, namespaces)] } },
    };

    private static PodSpec Away(PodSpec pod, string label) => pod with
    {
        Affinity = new Affinity { PodAntiAffinity = new PodAntiAffinity { RequiredDuringSchedulingIgnoredDuringExecution = [Term(label, "kubernetes.io/hostname")] } },
    };

    private static PodDemand WithPort(string name, string address, int port) => Cluster.Pod(name, spec: p => p with
    {
        Containers = [p.Containers[0] with { Ports = [new ContainerPort { HostPort = port, HostIP = address, ContainerPortValue = port }] }],
    });
}
