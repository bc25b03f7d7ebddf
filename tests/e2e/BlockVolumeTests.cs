namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Disks of the machine as local volumes: claimed, bound to a pod's node, mounted as a file system and handed over as they are.</summary>
[Collection(ClusterCollection.Name)]
public sealed class BlockVolumeTests(Cluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task A_pod_writes_to_disks_of_its_node_and_the_next_reads_what_it_wrote()
    {
        await using var files = await Disk.MakeAsync();
        await using var raw = await Disk.MakeAsync();
        var node = (await _kubectl.GetAsync("nodes")).Items()[0].Name();
        await _kubectl.RunAsync("create namespace disks");
        await _kubectl.RunAsync("apply -f -", Storage(files.Device, raw.Device, node));
        await _kubectl.RunAsync("apply -f -", Writer);
        await _kubectl.RunAsync("wait -n disks --for=condition=Ready pod/writer --timeout=60s");
        (await ExecAsync("grep ' /data ' /proc/mounts")).ShouldStartWith($"{files.Device} /data ext4 rw,noatime");
        await ExecAsync("echo file > /data/word; echo block | dd of=/dev/xvda; sync");
        var told = await _kubectl.GetAsync("events -n disks --field-selector reason=SuccessfulMountVolume");
        told.Items().Select(static e => e["message"].Text()!.Split(" \"/")[0]).Order().ShouldBe(
        [
            "MapVolume.MapPodDevice succeeded for volume \"disk-raw\" globalMapPath", "MapVolume.MapPodDevice succeeded for volume \"disk-raw\" volumeMapPath",
        ]);

        await _kubectl.RunAsync("delete pod -n disks writer");
        await _kubectl.RunAsync("apply -f -", Writer);
        await _kubectl.RunAsync("wait -n disks --for=condition=Ready pod/writer --timeout=60s");
        (await ExecAsync("cat /data/word; dd if=/dev/xvda bs=5 count=1 2>/dev/null")).ShouldBe("file\nblock");

        await _kubectl.RunAsync("delete namespace disks --timeout=60s");
        await _kubectl.RunAsync("delete pv disk-files disk-raw");
        await _kubectl.RunAsync("delete storageclass disks");
        (await File.ReadAllTextAsync("/proc/mounts")).ShouldNotContain($"{files.Device} ");
    }

    private async Task<string> ExecAsync(string script)
    {
        var outcome = await _kubectl.TryAsync(["exec", "-n", "disks", "writer", "--", "sh", "-c", script]);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return outcome.Output;
    }

    private static string Storage(string files, string raw, string node) => $$"""
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: disks}
        provisioner: kubernetes.io/no-provisioner
        volumeBindingMode: WaitForFirstConsumer
        ---
        {{Volume("files", "Filesystem", files, node)}}
        ---
        {{Volume("raw", "Block", raw, node)}}
        """;

    private static string Volume(string name, string mode, string device, string node) => $$$"""
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: disk-{{{name}}}}
        spec:
          capacity: {storage: 32Mi}
          accessModes: [ReadWriteOnce]
          persistentVolumeReclaimPolicy: Retain
          storageClassName: disks
          volumeMode: {{{mode}}}
          {{{(mode == "Block" ? "" : "mountOptions: [noatime]")}}}
          local: {path: {{{device}}}}
          nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [{{{node}}}]}]}]}}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: {{{name}}}, namespace: disks}
        spec: {storageClassName: disks, accessModes: [ReadWriteOnce], volumeMode: {{{mode}}}, resources: {requests: {storage: 32Mi} } }
        """;

    private const string Writer = """
        apiVersion: v1
        kind: Pod
        metadata: {name: writer, namespace: disks}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: c
            image: orleans-kube/hello:1
            imagePullPolicy: Never
            volumeMounts: [{name: files, mountPath: /data}]
            volumeDevices: [{name: raw, devicePath: /dev/xvda}]
          volumes:
          - {name: files, persistentVolumeClaim: {claimName: files}}
          - {name: raw, persistentVolumeClaim: {claimName: raw}}
        """;

    /// <summary>A block device on a file of zeroes.</summary>
    private sealed class Disk : IAsyncDisposable
    {
        private readonly string _file = Path.GetTempFileName();

        public string Device { get; private set; } = "";

        public static async Task<Disk> MakeAsync()
        {
            var disk = new Disk();
            await using (var file = File.OpenWrite(disk._file)) file.SetLength(32 << 20);
            var outcome = await Shell.RunAsync("losetup", ["-f", "--show", disk._file]);
            outcome.ExitCode.ShouldBe(0, outcome.ToString());
            disk.Device = outcome.Output.Trim();
            return disk;
        }

        public async ValueTask DisposeAsync()
        {
            await Shell.RunAsync("losetup", ["-d", Device]);
            File.Delete(_file);
        }
    }
}
