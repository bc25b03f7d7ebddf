using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Probes;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Runs what a container wants done after its start and before its end.</summary>
public sealed class LifecycleHooks(IContainerRuntime runtime, HttpProbe http, TimeProvider time)
{
    private const int LongestOutput = 4096;

    /// <summary>Null when the hook succeeded, otherwise why not.</summary>
    public async Task<string?> RunAsync(
        LifecycleHandler hook, Pod pod, Container container, string id, string address, CancellationToken cancellationToken)
    {
        if (hook.Sleep is { } sleep) await Task.Delay(TimeSpan.FromSeconds(sleep.Seconds), time, cancellationToken);
        if (hook.Exec is { } exec) return await ExecAsync(id, exec, cancellationToken);
        if (hook.HttpGet is not { } get) return null;
        var outcome = await http.GetAsync(get, container, pod.Spec.HostNetwork ? "127.0.0.1" : address, cancellationToken);
        return outcome.IsSuccess ? null : outcome.Message;
    }

    private async Task<string?> ExecAsync(string id, ExecAction exec, CancellationToken cancellationToken)
    {
        try
        {
            await using var process = await runtime.Streams.ExecAsync(id, new ExecSpec(exec.Command), cancellationToken);
            var output = new StringBuilder();
            while (await process.ReadAsync(cancellationToken) is { IsEnd: false } piece)
                if (output.Length < LongestOutput) output.Append(Encoding.UTF8.GetString(piece.Bytes.Span));
            var code = await process.ExitCodeAsync(cancellationToken);
            return code == 0 ? null : $"command '{string.Join(' ', exec.Command)}' exited with {code}: {output}";
        }
        catch (RuntimeException e)
        {
            return e.Message;
        }
    }
}
