using System.Threading.Channels;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Routes;

/// <summary>Keeps the ways to the pods of other machines as nodes come and go. A machine that is alone gets no overlay.</summary>
public sealed partial class PodRouter
{
    private static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Check = TimeSpan.FromMinutes(1);

    private readonly Informer<Node> _nodes;
    private readonly string _self;
    private readonly string _machine;
    private readonly Overlay _overlay;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private IReadOnlyList<PodRoute> _applied = [];

    public PodRouter(Informer<Node> nodes, string self, string machine, string podCidr, TimeProvider time, ILogger<PodRouter> logger)
    {
        (_nodes, _self, _machine, _time, _logger) = (nodes, self, machine, time, logger);
        _overlay = new Overlay(machine, podCidr);
        nodes.Changed += _ => _changed.Writer.TryWrite(true);
    }

    /// <summary>The ranges of pods that are reached through the overlay have changed.</summary>
    public event Action<IReadOnlyList<string>>? Changed;

    /// <summary>Follows the nodes until cancelled. The ways stay.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _nodes.Synced.WaitAsync(cancellationToken);
        await using var check = _time.CreateTimer(_ => _changed.Writer.TryWrite(true), null, TimeSpan.Zero, Check);
        long? applied = null;
        while (await _changed.Reader.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(Coalesce, _time, cancellationToken);
            _changed.Reader.TryRead(out _);
            var wanted = PodRoutes.Of(_nodes.Snapshot.Objects.Values, _self, _machine);
            var isDue = applied is not { } last || _time.GetElapsedTime(last) >= Check;
            if (wanted.SequenceEqual(_applied) && (wanted.Count == 0 || !isDue)) continue;
            try
            {
                await _overlay.ApplyAsync(wanted, cancellationToken);
                applied = _time.GetTimestamp();
                if (wanted.SequenceEqual(_applied)) continue;
                _applied = wanted;
                LogApplied(wanted.Count);
                Changed?.Invoke([.. wanted.Select(static r => r.PodCidr)]);
            }
            catch (NetworkCommandException e)
            {
                LogFailed(e.Message);
                await Task.Delay(Retry, _time, cancellationToken);
                _changed.Writer.TryWrite(true);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "the pods of {count} other machines are reached through the overlay")]
    private partial void LogApplied(int count);

    [LoggerMessage(LogLevel.Error, "the pods of other machines cannot be reached: {reason}")]
    private partial void LogFailed(string reason);
}
