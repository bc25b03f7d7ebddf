namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>The dashboard in a real browser, as a person uses it.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DashboardTests(Cluster cluster)
{
    private const string Namespace = "dashboard-test";

    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task A_person_signs_in_looks_around_and_changes_things()
    {
        await _kubectl.RunAsync($"create namespace {Namespace}");
        await _kubectl.RunAsync("apply -f -", Shown);
        await _kubectl.RunAsync($"create clusterrolebinding {Namespace} --clusterrole=cluster-admin --serviceaccount={Namespace}:default");
        await _kubectl.RunAsync($"rollout status -n {Namespace} deploy/shown --timeout=30s");

        await using var desk = await Desk.StartAsync();
        var server = new Uri((await _kubectl.RunAsync("config view --minify -o jsonpath={.clusters[0].cluster.server}")).Trim());
        var environment = new Dictionary<string, string>
        {
            ["ADDRESS"] = $"https://{Desk.Server}:{server.Port}/dashboard",
            ["TOKEN"] = (await _kubectl.RunAsync($"create token -n {Namespace} default")).Trim(),
            ["NAMESPACE"] = Namespace,
        };
        var outcome = await desk.RunAsync(["timeout", "-k", "1", "120", "node", Checkout.PathOf("tests/e2e/Clients/node/browser/dashboard.mjs")], environment);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());

        await _kubectl.RunAsync($"delete clusterrolebinding {Namespace}");
        await _kubectl.RunAsync($"delete namespace {Namespace} --timeout=60s");
    }

    private const string Shown = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shown, namespace: dashboard-test, labels: {app: shown}}
        spec:
          selector: {matchLabels: {app: shown}}
          template:
            metadata: {labels: {app: shown}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - {name: main, image: orleans-kube/hello:1, imagePullPolicy: Never, command: [sh, -c, "echo said by the pod; sleep 1000"]}
        """;
}
