namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>A second machine joins, its pods and those of the first find each other, and it leaves without a trace.</summary>
[Collection(ClusterCollection.Name)]
public sealed class MachineTests(Cluster cluster)
{
    private const string Namespace = "machines";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);

    private const string Objects = """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: web, namespace: machines}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: "orleans-kube/hello:1", imagePullPolicy: Never}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: machines}
        spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: client, namespace: machines}
        spec:
          selector: {matchLabels: {app: client}}
          template:
            metadata: {labels: {app: client}}
            spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: "orleans-kube/test-curl:1", imagePullPolicy: Never}]}
        """;

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task Pods_of_two_machines_reach_each_other_under_their_own_addresses()
    {
        await Images.EnsureCurlAsync();
        await using var machine = await SecondMachine.StartAsync();
        machine.Join((await cluster.KubeAsync("token", "create")).Output);
        await _kubectl.UntilAsync($"node {SecondMachine.Name}", static node => node.Condition("Ready") == "True", Soon);
        await _kubectl.RunAsync($"create namespace {Namespace}");
        await _kubectl.RunAsync("apply -f -", Objects);
        await _kubectl.RunAsync($"rollout status ds/web -n {Namespace} --timeout=60s");
        await _kubectl.RunAsync($"rollout status ds/client -n {Namespace} --timeout=60s");

        var (here, there) = (await PodsAsync(there: false), await PodsAsync(there: true));
        await FetchAsync(here.Client, there.WebAddress, there.Web);
        await FetchAsync(there.Client, here.WebAddress, here.Web);
        (await _kubectl.RunAsync($"logs {there.Web} -n {Namespace}")).ShouldContain(here.ClientAddress);
        foreach (var client in new[] { here.Client, there.Client })
        {
            await FetchAsync(client, "web.machines.svc.cluster.local:80", here.Web);
            await FetchAsync(client, "web.machines.svc.cluster.local:80", there.Web);
        }

        await machine.LeaveAsync();
        (await _kubectl.TryAsync($"get node {SecondMachine.Name}")).Error.ShouldContain("NotFound");
        (await SecondMachine.OverlayAsync()).ShouldNotContain("okube");
        await _kubectl.RunAsync($"delete namespace {Namespace} --timeout=60s");
    }

    /// <summary>Asks until the wanted pod answers.</summary>
    private async Task FetchAsync(string client, string address, string answers)
    {
        using var limit = new CancellationTokenSource(Soon);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!(await _kubectl.TryAsync(["exec", "-n", Namespace, client, "--", "curl", "-s", "-m", "3", $"http://{address}/"])).Output.Contains(answers, StringComparison.Ordinal))
            (await poll.WaitForNextTickAsync(limit.Token)).ShouldBeTrue();
    }

    private async Task<(string Web, string WebAddress, string Client, string ClientAddress)> PodsAsync(bool there)
    {
        var pods = (await _kubectl.GetAsync($"pods -n {Namespace}")).Items().Where(p => (p["spec"]!["nodeName"].Text() == SecondMachine.Name) == there).ToList();
        var (web, client) = (pods.Single(static p => p["metadata"]!["labels"]!["app"].Text() == "web"), pods.Single(static p => p["metadata"]!["labels"]!["app"].Text() == "client"));
        return (web["metadata"]!["name"].Text()!, $"{web["status"]!["podIP"].Text()}:8080", client["metadata"]!["name"].Text()!, client["status"]!["podIP"].Text()!);
    }
}
