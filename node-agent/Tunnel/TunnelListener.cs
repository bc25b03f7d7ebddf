using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.NodeAgent.Tunnel;

/// <summary>
/// Accepts connections by opening them: keeps a number of idle tunnels to the API server; each that is taken into use is replaced at once,
/// each that breaks after a wait.
/// </summary>
internal sealed partial class TunnelListener : IConnectionListener
{
    private const string Protocol = "orleans-kube-tunnel/1";

    // Without tunnels nobody reaches the node's pods, so a server that is back is not kept waiting for long.
    private const int LongestRow = 5;

    private readonly Channel<ConnectionContext> _open = Channel.CreateUnbounded<ConnectionContext>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _missing;
    private readonly KubeClient _client;
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly Task _dialing;
    private int _failures;

    public TunnelListener(KubeClient client, string node, int idle, EndPoint endPoint, ILogger logger)
    {
        (_client, _path, _logger, EndPoint) = (client, $"/apis/node.orleans-kube.io/v1/nodes/{node}/tunnel", logger, endPoint);
        _missing = new SemaphoreSlim(idle);
        _dialing = DialAsync();
    }

    public EndPoint EndPoint { get; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _open.Reader.WaitToReadAsync(cancellationToken))
            if (_open.Reader.TryRead(out var connection)) return connection;
        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _stopping.CancelAsync();
        await _dialing;
        _open.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        _stopping.Dispose();
    }

    private async Task DialAsync()
    {
        try
        {
            while (true)
            {
                await _missing.WaitAsync(_stopping.Token);
                if (_failures > 0) await _client.Options.BackOff.WaitAsync(Math.Min(_failures, LongestRow), _client.Options.TimeProvider, _stopping.Token);
                await OpenAsync();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task OpenAsync()
    {
        try
        {
            var stream = await _client.UpgradeAsync(_path, Protocol, _stopping.Token);
            _failures = 0;
            _open.Writer.TryWrite(new TunnelConnection(stream, Replace));
        }
        catch (Exception e) when (e is HttpRequestException or StatusException or IOException)
        {
            if (_failures++ == 0) LogFailed(e.Message);
            _missing.Release();
        }
    }

    private void Replace(bool wasUsed)
    {
        _failures = wasUsed ? 0 : Math.Max(1, _failures);
        _missing.Release();
    }

    [LoggerMessage(LogLevel.Warning, "cannot open a tunnel to the API server: {reason}")]
    private partial void LogFailed(string reason);
}
