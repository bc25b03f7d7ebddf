using System.Text.Json.Nodes;
using Orleans.Kube.Ledger.Tests;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Two silos on one PostgreSQL: every silo takes every request, and the cluster outlives either of them.</summary>
[Collection(ClusterCollection.Name)]
public sealed class HighAvailabilityTests : IAsyncLifetime
{
    private const string Link = "kube-e2e-ha";
    private readonly PostgreSqlServer _database = new();

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync();
        await Shell.RunAsync("ip", ["link", "delete", Link]);
        await RunAsync("ip", "link", "add", Link, "type", "bridge");
        await RunAsync("ip", "link", "set", Link, "up");
        foreach (var last in (int[])[1, 2]) await RunAsync("ip", "address", "add", $"198.18.7.{last}/32", "dev", Link);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("ip", "link", "delete", Link);
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_cluster_outlives_the_silo_that_does_the_work()
    {
        var (connection, port) = (await _database.CreateSchemaAsync(), Ports.Free());
        using var first = new Silo("198.18.7.1", port, connection);
        using var second = new Silo("198.18.7.2", port, connection);
        await first.StartAsync();
        await second.StartAsync(first);
        using var nodes = Shell.Start(Checkout.PathOf("artifacts/node-agent/Orleans.Kube.NodeAgent"), ["simulate", "--kubeconfig", first.KubeConfig, "--nodes", "2"]);
        _ = (nodes.StandardOutput.ReadToEndAsync(), nodes.StandardError.ReadToEndAsync());
        try
        {
            await second.Kubectl.RunAsync("create deployment web --image=orleans-kube/hello:1 --replicas=3");
            await second.Kubectl.RunAsync("rollout status deploy/web --timeout=60s");
            await second.Kubectl.UntilAsync("endpointslice kubernetes", e => Addresses(e) == "198.18.7.1 198.18.7.2", TimeSpan.FromSeconds(30));

            await first.KillAsync();
            await TakeOverAsync(second.Kubectl);
            await second.Kubectl.RunAsync("scale deploy/web --replicas=5");
            await second.Kubectl.RunAsync("rollout status deploy/web --timeout=60s");
            Addresses(await second.Kubectl.GetAsync("endpointslice kubernetes")).ShouldBe("198.18.7.2");
            (await second.Kubectl.GetAsync("nodes")).Items().ShouldAllBe(n => n.Condition("Ready") == "True");

            await first.StartAsync();
            await first.Kubectl.UntilAsync("endpointslice kubernetes", e => Addresses(e) == "198.18.7.1 198.18.7.2", TimeSpan.FromSeconds(30));
            await first.Kubectl.RunAsync("scale deploy/web --replicas=1");
            await first.Kubectl.UntilAsync("deploy web", d => d["status"]!["readyReplicas"].Number() == 1, TimeSpan.FromSeconds(60));
            (await second.Kubectl.GetAsync("deploy web"))["spec"]!["replicas"].Number().ShouldBe(1);
        }
        finally
        {
            nodes.Kill();
        }
    }

    /// <summary>Waits until writes are taken again: the lease of a silo that was killed has to run out.</summary>
    private static async Task TakeOverAsync(Kubectl kubectl)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await kubectl.TryAsync("create configmap after")).ExitCode != 0) await Task.Delay(500, limit.Token);
    }

    private static string Addresses(JsonNode slice) => string.Join(' ', slice["endpoints"]!.AsArray().SelectMany(e => e!["addresses"]!.AsArray()).Select(a => a.Text()));

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var outcome = await Shell.RunAsync(program, arguments);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
    }
}
