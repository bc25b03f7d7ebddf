using System.Globalization;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Agent;

/// <summary>The statuses of one pod on their way to the API server: the newest alone counts, and one is written at a time. Safe for concurrent use.</summary>
internal sealed class PodOutbox
{
    private readonly Lock _lock = new();
    private (Pod Pod, JsonObject Status)? _newest;
    private JsonObject? _written;
    private long _revision;
    private Pod? _seen;
    private bool _isDue;
    private bool _isClosed;

    /// <summary>Who writes holds this.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>What was written last, as far as that is known.</summary>
    public JsonObject? Written
    {
        get
        {
            lock (_lock) return _written;
        }
    }

    /// <returns>True when the outbox has to be sent; false when it is on its way already.</returns>
    public bool Put(Pod pod, JsonObject status)
    {
        lock (_lock)
        {
            if (_isClosed) return false;
            _newest = (pod, status);
            return BecomesDue();
        }
    }

    /// <summary>The API server shows the pod like this.</summary>
    /// <returns>True when the outbox has to be sent: another has written over what was written last.</returns>
    public bool See(Pod pod)
    {
        lock (_lock)
        {
            _seen = pod;
            return !_isClosed && IsOverwritten() && BecomesDue();
        }
    }

    /// <summary>What has to be written now, or null: then the next <see cref="Put"/> or <see cref="See"/> sends the outbox again.</summary>
    public (Pod Pod, JsonObject Status)? Take()
    {
        lock (_lock)
        {
            var item = _newest;
            if (IsOverwritten())
            {
                item = (_seen!, item?.Status ?? _written!);
                _written = null;
            }

            if (_isClosed || JsonNode.DeepEquals(item?.Status, _written)) item = null;
            _newest = null;
            _isDue = item is not null;
            return item;
        }
    }

    /// <summary>What was taken was not written; anything newer takes its place.</summary>
    public void PutBack((Pod Pod, JsonObject Status) item)
    {
        lock (_lock) _newest ??= item;
    }

    /// <summary>This was written.</summary>
    /// <param name="status">The status, or null when it is not known any more what the API server has.</param>
    /// <param name="pod">The pod as it is since then.</param>
    public void Wrote(JsonObject? status, Pod? pod)
    {
        lock (_lock) (_written, _revision) = (status, pod is null ? 0 : Revision(pod));
    }

    /// <summary>From now on there is nothing to take.</summary>
    public void Close()
    {
        lock (_lock) _isClosed = true;
    }

    private static long Revision(Pod pod) => long.TryParse(pod.Metadata.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    private bool BecomesDue()
    {
        if (_isDue) return false;
        return _isDue = true;
    }

    /// <summary>Whether the pod was seen, after the last write, in a state that contradicts it: the control plane marks the pods of a node unready that it has not heard of.</summary>
    private bool IsOverwritten()
    {
        if (_seen is null || _written is null || Revision(_seen) <= _revision) return false;
        // An end stays, whoever has written it: pods that the control plane gives up have failed.
        if (_seen.Status.Phase is PodPhase.Succeeded or PodPhase.Failed) return false;
        return (string?)_written["phase"] != _seen.Status.Phase
            || (_written["conditions"] as JsonArray ?? []).Any(
                written => PodConditions.IsOwned((string)written!["type"]!)
                    && !_seen.Status.Conditions.Any(seen => seen.Type == (string)written["type"]! && seen.Status == (string)written["status"]!));
    }
}
