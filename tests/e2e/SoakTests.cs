using System.Globalization;
using System.Text;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Pods that come and go by the hundred leave nothing behind, in the agent as in Docker Engine.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SoakTests(Cluster cluster)
{
    private const string Namespace = "soak";
    private const int AtOnce = 50;
    private const int Few = 8;
    private const long Little = 24 << 20;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(120);

    private readonly Kubectl _kubectl = cluster.Kubectl;

    /// <summary>How many pods: as many as a continuous build has time for, or what KUBE_SOAK_PODS says.</summary>
    private static int Pods => int.TryParse(Environment.GetEnvironmentVariable("KUBE_SOAK_PODS"), CultureInfo.InvariantCulture, out var asked) ? asked : 4 * AtOnce;

    [Fact]
    public async Task Pods_that_come_and_go_leave_nothing_behind()
    {
        await using var machine = await SecondMachine.StartAsync();
        machine.Join((await cluster.KubeAsync("token", "create")).Output);
        await _kubectl.UntilAsync($"node {SecondMachine.Name}", static node => node.Condition("Ready") == "True", Soon);
        await _kubectl.RunAsync($"create namespace {Namespace}");
        await _kubectl.RunAsync($"create configmap settings -n {Namespace} --from-literal=colour=blue");
        await RoundAsync(machine, 0);
        var (nothing, before) = (await machine.UntilCountedAsync("containers 0", Soon), machine.Resources());
        for (var round = 1; round * AtOnce < Pods; round++) await RoundAsync(machine, round);

        (await machine.UntilCountedAsync("containers 0", Soon)).ShouldBe(nothing);
        var after = await SettledAsync(machine, before);
        after.AgentFiles.ShouldBeLessThanOrEqualTo(before.AgentFiles + Few);
        after.AgentThreads.ShouldBeLessThanOrEqualTo(before.AgentThreads + Few);
        after.AgentBytes.ShouldBeLessThanOrEqualTo(before.AgentBytes + Little);
        after.DockerFiles.ShouldBeLessThanOrEqualTo(before.DockerFiles + Few);
        await _kubectl.RunAsync($"delete namespace {Namespace} --timeout=60s");
        await machine.LeaveAsync();
    }

    /// <summary>Pods that run on and pods that end, each with volumes; then none.</summary>
    private async Task RoundAsync(SecondMachine machine, int round)
    {
        var pods = new StringBuilder();
        for (var i = 0; i < AtOnce; i++) pods.Append(Pod($"pod-{round}-{i}", i % 2 == 0 ? "sleep 3600" : "echo done"));
        await _kubectl.RunAsync("create -f -", pods.ToString());
        await _kubectl.UntilAsync(
            $"pods -n {Namespace}", static list => list.Items().Count(static pod => pod["status"]!["phase"].Text() is "Succeeded" || pod.Condition("Ready") == "True") == AtOnce, Soon);
        await _kubectl.RunAsync($"delete pods --all -n {Namespace} --timeout=120s");
        await machine.UntilCountedAsync("containers 0", Soon);
    }

    /// <summary>What is used once the agent has given back what the last round took.</summary>
    private static async Task<MachineResources> SettledAsync(SecondMachine machine, MachineResources before)
    {
        using var limit = new CancellationTokenSource(Soon);
        using var poll = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var now = machine.Resources();
        while (now.AgentBytes > before.AgentBytes + Little || now.AgentFiles > before.AgentFiles + Few || now.AgentThreads > before.AgentThreads + Few || now.DockerFiles > before.DockerFiles + Few)
        {
            if (limit.IsCancellationRequested) break;
            await poll.WaitForNextTickAsync(CancellationToken.None);
            now = machine.Resources();
        }

        return now;
    }

    private static string Pod(string name, string command) => $$$"""
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: {{{name}}}, namespace: soak}
        spec:
          nodeName: second-machine
          restartPolicy: Never
          terminationGracePeriodSeconds: 0
          volumes: [{name: disk, emptyDir: {}}, {name: memory, emptyDir: {medium: Memory}}, {name: settings, configMap: {name: settings}}]
          containers:
          - {name: c, image: "orleans-kube/hello:1", imagePullPolicy: Never, command: [sh, -c, "{{{command}}}"],
             volumeMounts: [{name: disk, mountPath: /disk}, {name: memory, mountPath: /memory}, {name: settings, mountPath: /settings}]}

        """;
}
