using System.Diagnostics;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Every command of kubectl, of the newest version and of the oldest that is installed: what it prints and what it changed.</summary>
[Collection(ClusterCollection.Name)]
public sealed class KubectlTranscriptTests(Cluster cluster)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static TheoryData<string, string> Cases() =>
        [.. KubectlVersions.All.SelectMany(static version => Transcript.Names.Select(name => (version, name)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Kubectl_prints_what_it_prints_for_Kubernetes(string version, string name)
    {
        var folder = Directory.CreateTempSubdirectory("kubectl-").FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "kubectl"), KubectlVersions.PathOf(version));
        File.Copy(cluster.Kubectl.KubeConfig, Path.Combine(folder, "config"));
        var @namespace = $"{name}-{version.Replace('.', '-')}";
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}",
            ["KUBECONFIG"] = Path.Combine(folder, "config"),
            ["NS"] = @namespace,
        };
        await RunAsync($"kubectl create namespace {@namespace} && kubectl config set-context --current --namespace={@namespace}");
        var differences = new List<string>();
        try
        {
            foreach (var step in Transcript.Read(name).Steps) await CheckAsync(step);
        }
        finally
        {
            await RunAsync($"kubectl delete namespace {@namespace} --timeout=60s");
            Directory.Delete(folder, recursive: true);
        }

        differences.ShouldBeEmpty(string.Join("\n\n", differences));

        async Task CheckAsync(TranscriptStep step)
        {
            var started = Stopwatch.GetTimestamp();
            using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            while (true)
            {
                var outcome = await RunAsync(step.Command);
                if (step.Matches(outcome, KubectlVersions.IsOld(version))) return;
                if (!step.Repeats || Stopwatch.GetElapsedTime(started) > Limit)
                {
                    differences.Add($"{step.Command}\nshould print\n{string.Join('\n', step.Expected)}\nand was {outcome}");
                    return;
                }

                await poll.WaitForNextTickAsync();
            }
        }

        Task<Outcome> RunAsync(string command) => Shell.RunAsync("timeout", ["-k", "1", "90", "bash", "-c", $"cd {folder}; {command}"], environment);
    }
}
