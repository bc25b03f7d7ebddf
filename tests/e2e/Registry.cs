using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>An image registry of this machine that wants a password.</summary>
internal sealed class Registry : IAsyncDisposable
{
    public const string User = "puller";
    public const string Password = "secret";

    private const string Hash = "$2b$05$.gaoXkYdlcgT5UtEK/a6F.9SaWRZ31x4sMwJcZi9s7y2lRvyiRP66";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("kube-e2e-registry-").FullName;
    private Process? _process;

    private Registry(int port) => Host = $"localhost:{port}";

    public string Host { get; }

    public static async Task<Registry> StartAsync()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var registry = new Registry(((IPEndPoint)probe.LocalEndpoint).Port);
        probe.Stop();
        await File.WriteAllTextAsync(Path.Combine(registry._folder, "htpasswd"), $"{User}:{Hash}\n");
        await File.WriteAllTextAsync(Path.Combine(registry._folder, "config.yml"), $$"""
            version: 0.1
            storage:
              filesystem:
                rootdirectory: {{registry._folder}}/data
            http:
              addr: {{registry.Host}}
            auth:
              htpasswd:
                realm: test
                path: {{registry._folder}}/htpasswd
            """);
        await registry.RunAsync();
        return registry;
    }

    /// <summary>Pushes an image of this machine under a name in the registry, and forgets it here.</summary>
    /// <returns>The name with its digest.</returns>
    public async Task<string> PushAsync(string image, string name)
    {
        var environment = new Dictionary<string, string> { ["DOCKER_CONFIG"] = _folder };
        var script = $$$"""
            set -e
            docker login {{{Host}}} -u {{{User}}} -p {{{Password}}} >/dev/null
            docker tag {{{image}}} {{{Host}}}/{{{name}}}
            docker push -q {{{Host}}}/{{{name}}} >/dev/null
            docker image inspect -f '{{range .RepoDigests}}{{println .}}{{end}}' {{{Host}}}/{{{name}}} | grep -F '{{{Host}}}/'
            docker rmi {{{Host}}}/{{{name}}} >/dev/null
            """;
        var outcome = await Shell.RunAsync("bash", ["-c", script], environment);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return outcome.Output.Trim();
    }

    public async Task StopAsync()
    {
        if (_process is not { HasExited: false }) return;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync()
    {
        _process = Shell.Start("docker-registry", ["serve", Path.Combine(_folder, "config.yml")]);
        _ = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        using var http = new HttpClient { BaseAddress = new Uri($"http://{Host}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{User}:{Password}")));
        var started = Stopwatch.GetTimestamp();
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await IsUpAsync(http))
        {
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Patience);
            await poll.WaitForNextTickAsync();
        }
    }

    private static async Task<bool> IsUpAsync(HttpClient http)
    {
        try
        {
            return (await http.GetAsync("/v2/")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
