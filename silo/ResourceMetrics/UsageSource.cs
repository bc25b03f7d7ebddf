using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Kube.Silo.Streaming;

namespace Orleans.Kube.Silo.ResourceMetrics;

/// <summary>
/// Measures what nodes use, when somebody asks and no more often than <see cref="Freshness"/>. A rate needs two measurements: whoever asks
/// for a node that was not measured lately waits for a second one.
/// </summary>
public sealed class UsageSource(NodeClient client, NodeTunnels tunnels, TimeProvider time)
{
    /// <summary>How old an answer may be.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    /// <summary>A measurement older than this says nothing about now.</summary>
    private static readonly TimeSpan Staleness = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Meter> _meters = new(StringComparer.Ordinal);

    /// <summary>What a node and its pods use, or null where it cannot be asked.</summary>
    internal async Task<NodeUsage?> OfAsync(string node, CancellationToken cancellationToken)
    {
        if (tunnels.OpenTo(node) == 0) return null;
        var meter = _meters.GetOrAdd(node, static _ => new Meter());
        await meter.Turn.WaitAsync(cancellationToken);
        try
        {
            if (meter.Usage is not null && time.GetUtcNow() - meter.At < Freshness) return meter.Usage;
            if (meter.Last is null || time.GetUtcNow() - meter.At > Staleness)
            {
                (meter.Last, meter.At) = (await AskAsync(node, cancellationToken), time.GetUtcNow());
                await Task.Delay(FirstWindow, time, cancellationToken);
            }

            var (summary, now) = (await AskAsync(node, cancellationToken), time.GetUtcNow());
            meter.Usage = NodeUsage.Between(meter.Last, meter.At, summary, now);
            (meter.Last, meter.At) = (summary, now);
            return meter.Usage;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException or TimeoutException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
        finally
        {
            meter.Turn.Release();
        }
    }

    private async Task<NodeSummary> AskAsync(string node, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        using var response = await client.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, NodeClient.UriOf(node, "/stats/summary")), either.Token);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(either.Token);
        return await JsonSerializer.DeserializeAsync<NodeSummary>(body, JsonSerializerOptions.Web, either.Token) ?? throw new JsonException("no summary");
    }

    private sealed class Meter
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public NodeSummary? Last { get; set; }

        public DateTimeOffset At { get; set; }

        public NodeUsage? Usage { get; set; }
    }
}
