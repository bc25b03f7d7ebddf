using System.Text.Json.Nodes;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Agent;

/// <summary>The statuses of one pod on their way to the API server: the newest alone counts, and one is written at a time. Safe for concurrent use.</summary>
internal sealed class PodOutbox
{
    private readonly Lock _lock = new();
    private (Pod Pod, JsonObject Status)? _newest;
    private bool _isDue;
    private bool _isClosed;

    /// <summary>Who writes holds this.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>What was written last, as far as that is known; belongs to who has the turn.</summary>
    public JsonObject? Written { get; set; }

    /// <returns>True when the outbox has to be sent; false when it is on its way already.</returns>
    public bool Put(Pod pod, JsonObject status)
    {
        lock (_lock)
        {
            if (_isClosed) return false;
            _newest = (pod, status);
            if (_isDue) return false;
            return _isDue = true;
        }
    }

    /// <summary>What has to be written now, or null: then the next <see cref="Put"/> sends the outbox again.</summary>
    public (Pod Pod, JsonObject Status)? Take()
    {
        lock (_lock)
        {
            var item = _isClosed || JsonNode.DeepEquals(_newest?.Status, Written) ? null : _newest;
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

    /// <summary>From now on there is nothing to take.</summary>
    public void Close()
    {
        lock (_lock) _isClosed = true;
    }
}
