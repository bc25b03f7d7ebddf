using System.Text.Json.Nodes;
using Orleans.Kube.NodeAgent.Tests.Fakes;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>A CSI driver on a node, whose part as the cluster's attacher the test plays: its volumes are attached, mounted, kept and let go.</summary>
[Collection(ClusterCollection.Name)]
public sealed class CsiTests(Cluster cluster)
{
    private const string Driver = "e2e.csi.example";

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task A_volume_of_a_driver_is_attached_to_the_node_of_its_pod_and_keeps_what_is_written()
    {
        var folder = Directory.CreateTempSubdirectory("csi-");
        await using var driver = await FakeCsiDriver.StartAsync(Driver, "/var/lib/kubelet/plugins_registry", folder.FullName);
        var node = (await _kubectl.GetAsync("nodes")).Items()[0].Name();
        await _kubectl.RunAsync($"wait csinode/{node} --for=jsonpath={{.spec.drivers[?(@.name==\"{Driver}\")].nodeID}}=id-of-node --timeout=30s");
        (await _kubectl.RunAsync($"get csinode {node} --no-headers")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1].ShouldBe("1");

        await _kubectl.RunAsync("create namespace csi");
        await _kubectl.RunAsync("apply -f -", Objects);
        await _kubectl.RunAsync("apply -f -", Writer);
        var attachment = (await _kubectl.UntilAsync("volumeattachments", static list => list.Items().Count > 0, TimeSpan.FromSeconds(30))).Items()[0];
        attachment["spec"]!["attacher"].Text().ShouldBe(Driver);
        await _kubectl.RunAsync($"patch volumeattachment {attachment.Name()} --subresource=status --type=merge -p {{\"status\":{{\"attached\":true}}}}");
        await _kubectl.RunAsync("wait -n csi --for=condition=Ready pod/writer --timeout=60s");
        File.ReadAllText(Path.Combine(folder.FullName, "disk-1", "word")).ShouldBe("kept\n");
        var status = (await _kubectl.GetAsync($"node {node}"))["status"]!;
        status["volumesInUse"]![0].Text().ShouldBe($"kubernetes.io/csi/{Driver}^disk-1");
        status["volumesAttached"]![0]!["name"].Text().ShouldBe($"kubernetes.io/csi/{Driver}^disk-1");
        var summary = JsonNode.Parse(await _kubectl.RunAsync($"get --raw /api/v1/nodes/{node}/proxy/stats/summary"))!;
        var volume = summary["pods"]!.AsArray().Single(static p => p!["podRef"]!["name"].Text() == "writer")!["volume"]!.AsArray().Single(static v => v!["name"].Text() == "data")!;
        volume.AsObject().Remove("time");
        volume.ToJsonString().ShouldBe("""{"availableBytes":600,"capacityBytes":1000,"usedBytes":100,"inodesFree":47,"inodes":50,"inodesUsed":3,"name":"data","pvcRef":{"name":"data","namespace":"csi"}}""");
        (await _kubectl.RunAsync($"get --raw /api/v1/nodes/{node}/proxy/metrics")).ShouldContain("kubelet_volume_stats_used_bytes{namespace=\"csi\",persistentvolumeclaim=\"data\"} 100\n");
        (await _kubectl.RunAsync("describe pod -n csi writer")).ShouldContain("AttachVolume.Attach succeeded for volume \"disk-1\"");

        await _kubectl.RunAsync("delete pod -n csi writer");
        await _kubectl.RunAsync($"wait volumeattachment/{attachment.Name()} --for=delete --timeout=30s");
        driver.Requests.Select(static r => r.GetType().Name).ShouldBe(["NodeStageVolumeRequest", "NodePublishVolumeRequest", "NodeUnpublishVolumeRequest", "NodeUnstageVolumeRequest"]);
        await _kubectl.RunAsync("delete namespace csi --timeout=60s");
        await _kubectl.RunAsync("delete pv disk-1");
        (await _kubectl.GetAsync($"node {node}"))["status"]!["volumesInUse"].ShouldBeNull();

        await driver.DisposeAsync();
        File.Delete($"/var/lib/kubelet/plugins_registry/{Driver}-reg.sock");
        await _kubectl.UntilAsync($"node {node}", static n => n["metadata"]!["annotations"]!["csi.volume.kubernetes.io/nodeid"] is null, TimeSpan.FromSeconds(30));
        folder.Delete(recursive: true);
    }

    private const string Objects = $$$"""
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: disk-1}
        spec:
          capacity: {storage: 1Gi}
          accessModes: [ReadWriteOnce]
          storageClassName: ""
          csi:
            driver: {{{Driver}}}
            volumeHandle: disk-1
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data, namespace: csi}
        spec:
          accessModes: [ReadWriteOnce]
          storageClassName: ""
          volumeName: disk-1
          resources: {requests: {storage: 1Gi}}
        """;

    private const string Writer = """
        apiVersion: v1
        kind: Pod
        metadata: {name: writer, namespace: csi}
        spec:
          terminationGracePeriodSeconds: 1
          volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
          containers:
          - name: main
            image: orleans-kube/hello:1
            command: [sh, -c, "echo kept > /data/word; sleep 1000"]
            volumeMounts: [{name: data, mountPath: /data}]
        """;
}
