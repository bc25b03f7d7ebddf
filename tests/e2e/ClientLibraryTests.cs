namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Programs of users of other client libraries (<c>Clients/</c>): they talk to the cluster as they would to Kubernetes and check what they get.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClientLibraryTests(Cluster cluster)
{
    private static readonly string Programs = Checkout.PathOf("tests/e2e/Clients");

    public static TheoryData<string> Python() => [.. Of("python", "*.py")];

    public static TheoryData<string> Node() => [.. Of("node", "*.mjs")];

    [Theory]
    [MemberData(nameof(Python))]
    public Task Programs_for_the_python_client_run(string program) => RunAsync("/usr/bin/python3", program);

    [Theory]
    [MemberData(nameof(Node))]
    public Task Programs_for_the_node_client_run(string program) => RunAsync("node", program);

    private static IEnumerable<string> Of(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Programs, folder), pattern).Select(static path => Path.GetRelativePath(Programs, path)).Order(StringComparer.Ordinal);

    private async Task RunAsync(string interpreter, string program)
    {
        var environment = new Dictionary<string, string> { ["KUBECONFIG"] = cluster.Kubectl.KubeConfig };
        var outcome = await Shell.RunAsync("timeout", ["-k", "1", "120", interpreter, Path.Combine(Programs, program)], environment);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
    }
}
