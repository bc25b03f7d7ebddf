namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Volumes as a pod sees them, with kubectl on a real node.</summary>
[Collection(ClusterCollection.Name)]
public sealed class VolumeTests(Cluster cluster)
{
    private const string Namespace = "volume-kinds";

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task A_pod_sees_its_objects_as_files_and_their_changes_and_starts_once_they_are_there()
    {
        await _kubectl.RunAsync($"create namespace {Namespace}");
        await _kubectl.RunAsync("apply -f -", Reader);
        await _kubectl.UntilAsync(
            $"events -n {Namespace} --field-selector reason=FailedMount",
            events => events.Items().Any(e => e["message"].Text() == "MountVolume.SetUp failed for volume \"all\" : configmap \"settings\" not found"), TimeSpan.FromSeconds(20));
        await _kubectl.RunAsync($"create configmap settings -n {Namespace} --from-literal=colour=blue");
        await _kubectl.RunAsync($"wait -n {Namespace} --for=condition=Ready pod/reader --timeout=30s");

        (await ShellAsync("cat /all/etc/colour /all/labels; stat -c %a /all/..data/etc/colour; ls /all")).ShouldBe("blueapp=\"reader\"400\netc\nlabels\ntoken\n");
        (await ShellAsync("cut -d. -f2 /all/token | wc -c")).Length.ShouldBeGreaterThan(2);
        (await _kubectl.TryAsync(["exec", "-n", Namespace, "reader", "--", "touch", "/all/x"])).Error.ShouldContain("Read-only file system");

        await _kubectl.RunAsync($"patch configmap settings -n {Namespace} -p {{\"data\":{{\"colour\":\"red\"}}}}");
        await _kubectl.RunAsync($"label pod reader -n {Namespace} more=yes");
        await UntilAsync("cat /all/etc/colour /all/labels", "redapp=\"reader\"\nmore=\"yes\"");
        await _kubectl.RunAsync($"delete namespace {Namespace} --timeout=60s");
    }

    private const string Reader = """
        apiVersion: v1
        kind: Pod
        metadata: {name: reader, namespace: volume-kinds, labels: {app: reader}}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - {name: c, image: orleans-kube/hello:1, imagePullPolicy: Never, volumeMounts: [{name: all, mountPath: /all}]}
          volumes:
          - name: all
            projected:
              sources:
              - configMap: {name: settings, items: [{key: colour, path: etc/colour, mode: 256}]}
              - secret: {name: nowhere, optional: true}
              - downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
              - serviceAccountToken: {path: token, expirationSeconds: 3600}
        """;

    private async Task<string> ShellAsync(string script)
    {
        var outcome = await _kubectl.TryAsync(["exec", "-n", Namespace, "reader", "--", "sh", "-c", script]);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return outcome.Output;
    }

    private async Task UntilAsync(string script, string output)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await ShellAsync(script) != output) await poll.WaitForNextTickAsync(limit.Token);
    }
}
