using System.Diagnostics;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary><c>samples/embedded</c>: a program that hosts a control plane and a controller of its own beside it.</summary>
[Collection(ClusterCollection.Name)]
public sealed class EmbeddedSampleTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly string _data = Directory.CreateTempSubdirectory("kube-e2e-embedded-").FullName;
    private readonly int _port = Ports.Free();

    private Kubectl Kubectl => new(Path.Combine(_data, "admin.kubeconfig"));

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_program_keeps_what_its_own_resource_stands_for()
    {
        using (var program = await StartAsync())
        {
            await Kubectl.UntilAsync("crd websites.samples.orleans-kube", static crd => crd.Condition("Established") == "True", Soon);
            await Kubectl.RunAsync("apply -f -", """
                apiVersion: samples.orleans-kube/v1
                kind: Website
                metadata: {name: shop}
                spec: {image: "orleans-kube/hello:1", port: 8080, replicas: 2}
                """);
            await Kubectl.UntilAsync("deploy shop", static d => d["status"]?["replicas"]?.Number() == 2, Soon);
            (await Kubectl.GetAsync("service shop"))["spec"]!["ports"]![0]!["targetPort"].Number().ShouldBe(8080);
            await StopAsync(program);
        }

        using (var program = await StartAsync())
        {
            await Kubectl.RunAsync("""patch website shop --type=merge -p {"spec":{"replicas":3}}""");
            await Kubectl.UntilAsync("deploy shop", static d => d["status"]?["replicas"]?.Number() == 3, Soon);
            await Kubectl.RunAsync("delete website shop");
            await Kubectl.RunAsync("wait --for=delete deploy/shop service/shop --timeout=30s");
            await StopAsync(program);
        }
    }

    private async Task<Process> StartAsync()
    {
        var program = Shell.Start(Checkout.PathOf("samples/embedded/bin/Release/net10.0/Orleans.Kube.Samples.Embedded"), [_data, $"{_port}"]);
        _ = program.StandardError.ReadToEndAsync();
        while (await program.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains("Application started", StringComparison.Ordinal)) continue;
            _ = program.StandardOutput.ReadToEndAsync();
            return program;
        }

        throw new InvalidOperationException("the program ended before it had started");
    }

    private static async Task StopAsync(Process program)
    {
        await Shell.RunAsync("kill", ["-TERM", $"{program.Id}"]);
        await program.WaitForExitAsync();
        program.ExitCode.ShouldBe(0);
    }
}
