using Orleans.Kube.Model.Coordination;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Controllers;

namespace Orleans.Kube.Grains;

/// <summary>
/// When a node was last heard of, by the control plane's clock: the moment at which a renewed lease or heartbeat was seen. The clocks of the
/// nodes do not matter, nor that the control plane's is set, and after a pause of the control plane every node gets its full time to be heard of again.
/// </summary>
public sealed class SignsOfLife(TimeProvider time)
{
    private (DateTimeOffset? Renewed, DateTimeOffset? Heartbeat, bool Exists)? _known;
    private long _at;

    /// <summary>Takes in what is stored now and answers with the second in which the last sign was seen; for a node that is missing, in which that was first seen.</summary>
    public DateTimeOffset Last(Node? node, Lease? lease)
    {
        var seen = (node is null ? null : lease?.Spec.RenewTime?.Value, node?.Condition(NodeConditionType.Ready) is { Status: not ConditionStatus.Unknown } ready ? ready.LastHeartbeatTime : null, node is not null);
        if (_known != seen && !IsLoss(seen)) _at = time.GetTimestamp();
        _known = seen;
        return RoundedUp(time.GetUtcNow() - time.GetElapsedTime(_at));
    }

    // What falls due within a second would otherwise not yet be due by a clock of whole seconds.
    private static DateTimeOffset RoundedUp(DateTimeOffset exact) => exact.AddTicks((TimeSpan.TicksPerSecond - (exact.Ticks % TimeSpan.TicksPerSecond)) % TimeSpan.TicksPerSecond);

    // A lease that was deleted, or a condition that the control plane itself made unknown, is no sign of life.
    private bool IsLoss((DateTimeOffset? Renewed, DateTimeOffset? Heartbeat, bool Exists) seen) =>
        _known is { } known && known.Exists == seen.Exists
        && (seen.Renewed is null || seen.Renewed == known.Renewed) && (seen.Heartbeat is null || seen.Heartbeat == known.Heartbeat);
}
