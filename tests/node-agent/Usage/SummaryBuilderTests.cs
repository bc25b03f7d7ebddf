using System.Text.Json.Nodes;
using Orleans.Kube.NodeAgent.Tests.Pods;
using Orleans.Kube.NodeAgent.Usage;

namespace Orleans.Kube.NodeAgent.Tests.Usage;

public sealed class SummaryBuilderTests
{
    private static readonly JsonObject Summary = SummaryBuilder.Build(Figures.Node, "node-1", PodScene.Noon.AddDays(-1), 8000, onlyCpuAndMemory: false);

    [Fact]
    public void The_node_tells_its_disks_with_their_inodes()
    {
        Text(Summary["node"]!["fs"]!).ShouldBe("""{"time":"2026-01-01T12:00:00Z","availableBytes":400,"capacityBytes":1000,"usedBytes":550,"inodesFree":60,"inodes":100,"inodesUsed":40}""");
        Text(Summary["node"]!["runtime"]!["imageFs"]!).ShouldBe("""{"time":"2026-01-01T12:00:00Z","availableBytes":30,"capacityBytes":200,"usedBytes":160,"inodesFree":7,"inodes":20,"inodesUsed":13}""");
    }

    [Fact]
    public void The_node_tells_processors_memory_network_and_processes()
    {
        var node = Summary["node"]!;
        (node["nodeName"]!.ToString(), node["startTime"]!.ToString()).ShouldBe(("node-1", "2025-12-31T12:00:00Z"));
        Text(node["cpu"]!).ShouldBe("""{"time":"2026-01-01T12:00:00Z","usageNanoCores":1500000000,"usageCoreNanoSeconds":90000000000}""");
        Text(node["memory"]!).ShouldBe("""{"time":"2026-01-01T12:00:00Z","availableBytes":6000,"usageBytes":7000,"workingSetBytes":4000,"rssBytes":0,"pageFaults":0,"majorPageFaults":0}""");
        Text(node["network"]!).ShouldBe("""{"name":"eth0","rxBytes":1,"rxErrors":3,"txBytes":5,"txErrors":7,"time":"2026-01-01T12:00:00Z","interfaces":[{"name":"eth0","rxBytes":1,"rxErrors":3,"txBytes":5,"txErrors":7}]}""");
        Text(node["rlimit"]!).ShouldBe("""{"time":"2026-01-01T12:00:00Z","maxpid":500,"curproc":50}""");
        Text(node["swap"]!).ShouldBe("""{"time":"2026-01-01T12:00:00Z","swapAvailableBytes":90,"swapUsageBytes":10}""");
        node["systemContainers"]!.AsArray().Select(static c => c!["name"]!.ToString()).ShouldBe(["kubelet", "pods"]);
        node["systemContainers"]![1]!["memory"]!["availableBytes"]!.GetValue<long>().ShouldBe(8000 - 505);
    }

    [Fact]
    public void A_pod_tells_what_its_containers_have_written_and_its_volumes_hold()
    {
        var pod = Summary["pods"]![0]!;
        Text(pod["podRef"]!).ShouldBe("""{"name":"web","namespace":"default","uid":"uid-1"}""");
        Text(pod["ephemeral-storage"]!).ShouldBe("""{"time":"2026-01-01T12:00:00Z","availableBytes":400,"capacityBytes":1000,"usedBytes":140,"inodesFree":60,"inodes":100,"inodesUsed":9}""");
        (pod["volume"]![0]!["name"]!.ToString(), pod["volume"]![0]!["usedBytes"]!.GetValue<long>(), pod["volume"]![0]!["inodesUsed"]!.GetValue<long>()).ShouldBe(("data", 70, 3));
        (pod["volume"]![1]!["usedBytes"]!.GetValue<long>(), pod["volume"]![1]!["capacityBytes"]!.GetValue<long>()).ShouldBe((20, 25), "it is in memory, and counts for no disk");
        pod["process_stats"]!["process_count"]!.GetValue<long>().ShouldBe(6);
        pod["network"]!["rxBytes"]!.GetValue<long>().ShouldBe(11);
        (pod["cpu"]!["usageCoreNanoSeconds"]!.GetValue<long>(), pod["cpu"]!["usageNanoCores"]).ShouldBe((3_000_000_100, null), "one of its containers is new");
    }

    [Fact]
    public void A_volume_behind_a_claim_names_it_and_tells_of_its_disk() =>
        Text(Summary["pods"]![0]!["volume"]![2]!).ShouldBe(
            """{"time":"2026-01-01T12:00:00Z","availableBytes":3,"capacityBytes":9,"usedBytes":6,"inodesFree":4,"inodes":8,"inodesUsed":4,"name":"store","pvcRef":{"name":"store-web","namespace":"default"}}""");

    [Fact]
    public void A_container_tells_what_it_has_left()
    {
        var container = Summary["pods"]![0]!["containers"]![0]!;
        (container["name"]!.ToString(), container["startTime"]!.ToString()).ShouldBe(("main", "2026-01-01T11:59:30Z"));
        container["memory"]!["availableBytes"]!.GetValue<long>().ShouldBe(700);
        (container["rootfs"]!["usedBytes"]!.GetValue<long>(), container["rootfs"]!["capacityBytes"]!.GetValue<long>()).ShouldBe((30, 200));
        (container["logs"]!["usedBytes"]!.GetValue<long>(), container["logs"]!["capacityBytes"]!.GetValue<long>()).ShouldBe((5, 1000));
        Summary["pods"]![0]!["containers"]![1]!["memory"]!.AsObject().ContainsKey("availableBytes").ShouldBeFalse("it has no limit");
    }

    [Fact]
    public void No_more_is_told_than_is_asked_for()
    {
        var brief = SummaryBuilder.Build(Figures.Node, "node-1", PodScene.Noon, 8000, onlyCpuAndMemory: true);
        brief["pods"]![0]!.AsObject().Select(static p => p.Key).ShouldBe(["podRef", "startTime", "containers", "cpu", "memory", "swap"]);
        brief["node"]!.AsObject().Select(static p => p.Key).ShouldBe(["nodeName", "systemContainers", "startTime", "cpu", "memory", "swap"]);
    }

    private static string Text(JsonNode node) => node.ToJsonString();
}
