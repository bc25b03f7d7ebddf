using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Metrics;
using Orleans.Kube.NodeAgent.Probes;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Runs what a container wants done after its start and before its end.</summary>
public sealed class LifecycleHooks(IContainerRuntime runtime, HttpProbe http, IEventRecorder events, AgentMetrics metrics, TimeProvider time)
{
    private const int LongestOutput = 4096;

    /// <summary>Null when the hook succeeded, otherwise why not, in kubelet's words. Of a hook over HTTP any answer is a success.</summary>
    public async Task<string?> RunAsync(
        LifecycleHandler hook, Pod pod, Container container, string id, string address, CancellationToken cancellationToken)
    {
        var who = $"for Container \"{container.Name}\" in Pod \"{ContainerSpecBuilder.PodOf(pod)}\" failed - error:";
        switch (hook)
        {
            case { Exec: { } exec }:
                return await ExecAsync(id, exec, cancellationToken) is var (error, output) ? $"Exec lifecycle hook ([{string.Join(' ', exec.Command)}]) {who} {error}, message: {GoText.Quote(output)}" : null;
            case { HttpGet: { } get }:
                var outcome = await CallAsync(get, pod, container, pod.Spec.HostNetwork ? "127.0.0.1" : address, cancellationToken);
                return outcome.IsSuccess ? null : $"HTTP lifecycle hook ({get.Path}) {who} {outcome.Message}";
            case { Sleep: { } sleep }:
                await Task.Delay(TimeSpan.FromSeconds(sleep.Seconds), time, cancellationToken);
                return null;
            default:
                return null;
        }
    }

    /// <summary>Calls over HTTPS, and once more over HTTP where nothing but that is spoken there.</summary>
    private async Task<ProbeOutcome> CallAsync(HTTPGetAction get, Pod pod, Container container, string address, CancellationToken cancellationToken)
    {
        var outcome = await http.CallAsync(get, container, address, cancellationToken);
        if (outcome.IsSuccess || !outcome.Message.EndsWith(HttpProbe.PlainAnswer, StringComparison.Ordinal)) return outcome;
        // Who may listen on the way must not learn what opens doors.
        var plain = get with { Scheme = "HTTP", HttpHeaders = [.. get.HttpHeaders.Where(static h => !h.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))] };
        if (!(await http.CallAsync(plain, container, address, cancellationToken)).IsSuccess) return outcome;
        metrics.LifecycleFellBack();
        var host = $"{(get.Host.Length > 0 ? get.Host : address)}:{Ports.Resolve(get.Port, container)}";
        events.Warning(pod, "LifecycleHTTPFallback", $"request to HTTPS lifecycle hook {host} got HTTP response, retry with HTTP succeeded");
        return ProbeOutcome.Success;
    }

    private async Task<(string Error, string Output)?> ExecAsync(string id, ExecAction exec, CancellationToken cancellationToken)
    {
        try
        {
            await using var process = await runtime.Streams.ExecAsync(id, new ExecSpec(exec.Command), cancellationToken);
            var (output, errors) = (new StringBuilder(), new StringBuilder());
            while (await process.ReadAsync(cancellationToken) is { IsEnd: false } piece)
            {
                var to = piece.IsError ? errors : output;
                if (to.Length < LongestOutput) to.Append(Encoding.UTF8.GetString(piece.Bytes.Span));
            }

            var code = await process.ExitCodeAsync(cancellationToken);
            return code == 0 ? null : ($"command '{string.Join(' ', exec.Command)}' exited with {code}: {errors}", $"{output}{errors}");
        }
        catch (RuntimeException e)
        {
            return (e.Message, "");
        }
    }
}
