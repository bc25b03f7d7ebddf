using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class PodAdmissionTests
{
    private static readonly Node Node = new()
    {
        Status = new NodeStatus { Allocatable = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse("2"), ["memory"] = Quantity.Parse("1Gi"), ["pods"] = Quantity.Parse("3") } },
    };

    [Theory]
    [InlineData("it fits", "1", 0, "1", 0, "Running", null)]
    [InlineData("too little cpu is left", "1500m", 0, "1", 0, "Running", "OutOfcpu|Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000")]
    [InlineData("a pod that is over takes nothing", "2", 80, "2", 80, "Succeeded", null)]
    [InlineData("the port is taken", "0", 80, "0", 80, "Running", "NodePorts|Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports")]
    [InlineData("another port is free", "0", 80, "0", 81, "Pending", null)]
    public void A_node_takes_what_it_has_room_for(string reason, string cpu, int port, string otherCpu, int otherPort, string otherPhase, string? refusal)
    {
        var verdict = PodAdmission.Check(Pod("new", cpu, port), [Pod("other", otherCpu, otherPort, otherPhase)], Node);
        (verdict is null ? null : $"{verdict.Reason}|{verdict.Message}").ShouldBe(refusal, reason);
    }

    [Theory]
    [InlineData("Strict", "SupplementalGroupsPolicyNotSupported SupplementalGroupsPolicy=Strict is not supported in this node")]
    [InlineData("Merge", "")]
    [InlineData(null, "")]
    public void Groups_that_the_image_names_cannot_be_left_out(string? policy, string refusal)
    {
        var pod = new Pod { Spec = new PodSpec { SecurityContext = new PodSecurityContext { SupplementalGroupsPolicy = policy } } };
        (PodAdmission.Check(pod, [], new Node()) is { } verdict ? $"{verdict.Reason} {verdict.Message}" : "").ShouldBe(refusal);
    }

    [Theory]
    [InlineData("""{"nodeSelector":{"disk":"fast"}}""", null)]
    [InlineData("""{"nodeSelector":{"disk":"slow"}}""", "NodeAffinity|Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector")]
    [InlineData("""{"os":{"name":"windows"}}""", "PodOSNotSupported|Failed to admit pod as the OS field doesn't match node OS")]
    [InlineData("""{"os":{"name":"linux"}}""", null)]
    [InlineData("""{"tolerations":[]}""", "TaintToleration|Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate", "NoExecute")]
    [InlineData("""{"tolerations":[{"operator":"Exists"}]}""", null, "NoExecute")]
    [InlineData("""{"tolerations":[]}""", null, "NoSchedule")]
    public void A_pod_that_names_its_node_itself_has_to_be_one_for_it(string spec, string? refusal, string effect = "PreferNoSchedule")
    {
        var node = Node with
        {
            Metadata = new ObjectMeta { Name = "n", Labels = new Dictionary<string, string> { ["disk"] = "fast" } },
            Spec = new NodeSpec { Taints = [new Taint { Key = "k", Effect = effect }] },
        };
        var pod = Pod("new", "0", 0) with { Spec = System.Text.Json.JsonSerializer.Deserialize<PodSpec>(spec, Model.Json.KubeJson.Options)! };
        var verdict = PodAdmission.Check(pod, [], node);
        (verdict is null ? null : $"{verdict.Reason}|{verdict.Message}").ShouldBe(refusal);

        var bound = pod with { Status = pod.Status with { Conditions = [new PodCondition { Type = "PodScheduled", Status = "True" }] } };
        if (pod.Spec.Os is null) PodAdmission.Check(bound, [], node).ShouldBeNull();
    }

    [Fact]
    public void A_taken_port_is_told_of_before_a_taint_and_after_a_selector()
    {
        var node = Node with { Metadata = new ObjectMeta { Name = "n" }, Spec = new NodeSpec { Taints = [new Taint { Key = "k", Effect = "NoExecute" }] } };
        PodAdmission.Check(Pod("new", "0", 80), [Pod("other", "0", 80)], node)!.Reason.ShouldBe("NodePorts");
        var choosy = Pod("new", "0", 80);
        choosy = choosy with { Spec = choosy.Spec with { NodeSelector = new Dictionary<string, string> { ["disk"] = "slow" } } };
        PodAdmission.Check(choosy, [Pod("other", "0", 80)], node)!.Reason.ShouldBe("NodeAffinity");
    }

    [Fact]
    public void A_node_takes_as_many_pods_as_it_says()
    {
        var others = Enumerable.Range(0, 3).Select(i => Pod($"p{i}", "0", 0)).ToList();
        PodAdmission.Check(Pod("new", "0", 0), others, Node)!.Reason.ShouldBe("OutOfpods");
        PodAdmission.Check(Pod("new", "0", 0), [.. others[1..], Leaving(others[0])], Node).ShouldBeNull();
    }

    [Theory]
    [InlineData("1", "1", null)]
    [InlineData("1500m", "1", "Deferred|Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000")]
    [InlineData("3", "1", "Infeasible|Node didn't have enough capacity: cpu, requested: 3000, capacity: 2000")]
    public void A_pod_may_grow_within_what_the_node_has(string cpu, string otherCpu, string? held)
    {
        var verdict = PodAdmission.CheckResize(Pod("grown", cpu, 0), [Pod("grown", "1", 0), Pod("other", otherCpu, 0)], Node);
        (verdict is null ? null : $"{verdict.Reason}|{verdict.Message}").ShouldBe(held);
    }

    [Theory]
    [InlineData("ephemeral-storage", "2Gi", "OutOfephemeral-storage|Node didn't have enough resource: ephemeral-storage, requested: 2147483648, used: 0, capacity: 1073741824")]
    [InlineData("ephemeral-storage", "1Gi", null)]
    [InlineData("hugepages-2Mi", "2Mi", "OutOfhugepages-2Mi|Node didn't have enough resource: hugepages-2Mi, requested: 2097152, used: 0, capacity: 0")]
    [InlineData("example.com/dongle", "3", "OutOfexample.com/dongle|Node didn't have enough resource: example.com/dongle, requested: 3, used: 0, capacity: 2")]
    [InlineData("example.com/elsewhere", "3", null)]
    public void There_has_to_be_room_of_every_kind_that_the_node_knows(string resource, string amount, string? refusal)
    {
        var allocatable = new Dictionary<string, Quantity>(Node.Status.Allocatable)
        {
            ["ephemeral-storage"] = Quantity.Parse("1Gi"), ["hugepages-2Mi"] = default, ["example.com/dongle"] = Quantity.Parse("2"),
        };
        var pod = Pod("new", "1", 0);
        var requests = new Dictionary<string, Quantity>(pod.Spec.Containers[0].Resources.Requests) { [resource] = Quantity.Parse(amount) };
        pod = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Resources = new ResourceRequirements { Requests = requests } }] } };
        var verdict = PodAdmission.Check(pod, [], Node with { Status = Node.Status with { Allocatable = allocatable } });
        (verdict is null ? null : $"{verdict.Reason}|{verdict.Message}").ShouldBe(refusal);
    }

    [Fact]
    public void Of_two_shortages_memory_is_told()
    {
        var pod = Pod("grown", "3", 0);
        var requests = new Dictionary<string, Quantity>(pod.Spec.Containers[0].Resources.Requests) { ["memory"] = Quantity.Parse("2Gi") };
        pod = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Resources = new ResourceRequirements { Requests = requests } }] } };
        PodAdmission.CheckResize(pod, [], Node)!.Message.ShouldBe("Node didn't have enough capacity: memory, requested: 2147483648, capacity: 1073741824");
    }

    [Fact]
    public void A_node_under_pressure_defers_what_it_would_not_take()
    {
        var node = Node with { Status = Node.Status with { Conditions = [new NodeCondition { Type = "DiskPressure", Status = "True" }] } };
        var verdict = PodAdmission.CheckResize(Pod("grown", "1", 0), [], node)!;
        (verdict.Reason, verdict.Message).ShouldBe(("Deferred", "The node had condition: [DiskPressure]. "));
    }

    [Fact]
    public void A_pod_that_still_has_more_than_it_asks_for_takes_that()
    {
        var status = new ContainerStatus { Name = "main", Resources = new ResourceRequirements { Requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse("1500m") } } };
        var shrinking = Pod("other", "500m", 0) with { Status = new PodStatus { Phase = "Running", ContainerStatuses = [status] } };
        PodAdmission.Check(Pod("new", "1", 0), [shrinking], Node)!.Message.ShouldBe("Node didn't have enough resource: cpu, requested: 1000, used: 1500, capacity: 2000");
    }

    private static Pod Leaving(Pod pod) => pod with { Metadata = pod.Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch } };

    private static Pod Pod(string name, string cpu, int port, string phase = "Running") => new()
    {
        Metadata = new ObjectMeta { Name = name, Uid = name },
        Spec = new PodSpec
        {
            Containers =
            [
                new Container
                {
                    Name = "main",
                    Resources = new ResourceRequirements { Requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse(cpu) } },
                    Ports = port == 0 ? [] : [new ContainerPort { ContainerPortValue = port, HostPort = port }],
                },
            ],
        },
        Status = new PodStatus { Phase = phase },
    };
}
