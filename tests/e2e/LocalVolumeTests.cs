namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Claims of the default class on a real node: what a pod wrote outlives it, and goes with the claim.</summary>
[Collection(ClusterCollection.Name)]
public sealed class LocalVolumeTests(Cluster cluster)
{
    private const string Database = """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db, namespace: volumes}
        spec:
          serviceName: db
          replicas: 2
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - {name: c, image: orleans-kube/hello:1, imagePullPolicy: Never, volumeMounts: [{name: data, mountPath: /data}]}
          volumeClaimTemplates:
          - metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Mi}}}
        """;

    private const string Scratch = """
        apiVersion: v1
        kind: Pod
        metadata: {name: worker, namespace: scratch}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - {name: c, image: orleans-kube/hello:1, imagePullPolicy: Never, volumeMounts: [{name: room, mountPath: /room}]}
          volumes:
          - name: room
            ephemeral:
              volumeClaimTemplate:
                metadata: {labels: {kind: scratch}}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Mi}}}
        """;

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task A_claim_is_made_for_a_pods_ephemeral_volume_and_goes_with_the_pod()
    {
        await _kubectl.RunAsync("create namespace scratch");
        await _kubectl.RunAsync("apply -f -", Scratch);
        await _kubectl.RunAsync("wait -n scratch --for=condition=Ready pod/worker --timeout=30s");
        var claim = await _kubectl.GetAsync("pvc -n scratch worker-room");
        (claim["metadata"]!["labels"]!["kind"].Text(), claim["metadata"]!["ownerReferences"]![0]!["name"].Text(), claim["status"]!["phase"].Text()).ShouldBe(("scratch", "worker", "Bound"));

        await _kubectl.RunAsync("delete pod -n scratch worker");
        await _kubectl.UntilAsync("pvc -n scratch", static claims => claims.Items().Count == 0, TimeSpan.FromSeconds(30));
        await _kubectl.RunAsync("delete namespace scratch --timeout=60s");
    }

    [Fact]
    public async Task A_stateful_set_keeps_its_data_and_a_claim_goes_after_its_pod()
    {
        (await _kubectl.RunAsync("get storageclass")).ShouldContain("local (default)");
        await _kubectl.RunAsync("create namespace volumes");
        await _kubectl.RunAsync("apply -f -", Database);
        await _kubectl.RunAsync("rollout status -n volumes sts/db --timeout=60s");
        await _kubectl.TryAsync(["exec", "-n", "volumes", "db-0", "--", "sh", "-c", "echo kept > /data/word"]);
        await _kubectl.RunAsync("delete pod -n volumes db-0");
        await _kubectl.RunAsync("rollout status -n volumes sts/db --timeout=60s");
        (await _kubectl.RunAsync("exec -n volumes db-0 -- cat /data/word")).Trim().ShouldBe("kept");

        var folders = Path.Combine(cluster.Data, "agent", "volumes");
        Directory.EnumerateDirectories(folders).Count().ShouldBe(2);

        await _kubectl.RunAsync("delete pvc -n volumes data-db-1 --wait=false");
        (await _kubectl.RunAsync("get pvc -n volumes data-db-1")).ShouldContain("Terminating");
        await _kubectl.RunAsync("delete namespace volumes --timeout=60s");
        await _kubectl.UntilAsync("pv", volumes => volumes.Items().Count == 0, TimeSpan.FromSeconds(30));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (Directory.EnumerateDirectories(folders).Any()) await poll.WaitForNextTickAsync(limit.Token);
    }
}
