using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Agent;

/// <summary>
/// Writes pod statuses to the API server: only the newest of each pod, only when it differs from what was written last, and again until
/// it is through. A pod of another uid is never touched.
/// </summary>
public sealed partial class PodStatusReporter(KubeClient client, TimeProvider time, ILogger<PodStatusReporter> logger) : IPodStatusSink
{
    private const int Senders = 8;

    private readonly ConcurrentDictionary<string, (Pod Pod, JsonObject Status)> _newest = new();
    private readonly ConcurrentDictionary<string, JsonObject> _written = new();
    private readonly Channel<string> _due = Channel.CreateUnbounded<string>();

    public void Report(Pod pod, PodStatus status)
    {
        var json = Json(status);
        if (_written.TryGetValue(pod.Metadata.Uid, out var written) && JsonNode.DeepEquals(written, json))
        {
            _newest.TryRemove(pod.Metadata.Uid, out _);
            return;
        }

        _newest[pod.Metadata.Uid] = (pod, json);
        _due.Writer.TryWrite(pod.Metadata.Uid);
    }

    /// <summary>Sends statuses until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
    {
        await foreach (var uid in _due.Reader.ReadAllAsync(cancellationToken))
            if (_newest.TryRemove(uid, out var item)) await TryWriteAsync(item.Pod, item.Status, cancellationToken);
    }));

    public async Task FinishAsync(Pod pod, PodStatus status, CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            try
            {
                _newest.TryRemove(pod.Metadata.Uid, out _);
                await WriteAsync(pod, Json(status), cancellationToken);
                var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = pod.Metadata.Uid } };
                await client.Of<Pod>().InNamespace(pod.Metadata.Namespace).DeleteAsync(pod.Metadata.Name, options, cancellationToken);
                break;
            }
            catch (StatusException e) when (e.Code is 404 or 409)
            {
                break;
            }
            catch (Exception e) when (e is HttpRequestException or StatusException)
            {
                LogFailed(pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
                await client.Options.BackOff.WaitAsync(++failures, time, cancellationToken);
            }
        }

        _written.TryRemove(pod.Metadata.Uid, out _);
        _newest.TryRemove(pod.Metadata.Uid, out _);
    }

    private async Task TryWriteAsync(Pod pod, JsonObject status, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(pod, status, cancellationToken);
        }
        catch (StatusException e) when (e.Code is 404 or 409)
        {
            _written.TryRemove(pod.Metadata.Uid, out _);
        }
        catch (Exception e) when (e is HttpRequestException or StatusException)
        {
            LogFailed(pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
            _newest.TryAdd(pod.Metadata.Uid, (pod, status));
            _ = AgainAsync(pod.Metadata.Uid, cancellationToken);
        }
    }

    private async Task AgainAsync(string uid, CancellationToken cancellationToken)
    {
        await client.Options.BackOff.WaitAsync(4, time, cancellationToken);
        _due.Writer.TryWrite(uid);
    }

    private async Task WriteAsync(Pod pod, JsonObject status, CancellationToken cancellationToken)
    {
        var patch = (JsonObject)status.DeepClone();
        var before = _written.GetValueOrDefault(pod.Metadata.Uid) ?? Json(pod.Status);
        foreach (var gone in before.Select(p => p.Key).Where(k => !patch.ContainsKey(k) && IsOwned(k)).ToList()) patch[gone] = null;
        foreach (var type in Conditions(before).Except(Conditions(status)).Where(PodConditions.IsOwned))
            (patch["conditions"] as JsonArray)?.Add(new JsonObject { ["$patch"] = "delete", ["type"] = type });
        var body = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = pod.Metadata.Uid }, ["status"] = patch };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, KubeJson.Options);
        await client.Of<Pod>().InNamespace(pod.Metadata.Namespace).PatchStatusAsync(pod.Metadata.Name, PatchKind.StrategicMerge, bytes, cancellationToken);
        _written[pod.Metadata.Uid] = status;
    }

    private static IEnumerable<string> Conditions(JsonObject status) => (status["conditions"] as JsonArray ?? []).Select(static c => (string)c!["type"]!);

    private static bool IsOwned(string field) => field is "message" or "reason" or "podIP" or "podIPs" or "initContainerStatuses" or "containerStatuses";

    private static JsonObject Json(PodStatus status) => (JsonObject)JsonSerializer.SerializeToNode(status, KubeJson.Options)!;

    [LoggerMessage(LogLevel.Warning, "the status of pod {ns}/{name} could not be written: {reason}")]
    private partial void LogFailed(string ns, string name, string reason);
}
