namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>A cluster that <c>./kube up</c> made for the tests, with a data folder and a port of its own.</summary>
public sealed class Cluster : IAsyncLifetime
{
    private readonly string _port = $"{Ports.Free()}";

    /// <summary>The data folder of this cluster.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("kube-e2e-").FullName;

    public Kubectl Kubectl { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var outcome = await UpAsync();
        outcome.ExitCode.ShouldBe(0, $"./kube up failed: {outcome}");
        var path = await KubeAsync("kubeconfig");
        Kubectl = new Kubectl(path.Output.Trim());
    }

    public async ValueTask DisposeAsync() => await KubeAsync("down", "--purge");

    public Task<Outcome> UpAsync(params string[] options) => KubeAsync(["up", "--port", _port, .. options]);

    public Task<Outcome> DownAsync() => KubeAsync("down");

    public Task<Outcome> KubeAsync(params string[] arguments) => Shell.RunAsync(
        Checkout.PathOf("kube"), arguments, new Dictionary<string, string> { ["KUBE_DATA"] = Data });

    /// <summary>The process id of a part: silo, agent or nodes.</summary>
    public int ProcessOf(string part) => int.Parse(File.ReadAllText(Path.Combine(Data, "run", $"{part}.pid")).Trim());

    /// <summary>Ends a part as a power cut would.</summary>
    public Task KillAsync(string part) => Shell.RunAsync("kill", ["-KILL", ProcessOf(part).ToString()]);

    /// <summary>The containers that run for the pods of a namespace, as Docker sees them.</summary>
    public static async Task<IReadOnlyList<string>> ContainersAsync(string @namespace)
    {
        var outcome = await Shell.RunAsync(
            "docker", ["ps", "--no-trunc", "-q", "--filter", $"label=io.kubernetes.pod.namespace={@namespace}"]);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return [.. outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }
}

/// <summary>The tests share one cluster and run one after another: several end a part of it.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<Cluster>
{
    public const string Name = "cluster";
}
