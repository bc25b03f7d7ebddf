namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>The control plane on Microsoft Orleans, which <c>./kube configure --engine orleans</c> chooses: the same sources build and run a cluster.</summary>
[Collection(ClusterCollection.Name)]
public sealed class EngineChoiceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kube-e2e-engine-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_Deployment_rolls_out_on_Orleans()
    {
        await BuildAsync();
        using var silo = new Silo("127.0.0.1", Ports.Free()) { Executable = Path.Combine(_folder, "bin/Orleans.Kube.Silo/release/Orleans.Kube.Silo") };
        await silo.StartAsync();
        File.Exists(Path.Combine(Path.GetDirectoryName(silo.Executable)!, "Orleans.Runtime.dll")).ShouldBeTrue();
        using var nodes = Shell.Start(Checkout.PathOf("artifacts/node-agent/Orleans.Kube.NodeAgent"), ["simulate", "--kubeconfig", silo.KubeConfig, "--nodes", "2"]);
        _ = (nodes.StandardOutput.ReadToEndAsync(), nodes.StandardError.ReadToEndAsync());
        try
        {
            await silo.Kubectl.RunAsync("create deployment web --image=orleans-kube/hello:1 --replicas=3");
            await silo.Kubectl.RunAsync("rollout status deploy/web --timeout=60s");
            await silo.Kubectl.RunAsync("set image deploy/web hello=orleans-kube/hello:2");
            await silo.Kubectl.RunAsync("rollout status deploy/web --timeout=60s");

            await silo.KillAsync();
            await silo.StartAsync();
            await silo.Kubectl.RunAsync("scale deploy/web --replicas=5");
            await silo.Kubectl.RunAsync("rollout status deploy/web --timeout=60s");
            (await silo.Kubectl.GetAsync("pods")).Items().Count.ShouldBe(5);
        }
        finally
        {
            nodes.Kill();
        }
    }

    private async Task BuildAsync()
    {
        string[] arguments = ["build", Checkout.PathOf("silo/Orleans.Kube.Silo.csproj"), "-c", "Release", "-p:Engine=Orleans", "--artifacts-path", _folder, "-nodeReuse:false", "-nologo", "-v", "quiet"];
        var built = await Shell.RunAsync("dotnet", arguments);
        built.ExitCode.ShouldBe(0, built.ToString());
    }
}
