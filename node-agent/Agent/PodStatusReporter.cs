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
/// Writes pod statuses to the API server: only the newest of each pod, only when it differs from what was written last or another wrote
/// over that, one after the other, and again until it is through. A pod of another uid is never touched.
/// </summary>
public sealed partial class PodStatusReporter(KubeClient client, TimeProvider time, ILogger<PodStatusReporter> logger) : IPodStatusSink
{
    private const int Senders = 8;

    private readonly ConcurrentDictionary<string, PodOutbox> _outboxes = new();
    private readonly Channel<PodOutbox> _due = Channel.CreateUnbounded<PodOutbox>();

    public void Report(Pod pod, PodStatus status)
    {
        var outbox = Outbox(pod);
        if (outbox.Put(pod, Json(status))) _due.Writer.TryWrite(outbox);
    }

    public void See(Pod pod)
    {
        if (_outboxes.TryGetValue(pod.Metadata.Uid, out var outbox) && outbox.See(pod)) _due.Writer.TryWrite(outbox);
    }

    /// <summary>Sends statuses until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
    {
        await foreach (var outbox in _due.Reader.ReadAllAsync(cancellationToken)) await SendAsync(outbox, cancellationToken);
    }));

    public async Task FinishAsync(Pod pod, PodStatus status, CancellationToken cancellationToken)
    {
        var outbox = Outbox(pod);
        outbox.Close();
        await outbox.Turn.WaitAsync(cancellationToken);
        try
        {
            await FinishInTurnAsync(outbox, pod, status, cancellationToken);
        }
        finally
        {
            outbox.Turn.Release();
        }

        Forget(pod.Metadata.Uid);
    }

    public void Forget(string uid)
    {
        if (_outboxes.TryRemove(uid, out var outbox)) outbox.Close();
    }

    private PodOutbox Outbox(Pod pod) => _outboxes.GetOrAdd(pod.Metadata.Uid, static _ => new PodOutbox());

    private async Task SendAsync(PodOutbox outbox, CancellationToken cancellationToken)
    {
        await outbox.Turn.WaitAsync(cancellationToken);
        try
        {
            while (outbox.Take() is { } item)
            {
                if (await TryWriteAsync(outbox, item.Pod, item.Status, cancellationToken)) continue;
                outbox.PutBack(item);
                _ = AgainAsync(outbox, cancellationToken);
                return;
            }
        }
        finally
        {
            outbox.Turn.Release();
        }
    }

    private async Task FinishInTurnAsync(PodOutbox outbox, Pod pod, PodStatus status, CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            try
            {
                await WriteAsync(outbox, pod, Json(status), cancellationToken);
                var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = pod.Metadata.Uid } };
                await client.Of<Pod>().InNamespace(pod.Metadata.Namespace).DeleteAsync(pod.Metadata.Name, options, cancellationToken);
                return;
            }
            catch (StatusException e) when (e.Code == 409 || e.Status.SaysGone())
            {
                return;
            }
            catch (Exception e) when (e is HttpRequestException or StatusException)
            {
                LogFailed(pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
                await client.Options.BackOff.WaitAsync(++failures, time, cancellationToken);
            }
        }
    }

    private async Task<bool> TryWriteAsync(PodOutbox outbox, Pod pod, JsonObject status, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(outbox, pod, status, cancellationToken);
        }
        catch (StatusException e) when (e.Code == 409 || e.Status.SaysGone())
        {
            outbox.Wrote(null, null);
        }
        catch (Exception e) when (e is HttpRequestException or StatusException)
        {
            LogFailed(pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
            return false;
        }

        return true;
    }

    private async Task AgainAsync(PodOutbox outbox, CancellationToken cancellationToken)
    {
        await client.Options.BackOff.WaitAsync(4, time, cancellationToken);
        _due.Writer.TryWrite(outbox);
    }

    private async Task WriteAsync(PodOutbox outbox, Pod pod, JsonObject status, CancellationToken cancellationToken)
    {
        var patch = (JsonObject)status.DeepClone();
        var before = outbox.Written ?? Json(pod.Status);
        foreach (var gone in before.Select(p => p.Key).Where(k => !patch.ContainsKey(k) && IsOwned(k)).ToList()) patch[gone] = null;
        foreach (var condition in patch["conditions"] as JsonArray ?? [])
            foreach (var field in (string[])["reason", "message"]) condition!.AsObject().TryAdd(field, null);
        foreach (var type in Conditions(before).Except(Conditions(status)).Where(PodConditions.IsOwned))
            (patch["conditions"] as JsonArray)?.Add(new JsonObject { ["$patch"] = "delete", ["type"] = type });
        // Addresses merge by themselves: those of a sandbox that is gone would stay beside the new ones.
        foreach (var addresses in (string[])["hostIPs", "podIPs"]) (patch[addresses] as JsonArray)?.Insert(0, new JsonObject { ["$patch"] = "replace" });
        var body = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = pod.Metadata.Uid }, ["status"] = patch };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, KubeJson.Options);
        var written = await client.Of<Pod>().InNamespace(pod.Metadata.Namespace).PatchStatusAsync(pod.Metadata.Name, PatchKind.StrategicMerge, bytes, cancellationToken);
        outbox.Wrote(status, written);
    }

    private static IEnumerable<string> Conditions(JsonObject status) => (status["conditions"] as JsonArray ?? []).Select(static c => (string)c!["type"]!);

    private static bool IsOwned(string field) => field is "message" or "reason" or "podIP" or "podIPs" or "initContainerStatuses" or "containerStatuses";

    private static JsonObject Json(PodStatus status) => (JsonObject)JsonSerializer.SerializeToNode(status, KubeJson.Options)!;

    [LoggerMessage(LogLevel.Warning, "the status of pod {ns}/{name} could not be written: {reason}")]
    private partial void LogFailed(string ns, string name, string reason);
}
